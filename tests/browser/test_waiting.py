"""The list as one types, and what is said of a long wait: by the keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import Role
from tests.browser.reading import assert_accessible, listen, sign_in


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = reverse("prescripteurs")


@pytest.fixture
def page(portal, browser):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", reduced_motion="reduce"
    )
    page = context.new_page()
    page.said = listen(page)
    sign_in(page, portal, f"{Role.DIRECTION}@caisse.example")
    page.goto(portal + LIST)
    yield page
    context.close()


def names(page):
    return page.locator("#resultats tbody th a").all_text_contents()


class Held:
    """Requests that the test lets go when it has seen the wait."""

    def __init__(self, page, pattern):
        self.page, self.pattern, self.routes = page, pattern, []
        page.route(pattern, lambda route: self.routes.append(route))  # noqa: PLW0108 (Playwright)

    def release(self):
        for route in self.routes:
            route.continue_()
        self.page.unroute(self.pattern)


# When the wait was said, after the letter or the click that began it.
HEAR = """() => {
  window.delays = [];
  let begun = 0;
  const place = document.querySelector("[data-loading]");
  document.addEventListener("input", () => { begun = performance.now(); }, true);
  const heard = () => {
    if (!place.textContent) return;
    delays.push(performance.now() - begun);
    const busy = document.querySelector("main").ariaBusy;
    sessionStorage.setItem("heard", `${place.textContent} ${busy}`);
  };
  new MutationObserver(heard).observe(place, { childList: true });
}"""
# 250 ms without a letter, then 300 ms without an answer.
SOONEST = 550


def test_the_list_follows_what_is_typed_and_waits_are_said(page):
    """One sign-in and one night for all: they cost more than the steps."""
    everybody = names(page)
    assert len(everybody) > 1
    the_results_follow_the_search_of_the_top_bar(page, everybody)
    the_results_follow_the_search_of_the_filters(page, everybody)
    nothing_found_is_said(page)
    a_list_that_cannot_be_read_again_says_so(page)
    a_long_wait_is_said_and_a_short_one_is_not(page)
    a_file_that_is_long_to_come_is_said_and_saved(page)
    assert page.said == []


def the_results_follow_the_search_of_the_top_bar(page, everybody):
    wanted = everybody[0].split()[0].lower()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    page.keyboard.type(wanted, delay=20)
    page.wait_for_url(re.compile(f"q={wanted}&tri="))
    expect(page.locator("#annonce")).not_to_be_empty()
    assert len([url for url in asked if LIST in url]) == 1  # once for all the letters
    assert names(page) == [name for name in everybody if wanted in name.lower()]
    assert page.locator("#annonce").get_attribute("role") == "status"
    assert page.locator("#annonce").inner_text().startswith(f"{len(names(page))} prescripteur")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    assert wanted in page.locator("#etiquettes").inner_text().lower()
    assert page.locator("#filtre-q").input_value() == wanted
    assert_accessible(page, "résultats pendant la frappe")
    # The address is that of this list: read again, it gives the same.
    shown = names(page)
    page.reload()
    assert names(page) == shown


def the_results_follow_the_search_of_the_filters(page, everybody):
    page.keyboard.press("f")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator("#resultats tbody tr")).to_have_count(len(everybody))
    assert names(page) == everybody
    assert page.locator("#etiquettes a").count() == 0
    assert page.evaluate("document.activeElement.id") == "filtre-q"
    assert page.locator("details[data-filters]").get_attribute("open") is not None
    page.keyboard.press("Escape")


def nothing_found_is_said(page):
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("zzzz")
    page.wait_for_url("**q=zzzz*")
    expect(page.locator("#annonce")).to_contain_text("Aucun")
    assert names(page) == []
    page.goto(page.url.split("?")[0])


def a_list_that_cannot_be_read_again_says_so(page):
    assert page.said == []
    page.route("**/prescripteurs/?*", lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("a")
    expect(page.locator("[data-loading]")).to_contain_text("pas pu être relue")
    page.unroute("**/prescripteurs/?*")
    page.goto(page.url.split("?")[0])
    page.said.clear()  # of the request that was cut on purpose


def a_long_wait_is_said_and_a_short_one_is_not(page):
    loading = page.locator("[data-loading]")
    page.evaluate(HEAR)
    held = Held(page, "**/prescripteurs/?q=*")
    page.keyboard.press("/")
    page.keyboard.type("x")
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "true")
    assert loading.inner_text() == "Chargement…"
    assert loading.is_visible()
    assert loading.evaluate("one => getComputedStyle(one).animationName") == "none"
    (delay,) = page.evaluate("delays")
    assert delay >= SOONEST - 1
    held.release()
    page.wait_for_url("**q=x*")
    expect(page.locator("[data-loading]")).to_be_empty()
    assert page.locator("[aria-busy]").count() == 0
    held = Held(page, "**/prescripteurs/groupes/**")
    page.get_by_role("link", name="Par CPTS").click(no_wait_after=True)
    page.wait_for_timeout(700)  # the page cannot be asked anything while it goes
    held.release()
    page.wait_for_url("**/groupes/**")
    assert page.evaluate("sessionStorage.getItem('heard')") == "Chargement… true"
    assert page.locator("[data-loading]").inner_text() == ""
    page.go_back()
    assert page.locator("[data-loading]").inner_text() == ""


def a_file_that_is_long_to_come_is_said_and_saved(page):
    page.goto(page.url.split("/prescripteurs")[0] + reverse("tableau-de-bord"))
    held = Held(page, "**/figures/mois.png*")
    page.locator("figure#mois a[data-file]", has_text="PNG").focus()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
        expect(page.locator("a[aria-busy=true]")).to_have_count(1)
        assert page.locator("[data-loading]").inner_text() == "Chargement…"
        held.release()
    assert re.fullmatch(r"mois-calcul-\d+\.png", taken.value.suggested_filename)
    assert taken.value.path().read_bytes().startswith(b"\x89PNG")
    expect(page.locator("[data-loading]")).to_be_empty()
    assert page.locator("[aria-busy]").count() == 0


def test_without_a_script_the_form_asks_the_same_list(portal, browser):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, portal, f"{Role.DIRECTION}@caisse.example")
    page.goto(portal + LIST)
    wanted = page.locator("tbody th a").first.inner_text()
    page.fill("[data-search]", wanted)
    page.keyboard.press("Enter")
    page.wait_for_url("**?q=*")
    assert page.locator("tbody th a").all_text_contents() == [wanted]
    context.close()
