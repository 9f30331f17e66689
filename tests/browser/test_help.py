"""A request in Chromium: typed in, qualified by keys, taken, answered, and what became of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from sosij.enums import Desk, Outcome, State
from sosij.models import HelpRequest, Opening, OutcomeAsk, Seat
from sosij.services.outcomes import ask_outcomes
from tests.accounts.factories import person
from tests.browser.conftest import PASSWORD
from tests.browser.reading import WIDTHS, assert_accessible, listen, sign_in
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTION = "Patient de 52 ans, couvreur, épaule opérée en mars. Que me conseillez-vous ?"


@pytest.fixture
def desk(live_server, settings):
    """The desk of Nice open to one doctor, one person seated; gives its address and his number."""
    settings.SECURE_SSL_REDIRECT = False
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        doctor = PrescriberFactory(specialty="MG")
        AttachmentFactory(prescriber=doctor, start=date(2020, 1, 1))
        Opening.objects.create(
            departement="06", specialty="MG", since=date(2025, 1, 20), source="Expérimentation"
        )
        user = person(Role.REPONDANT_SOS, "061", email="repondant@caisse.example")
        user.set_password(PASSWORD)
        user.save()
        Seat.objects.create(
            user=user, caisse="061", desk=Desk.MEDICAL, capacity=5, since=date(2025, 1, 20)
        )
    return live_server.url, doctor.rpps


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_call_to_the_outcome(desk, browser, width):
    url, rpps = desk
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="fr-FR")
    page = context.new_page()
    said = listen(page)
    sign_in(page, url, "repondant@caisse.example")
    it_is_typed_in(page, url, rpps)
    it_is_qualified_by_the_keyboard(page)
    it_is_taken_and_answered(page)
    ask_outcomes(timezone.now() + timedelta(days=31))
    its_outcome_is_told(page, url)
    for place in ("?file=closes", "bilan/"):
        page.goto(f"{url}/sos-ij/{place}")
        assert_accessible(page, place)
    # The browser reports the refused form; nothing else may be said.
    assert [line for line in said if "422" not in line] == []
    context.close()
    with database_role(DatabaseRole.GESTION):
        assert HelpRequest.objects.get().state == State.ANSWERED
        assert OutcomeAsk.objects.get(horizon=30).outcome == Outcome.BACK_ADAPTED


def it_is_typed_in(page, url, rpps):
    page.goto(f"{url}/sos-ij/")
    assert_accessible(page, "empty queue")
    page.goto(f"{url}/sos-ij/saisir/")
    assert_accessible(page, "typing")
    page.get_by_label("Numéro RPPS du médecin").fill("12")
    page.get_by_role("button", name="Enregistrer la demande").click()
    page.get_by_text("Un numéro RPPS a onze chiffres.").wait_for()
    assert_accessible(page, "typing refused")
    page.get_by_label("Numéro RPPS du médecin").fill(rpps)
    page.get_by_label("Question du médecin").fill(QUESTION)
    page.get_by_role("button", name="Enregistrer la demande").click()
    page.get_by_text("enregistrée.").wait_for()


def it_is_qualified_by_the_keyboard(page):
    assert_accessible(page, "to qualify")
    page.keyboard.press("2")
    assert page.get_by_label("Poste de travail et conflit employeur").is_checked()
    page.keyboard.press("Enter")
    page.get_by_text("Demande qualifiée.").wait_for()


def it_is_taken_and_answered(page):
    page.get_by_role("button", name="Prendre la demande").press("Enter")
    page.get_by_label("Votre réponse au médecin").fill("Une visite de préreprise est possible.")
    assert_accessible(page, "to answer")
    page.get_by_role("button", name="Envoyer et clore").press("Enter")
    page.get_by_text("Réponse envoyée, demande close.").wait_for()
    assert_accessible(page, "answered")


def its_outcome_is_told(page, url):
    page.goto(f"{url}/sos-ij/?file=issues")
    assert_accessible(page, "outcomes awaited")
    page.locator("main tbody th a").click()
    page.get_by_text("Consigner ce qu’elle est devenue").click()
    assert_accessible(page, "outcome to tell")
    page.get_by_label("Échéance").select_option("30")
    page.get_by_label("Ce que la situation est devenue").select_option(Outcome.BACK_ADAPTED.value)
    page.get_by_role("button", name="Enregistrer", exact=True).press("Enter")
    page.get_by_text("Devenir enregistré.").wait_for()
