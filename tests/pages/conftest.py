import pytest

from accounts.enums import Role
from prescribers.enums import RunState
from prescribers.models import Publication
from tests.accounts.factories import caisse, person
from tests.pages.reading import PUBLISHED_AT
from tests.prescribers.factories import ProfileRunFactory


@pytest.fixture
def run(db):
    run = ProfileRunFactory(
        number=12,
        state=RunState.PUBLISHED,
        published_at=PUBLISHED_AT,
        parameters={"min_patients": 200, "min_expected_leaves": 100, "min_months": 6},
    )
    Publication.objects.create(id=1, run=run)
    return run


@pytest.fixture
def signed_in(client, db):
    """Sign somebody in under a role; nationally unless a caisse is given."""

    def sign_in(role, at=None):
        user = person(role, at=at, full_name="Loïc Tavernel")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


@pytest.fixture
def doctor(signed_in):
    caisse("061", "CPAM des Alpes-Maritimes")
    return signed_in(Role.MEDECIN_CONSEIL, at="061")


@pytest.fixture
def technician(signed_in):
    return signed_in(Role.ADMIN_TECHNIQUE)
