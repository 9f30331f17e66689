"""Without a mouse: six journeys by the keys that a person has, and the switch that stops them."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.browser.reading import WIDTHS, assert_accessible, sign_in


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(portal, browser):
    width, height = next(iter(WIDTHS.values()))
    context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    page = context.new_page()
    sign_in(page, portal, f"{Role.DIRECTION}@caisse.example")
    page.goto(portal + reverse("tableau-de-bord"))
    yield page
    context.close()


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_six_journeys_by_the_keyboard_alone(page):
    """One sign-in and one night for all six: they cost more than the journeys."""
    the_first_tab_skips_to_the_content(page)
    two_keys_go_to_the_list(page)
    rows_are_walked_and_opened(page)
    a_search_is_typed_from_anywhere(page)
    filters_are_opened_chosen_and_removed(page)
    the_shortcuts_are_listed_and_turned_off(page)


def the_first_tab_skips_to_the_content(page):
    press(page, "Tab")
    assert focused(page) == "Aller au contenu"
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def two_keys_go_to_the_list(page):
    press(page, "g", "p")
    page.wait_for_url("**/prescripteurs/")


def rows_are_walked_and_opened(page):
    names = page.locator("main tbody th a").all_text_contents()
    press(page, "j", "j")
    assert focused(page) == names[1].strip()
    press(page, "k")
    assert focused(page) == names[0].strip()
    press(page, "Enter")
    page.wait_for_url("**/prescripteurs/9*/")
    assert page.locator("h1").count() == 1


def a_search_is_typed_from_anywhere(page):
    press(page, "/")
    page.keyboard.type("introuvable g p")
    press(page, "Enter")
    page.wait_for_url("**q=introuvable*")
    assert "Aucun prescripteur avec ce filtre." in page.locator("main").inner_text()


def filters_are_opened_chosen_and_removed(page):
    press(page, "g", "p")
    page.wait_for_url("**/prescripteurs/")
    press(page, "f")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("nice")
    press(page, "Enter")
    page.wait_for_url("**q=nice*")
    chip = page.locator("a.ij-chip.set").first
    chip.focus()
    press(page, "Enter")
    page.wait_for_url(lambda address: "q=nice" not in address)


def the_shortcuts_are_listed_and_turned_off(page):
    press(page, "?")
    assert page.locator("#ij-keys").is_visible()
    assert "Aller à Prescripteurs" in page.locator("#ij-keys").inner_text()
    assert_accessible(page, "raccourcis")
    page.locator("[data-keys-on]").focus()
    press(page, "Space", "Escape")
    press(page, "g", "t", "?")
    assert not page.locator("#ij-keys").is_visible()
    assert page.url.split("?")[0].endswith("/prescripteurs/")
    # The foot of the page still opens the list, and turns them on again.
    page.locator("footer [data-keys]").focus()
    press(page, "Enter")
    page.locator("[data-keys-on]").focus()
    press(page, "Space", "Escape", "g", "t")
    page.wait_for_url("**/tableau-de-bord/")
