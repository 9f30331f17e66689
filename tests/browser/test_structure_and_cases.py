"""The structure of the leaves and the cases to discuss, at a desk and on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.models import Profile
from tests.browser.reading import WIDTHS, assert_accessible, listen, sign_in
from tests.prescribers.cases_world import chain


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rpps(portal):
    """A prescriber of Nice, with a long leave in three notices among the others."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        rpps = Profile.objects.filter(caisse="061", enough=True).order_by("rpps")[0].rpps
        chain(rpps, start=date(2025, 1, 6), lengths=[60, 60, 80], motif="M02")
    return rpps


def open_details(page):
    for details in page.query_selector_all("details.ij-details"):
        details.evaluate("element => { element.open = true }")


@pytest.mark.parametrize("role", [Role.MEDECIN_CONSEIL, Role.DIRECTION])
def test_the_structure_is_accessible_to_who_sees_motives_and_to_who_does_not(
    portal, browser, rpps, role
):
    for width, height in WIDTHS.values():
        page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
        said = listen(page)
        sign_in(page, portal, f"{role}@caisse.example")
        page.goto(portal + reverse("prescripteur-structure", args=[rpps]))
        assert page.locator("#structure").is_visible()
        assert page.locator("#patientele").is_visible()
        assert page.locator("#motifs").is_visible() == (role == Role.MEDECIN_CONSEIL)
        open_details(page)
        assert_accessible(page, f"structure, {role}, {width}")
        assert said == []
        page.close()


def test_a_case_is_opened_with_the_keyboard_and_every_page_on_the_way_is_accessible(
    portal, browser, rpps
):
    for width, height in WIDTHS.values():
        page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
        said = listen(page)
        sign_in(page, portal, f"{Role.MEDECIN_CONSEIL}@caisse.example")
        page.goto(portal + reverse("prescripteur-dossiers", args=[rpps]))
        assert_accessible(page, f"list of cases at {width}")
        page.locator("td a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("form input[name=motif]")
        page.locator("button[type=submit]", has_text="Ouvrir").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#id_motif_error")
        assert_accessible(page, f"a reason is missing at {width}")
        page.locator("input[name=motif]").first.focus()
        page.keyboard.press("Space")
        page.locator("input[name=precision]").focus()
        page.keyboard.type("Rendez-vous du 24 novembre")
        page.keyboard.press("Enter")
        page.wait_for_selector("#avis")
        open_details(page)
        assert_accessible(page, f"a case at {width}")
        assert said == []
        page.close()
