"""The second factor in a browser: each of its pages, at a desk and on a phone."""

import pytest

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from tests.accounts.factories import nation, person
from tests.browser.conftest import PASSWORD
from tests.browser.reading import WIDTHS, assert_accessible, listen, sign_in
from tests.pages.second_factor_world import code_of


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = "/compte/2fa/"


@pytest.fixture
def address(live_server, settings):
    """A portal where nothing was imported yet."""
    settings.SECURE_SSL_REDIRECT = False
    return live_server.url


def opened(name: str) -> str:
    with database_role(DatabaseRole.GESTION):
        user = person(Role.ADMIN_TECHNIQUE, nation(), email=f"{name}@caisse.example")
        user.set_password(PASSWORD)
        user.save()
    return user.email


@pytest.mark.parametrize("width", list(WIDTHS))
def test_from_its_activation_to_the_next_sign_in(address, browser, width):
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    context = browser.new_context(viewport=size, locale="fr-FR")
    page, email = context.new_page(), opened(width)
    said = listen(page)

    def seen(where: str) -> None:
        assert_accessible(page, f"{where}, {width}")

    sign_in(page, address, email)
    page.goto(address + PAGES)
    seen("inactive")
    page.get_by_role("link", name="Activer").click()
    seen("who confirms")
    page.keyboard.type(PASSWORD)  # the field has the focus
    page.keyboard.press("Enter")
    page.wait_for_url("**/totp/activate/")
    seen("square and key")
    page.get_by_label("Code à six chiffres").fill(code_of(page.locator("code").inner_text()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    seen("spare codes")
    spare = page.locator(".ij-codes code").first.inner_text()
    for where in ("", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"):
        page.goto(address + PAGES + where)
        seen(where or "active")

    context.clear_cookies()
    sign_in(page, address, email)
    seen("code asked")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.get_by_text("Code incorrect.").wait_for()
    seen("wrong code")
    page.get_by_label("Code").fill(spare)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/compte/" not in url)
    assert [text for text in said if "status of 40" not in text] == []
    context.close()


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_portal_without_data_says_how_to_begin(address, browser, width):
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    page = browser.new_page(viewport=size)
    sign_in(page, address, opened(f"vide-{width}"))
    for path, words in (
        ("/imports/", "Aucun fichier importé."),
        ("/traitements/", "Aucun travail dans le registre."),
        ("/donnees/", "Données"),
    ):
        page.goto(address + path)
        assert words in page.inner_text("main")
        assert_accessible(page, f"{path}, {width}")
    page.close()
