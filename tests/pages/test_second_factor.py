"""The second factor through the client: activated, asked at sign-in, replaced by a spare code."""

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.urls import reverse

from accounts.enums import Role
from tests.accounts.factories import person
from tests.pages.reading import text_of
from tests.pages.second_factor_world import code_of


pytestmark = pytest.mark.django_db
PASSWORD = "un-mot-de-passe-de-test"
HOME = "/compte/2fa/"
# Words of allauth that stay when a template or a translation is missing.
ENGLISH = re.compile(
    r"\b(authenticator|recovery|password|sign in|activate|cancel|generate|download|are you)\b",
    re.IGNORECASE,
)


@pytest.fixture
def owner(client, db):
    """Signed in, the password given again: the pages that change the account ask for it."""
    cache.clear()  # a code is good once
    user = person(Role.MEDECIN_CONSEIL, "061", email="claire.ozenne@caisse.example")
    user.set_password(PASSWORD)
    user.save()
    signed_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


def signed_in(client):
    said = {"login": "claire.ozenne@caisse.example", "password": PASSWORD}
    return client.post(reverse("account_login"), said, follow=True)


def page(client, name):
    """A page of the second factor: French, one title, and a way back."""
    answer = client.get(reverse(name))
    assert answer.status_code == 200, answer.headers.get("Location")
    return read(answer)


def read(answer):
    content, words = answer.content.decode(), text_of(answer)
    assert not ENGLISH.search(words), ENGLISH.search(words)
    assert content.count("<h1") == 1
    assert "'" not in words.partition("· ijportal")[2], "a straight apostrophe is not ours"
    return words


def activated(client):
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)


def spare_codes(client):
    content = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r'<li><code translate="no">(\w+)</code></li>', content)


def test_the_code_of_the_telephone_is_that_of_the_standard():
    """RFC 6238, appendix B, its last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code_of(secret, now) for now in (59, 1111111109)] == ["287082", "081804"]


def test_before_it_is_activated_the_page_says_what_it_changes(client, owner):
    shown = page(client, "mfa_index")

    assert "Inactive : votre mot de passe suffit pour entrer." in shown
    assert f'href="{reverse("mfa_activate_totp")}"' in client.get(HOME).content.decode()


def test_activating_gives_a_square_and_its_key_then_spare_codes(client, owner):
    shown = page(client, "mfa_activate_totp")
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.context["form"].secret in text_of(answer)
    assert "Carré à photographier" in answer.content.decode()
    assert "Recopiez le code qu’elle affiche" in shown

    _, kept = activated(client)

    assert "10 codes sur 10 restent." in read(kept)
    assert "La double authentification est active." in text_of(kept)
    assert len(set(spare_codes(client))) == 10
    assert "Active : après votre mot de passe" in page(client, "mfa_index")
    assert "10 codes à usage unique restent" in page(client, "mfa_index")


def test_a_wrong_code_is_said_beside_the_field_and_activates_nothing(client, owner):
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "Code incorrect." in read(answer)
    assert 'aria-describedby="id_code-error"' in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_signing_in_then_asks_for_the_code(client, owner):
    secret, _ = activated(client)
    client.logout()
    cache.clear()

    asked = signed_in(client)
    assert "Code de vérification" in read(asked)
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Code incorrect." in read(wrong)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert client.session["_auth_user_id"] == str(owner.pk)


@pytest.fixture
def moment(monkeypatch):
    """The instant at which codes are checked: a step that turned during the test would refuse."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))
    return now


def test_the_code_that_has_just_turned_still_opens_and_only_once(client, owner, moment):
    """RFC 6238 §5.2: a person types for some seconds; a code seen over a shoulder is spent."""
    secret, _ = activated(client)
    before = code_of(secret, moment - 30)
    client.logout()
    signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": before})
    assert client.session["_auth_user_id"] == str(owner.pk)
    client.logout()
    cache.clear()  # another process has not seen the code

    signed_in(client)
    again = client.post(reverse("mfa_authenticate"), {"code": before})

    assert "Code incorrect." in read(again)
    assert "_auth_user_id" not in client.session


def test_a_code_of_a_minute_ago_is_refused(client, owner, moment):
    secret, _ = activated(client)
    client.logout()
    signed_in(client)

    late = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, moment - 60)})

    assert "Code incorrect." in read(late)


def test_a_spare_code_opens_once(client, owner):
    activated(client)
    code = spare_codes(client)[0]
    client.logout()
    signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert "9 codes à usage unique restent" in page(client, "mfa_index")

    client.logout()
    signed_in(client)
    again = client.post(reverse("mfa_authenticate"), {"code": code})

    assert "Code incorrect." in read(again)
    assert "_auth_user_id" not in client.session


def test_new_spare_codes_void_the_old_ones(client, owner):
    activated(client)
    old = spare_codes(client)
    assert "Les codes qui restent ne vaudront plus rien." in page(
        client, "mfa_generate_recovery_codes"
    )

    client.post(reverse("mfa_generate_recovery_codes"))

    assert not set(old) & set(spare_codes(client))


def test_without_a_spare_code_the_page_says_the_danger(client, owner):
    activated(client)
    Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES).delete()

    assert "sans votre téléphone, vous ne pourriez plus entrer" in page(client, "mfa_index")


def test_deactivating_asks_first_and_voids_the_spare_codes(client, owner):
    activated(client)
    asked = page(client, "mfa_deactivate_totp")
    assert "vos codes de secours ne vaudront plus rien" in asked
    assert Authenticator.objects.count() == 2

    gone = client.post(reverse("mfa_deactivate_totp"), follow=True)

    assert "Application de codes désactivée" in read(gone)
    assert not Authenticator.objects.exists()


def test_spare_codes_are_no_file(client, owner):
    activated(client)

    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 404


def test_who_confirms_may_choose_the_code_or_the_password(client, owner):
    activated(client)

    by_password, by_code = (
        page(client, "account_reauthenticate"),
        page(client, "mfa_reauthenticate"),
    )

    assert "Donner plutôt un code de votre application" in by_password
    assert "Donner plutôt votre mot de passe" in by_code
