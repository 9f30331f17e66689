"""A doctor of Nice with published figures and cases that the rules retain; who is signed in."""

from django.test import Client

from prescribers.enums import RunState
from prescribers.models import Attachment, Publication
from tests.accounts.factories import caisse
from tests.pages.reading import PUBLISHED_AT
from tests.prescribers.cases_world import one_of_each
from tests.prescribers.conftest import PARAMETERS
from tests.prescribers.factories import AttachmentFactory, ProfileRunFactory
from tests.prescribers.profiles_world import profile


def client_of(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def runs():
    run = ProfileRunFactory(
        number=12, state=RunState.PUBLISHED, published_at=PUBLISHED_AT, parameters=PARAMETERS
    )
    Publication.objects.create(id=1, run=run)
    caisse("061", "CPAM des Alpes-Maritimes")
    return run


def prepared_doctor(run, **fields):
    """His profile; a case of each rule; attached to the caisse of the interviews."""
    found = attached(profile(run, signal="signal_fort", stability="confirmé", **fields))
    one_of_each(found.rpps)
    return found


def attached(found):
    if not Attachment.objects.filter(prescriber=found.prescriber).exists():
        AttachmentFactory(prescriber=found.prescriber)
    return found
