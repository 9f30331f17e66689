"""Wrong passwords and wrong codes: five for an account, then a pause; the others still enter."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from accounts.enums import Role
from tests.accounts.factories import person
from tests.pages.reading import text_of
from tests.pages.second_factor_world import code_of


pytestmark = pytest.mark.django_db
PASSWORD = "un-mot-de-passe-de-test"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def colleagues():
    """Two people of one caisse, behind one address of the network."""
    cache.clear()
    found = [
        person(Role.DAM, "061", email=f"{name}@caisse.example") for name in ("claire", "anouk")
    ]
    for user in found:
        user.set_password(PASSWORD)
        user.save()
    return found


def enter(client, user, password=PASSWORD, *, email=""):
    said = {"login": email or user.email, "password": password}
    return client.post(reverse("account_login"), said)


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_five_wrong_passwords_close_one_account_and_no_other(client, colleagues):
    claire, anouk = colleagues
    answers = [enter(client, claire, "faux") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "Trop d’essais" in text_of(answers[-1])

    assert enter(client, claire).status_code == 429, "even the right one"
    assert enter(client, anouk).status_code == 302
    assert inside(client)


def test_the_case_of_the_address_gives_no_further_try(client, colleagues):
    claire, _ = colleagues
    for _ in range(4):
        enter(client, claire, "faux")

    assert enter(client, claire, "faux", email="CLAIRE@caisse.example").status_code == 429


def test_five_wrong_codes_close_the_account_to_the_right_one(client, colleagues):
    claire, anouk = colleagues
    TOTP.activate(claire, SECRET)
    enter(client, claire)
    answers = [give_code(client, "000000") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]

    assert give_code(client, code_of(SECRET)).status_code == 429
    assert not inside(client)
    assert enter(client, anouk).status_code == 302


def test_four_wrong_codes_leave_a_fifth(client, colleagues):
    """The control: what closes the account is the fifth, not the page."""
    claire, _ = colleagues
    TOTP.activate(claire, SECRET)
    enter(client, claire)
    for _ in range(4):
        give_code(client, "000000")

    assert give_code(client, code_of(SECRET)).status_code == 302
    assert inside(client)


def test_codes_asked_again_inside_are_counted_too(client, colleagues):
    claire, _ = colleagues
    TOTP.activate(claire, SECRET)
    client.force_login(claire, backend="allauth.account.auth_backends.AuthenticationBackend")
    again = reverse("mfa_reauthenticate")

    answers = [client.post(again, {"code": "000000"}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert Authenticator.objects.get(user=claire).last_used_at is None
