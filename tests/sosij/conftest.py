"""Who is signed in at a desk."""

import pytest

from accounts.enums import Role
from sosij.enums import Desk
from tests.sosij.help_world import seated


@pytest.fixture
def expert(db):
    """A répondant of Nice with a seat at the service médical."""
    return seated()


@pytest.fixture
def at_desk(client):
    """Sign in a person with a role and a seat."""

    def sign_in(role=Role.REPONDANT_SOS, desk=Desk.MEDICAL, **fields):
        user = seated(role, desk=desk, **fields)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in
