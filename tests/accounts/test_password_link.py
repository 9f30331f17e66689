"""A link to choose a password dies with the rights it was made for."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.services import accounts
from tests.accounts.factories import HabilitationFactory, UserFactory, caisse, person


pytestmark = pytest.mark.django_db
DEAD = "Il a déjà servi, ou il est trop ancien."


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def link(user):
    admin = person(Role.ADMIN_TECHNIQUE)
    return accounts.password_path(user=user, by=admin.pk, within=None)


def opened(client, link) -> str:
    return client.get(link, follow=True, secure=True).content.decode()


def test_a_fresh_link_opens_the_form(client, link):
    page = opened(client, link)

    assert 'name="password1"' in page
    assert DEAD not in page


def test_a_right_granted_meanwhile_voids_the_link(client, user, link):
    HabilitationFactory(user=user, role=Role.AUDITEUR, national=True)

    assert DEAD in opened(client, link)


def test_a_right_ended_meanwhile_voids_the_link(client, user):
    held = HabilitationFactory(user=user, organisation=caisse("061"))
    admin = person(Role.ADMIN_TECHNIQUE)
    link = accounts.password_path(user=user, by=admin.pk, within=None)
    held.valid_to = date(2026, 1, 1)
    held.save(update_fields=["valid_to"])

    assert DEAD in opened(client, link)
