"""« Explorer »: the drawing under the pointer, without a refusal of the policy, and back."""

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.models import Profile
from tests.browser.reading import assert_accessible, listen, sign_in


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_chart_is_explored_and_drawn_again(portal, browser):
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        rpps = Profile.objects.filter(caisse="061", enough=True).order_by("rpps")[0].rpps
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    said = listen(page)
    sign_in(page, portal, f"{Role.MEDECIN_CONSEIL}@caisse.example")
    page.goto(portal + reverse("prescripteur-evolution", args=[rpps]))
    figure = page.locator("figure#evolution")
    button = figure.locator("[data-explore]")
    button.focus()
    page.keyboard.press("Enter")
    explored = figure.locator(".ij-explored svg")
    explored.wait_for()
    assert not figure.locator(".ij-chart.wide").is_visible()
    box = explored.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(
        "[...document.querySelectorAll('.ij-explored text')].some("
        "one => one.textContent.includes('attendu'))"
    )
    said_there = figure.locator(".ij-explored text").all_text_contents()
    assert any(re.search(r"20\d\d$", words.strip()) for words in said_there)
    assert not figure.locator(".ij-legend").is_visible()
    assert_accessible(page, "évolution explorée")
    assert button.inner_text().strip() == "Revenir au dessin"
    button.click()
    assert figure.locator(".ij-chart.wide").is_visible()
    assert figure.locator(".ij-explored").count() == 0
    assert said == []
    page.close()
