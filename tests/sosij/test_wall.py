"""Help never feeds control: not a byte of a request on the pages of a prescriber."""

import re
from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from prescribers.enums import RunState
from prescribers.models import Publication
from sosij.models import HelpRequest, Opening
from tests.accounts.factories import caisse, person
from tests.prescribers.factories import AttachmentFactory, ProfileRunFactory
from tests.prescribers.profiles_world import profile
from tests.sosij.help_world import QUESTION, at, received


pytestmark = pytest.mark.django_db
PAGES = ("", "evolution/", "comparables/", "structure/", "dossiers/", "historique/")
# Drawn for each answer.
NONCE = re.compile(rb'nonce="[^"]+"|csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+')


@pytest.fixture
def judged(db):
    """A doctor with a profile, for whom the service is open."""
    run = ProfileRunFactory(number=12, state=RunState.PUBLISHED, published_at=at(1))
    Publication.objects.create(id=1, run=run)
    caisse("061", "CPAM des Alpes-Maritimes")
    found = profile(run)
    AttachmentFactory(
        prescriber=found.prescriber, caisse="061", departement="06", start=date(2020, 1, 1)
    )
    Opening.objects.create(
        departement="06", specialty="MG", since=date(2025, 1, 20), source="Expérimentation"
    )
    return found.prescriber


def shown(client, rpps):
    with time_machine.travel(at(12, 10), tick=False):
        answers = [client.get(f"/prescripteurs/{rpps}/{page}") for page in PAGES]
    assert {answer.status_code for answer in answers} == {200}
    return [NONCE.sub(b"", answer.content) for answer in answers]


@pytest.mark.parametrize("role", [Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF])
def test_a_prescriber_s_pages_are_the_same_before_and_after_his_requests(client, judged, role):
    user = person(role, at="061")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown(client, judged.rpps)
    before = shown(client, judged.rpps)
    for _ in range(30):
        received(judged)
    after = shown(client, judged.rpps)
    assert HelpRequest.objects.count() == 30
    assert after == before
    assert not any(QUESTION[:20].encode() in page for page in after)


def test_the_control_a_request_shows_on_its_own_page(client, judged):
    user = person(Role.MEDECIN_CHEF, at="061")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = received(judged)
    assert QUESTION[:20].encode() in client.get(f"/sos-ij/{request.reference}/").content
