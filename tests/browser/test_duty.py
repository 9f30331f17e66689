"""The roster in Chromium, at a desk and on a phone: filled, refused, withdrawn; axe."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from sosij.enums import Desk
from sosij.models import Seat
from tests.accounts.factories import person
from tests.browser.conftest import PASSWORD
from tests.browser.reading import WIDTHS, assert_accessible, listen, sign_in


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "Astreinte enregistrée."


@pytest.fixture
def desk(live_server, settings):
    """A head of the service médical of Nice; gives the address of the roster."""
    settings.SECURE_SSL_REDIRECT = False
    with database_role(DatabaseRole.GESTION):
        user = person(Role.REPONDANT_SOS, "061", email="tete@caisse.example")
        user.set_password(PASSWORD)
        user.save()
        Seat.objects.create(
            user=user, caisse="061", desk=Desk.MEDICAL, capacity=5, head=True,
            since=date(2025, 1, 20),
        )  # fmt: skip
    return live_server.url


@pytest.mark.parametrize("width", WIDTHS)
def test_a_head_fills_and_withdraws(desk, browser, width):
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="fr-FR")
    page = context.new_page()
    said = listen(page)
    sign_in(page, desk, "tete@caisse.example")
    page.goto(f"{desk}/sos-ij/astreinte/")
    assert_accessible(page, "an empty roster")
    it_is_filled(page)
    it_is_refused(page)
    page.goto(f"{desk}/sos-ij/astreinte/")
    page.get_by_role("link", name="Retirer").first.click()
    assert_accessible(page, "the confirmation")
    page.get_by_role("button", name="Retirer l’astreinte").click()
    assert "Astreinte retirée." in page.inner_text("main")
    assert page.get_by_role("link", name="Retirer").count() == 0
    assert [one for one in said if "422" not in one] == []
    context.close()


def it_is_filled(page):
    """By the keyboard alone."""
    first = timezone.localdate() + timedelta(days=1)
    page.select_option("select[name=personne]", index=1)
    page.fill("input[name=premier]", first.isoformat())
    page.fill("input[name=dernier]", (first + timedelta(days=13)).isoformat())
    page.keyboard.press("Enter")
    page.wait_for_selector(f"text={SAID}")
    assert_accessible(page, "a roster with somebody")


def it_is_refused(page):
    first = timezone.localdate() + timedelta(days=2)
    page.select_option("select[name=personne]", index=1)
    page.fill("input[name=premier]", first.isoformat())
    page.fill("input[name=dernier]", first.isoformat())
    page.keyboard.press("Enter")
    page.wait_for_selector("text=est déjà d’astreinte")
    assert_accessible(page, "a refused turn")
