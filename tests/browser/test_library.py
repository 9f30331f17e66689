"""The library and the questionnaire in Chromium: written, inserted, answered on a phone; axe."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from sosij.enums import Desk, Motive, SurveyKind
from sosij.models import Seat, SurveyAnswer
from sosij.services.conduct import take
from sosij.services.qualify import Reading, qualify
from tests.accounts.factories import HabilitationFactory, caisse, person
from tests.browser.conftest import PASSWORD
from tests.browser.reading import WIDTHS, assert_accessible, sign_in
from tests.sosij.help_world import doctor, received
from tests.sosij.survey_world import open_link


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE, TEXT = "Visite de préreprise", "Elle se demande pendant l’arrêt."


@pytest.fixture
def world(live_server, settings):
    """A head of service who holds a request, and a link of each questionnaire."""
    settings.SECURE_SSL_REDIRECT = False
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        user = person(Role.MEDECIN_CHEF, "061", email="chef@caisse.example")
        user.set_password(PASSWORD)
        user.save()
        HabilitationFactory(user=user, role=Role.REPONDANT_SOS, organisation=caisse("061"))
        Seat.objects.create(
            user=user, caisse="061", desk=Desk.MEDICAL, capacity=5, since=date(2025, 1, 20)
        )
        author = Author(at=timezone.now(), by=user.pk)
        request = received(doctor(), when=author.at)
        take(qualify(request, Reading((Motive.WORKPLACE,)), author), author)
        for kind in SurveyKind:
            open_link(kind.value, kind, closes=date(2200, 1, 1))
    return live_server.url, request.reference


@pytest.mark.parametrize("width", WIDTHS)
def test_a_model_answer_from_the_library_to_the_request(world, browser, width):
    url, reference = world
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="fr-FR")
    page = context.new_page()
    sign_in(page, url, "chef@caisse.example")
    it_is_written(page, url)
    it_is_inserted(page, f"{url}/sos-ij/{reference}/")
    page.goto(f"{url}/sos-ij/questionnaire/?caisse=061&du=2026-07-01&au=2026-09-30")
    assert_accessible(page, "the sender of the questionnaire")
    context.close()


def it_is_written(page, url):
    page.goto(f"{url}/sos-ij/bibliotheque/")
    assert_accessible(page, "empty library")
    page.get_by_role("link", name="Écrire une réponse").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Donnez un titre.").wait_for()
    assert_accessible(page, "writing refused")
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Poste de travail et conflit employeur").check()
    page.get_by_label("Texte").fill(TEXT)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Réponse ajoutée").wait_for()
    assert_accessible(page, "an entry")


def it_is_inserted(page, address):
    page.goto(address)
    assert_accessible(page, "a request with a model answer")
    answer = page.get_by_label("Votre réponse au médecin")
    answer.fill("Bonjour,")
    page.get_by_role("button", name=f"Insérer : {TITLE}").click()
    page.get_by_text("ajoutée à votre réponse").wait_for()
    assert answer.input_value() == f"Bonjour,\n\n{TEXT}"
    # The address ends with the field: the page opens on it.
    assert page.url.endswith("#id_reponse_texte")


@pytest.mark.parametrize("kind", list(SurveyKind))
def test_a_doctor_answers_on_a_phone_without_a_script(world, browser, kind):
    url, _ = world
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{url}/sos-ij/questionnaire/{kind.value}/")
    if kind == SurveyKind.USER:
        for group in page.get_by_role("group").all():
            group.get_by_label("Plutôt oui").check()
    else:
        page.get_by_label("Pas le temps").check()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_text("Merci, vos réponses sont enregistrées").wait_for()
    page.goto(f"{url}/sos-ij/questionnaire/{kind.value}/")
    page.get_by_text("Ce lien ne sert plus").wait_for()
    context.close()
    with database_role(DatabaseRole.GESTION):
        assert SurveyAnswer.objects.get().kind == kind


def test_the_questionnaire_is_accessible(world, browser):
    url, _ = world
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
    for kind in SurveyKind:
        page.goto(f"{url}/sos-ij/questionnaire/{kind.value}/")
        assert_accessible(page, kind)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_text("Choisissez au moins une raison.").wait_for()
    assert_accessible(page, "refused")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
