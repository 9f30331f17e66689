"""The organisation in Chromium: axe on each page, the proposal that follows the motives, a file."""

from datetime import date

import pytest

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from sosij.enums import Desk
from sosij.models import LocalRoute, Opening, Seat
from tests.accounts.factories import person
from tests.browser.conftest import PASSWORD
from tests.browser.reading import WIDTHS, assert_accessible, listen, sign_in
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory
from tests.sosij.help_world import at, received


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SET = "/sos-ij/organisation/"


@pytest.fixture
def set_up(live_server, settings):
    """A head of service, a répondant and his seat, a local row, a request to qualify."""
    settings.SECURE_SSL_REDIRECT = False
    since = date(2025, 1, 20)
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        doctor = PrescriberFactory(specialty="MG")
        AttachmentFactory(prescriber=doctor, start=date(2020, 1, 1))
        Opening.objects.create(departement="06", specialty="MG", since=since, source="Décision")
        for role, name in ((Role.MEDECIN_CHEF, "chef"), (Role.REPONDANT_SOS, "repondant")):
            user = person(role, "061", email=f"{name}@caisse.example")
            user.set_password(PASSWORD)
            user.save()
        Seat.objects.create(user=user, caisse="061", desk=Desk.MEDICAL, capacity=5, since=since)
        LocalRoute.objects.create(
            caisse="061", desk=Desk.SOCIAL, level=1, since=since, source="Note", motive="autre"
        )
        request = received(doctor, when=at(9))
    return live_server.url, request.reference


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_set_and_what_follows_from_it(set_up, browser, width):
    url, reference = set_up
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="fr-FR")
    page = context.new_page()
    said = listen(page)
    sign_in(page, url, "chef@caisse.example")
    for place in ("", "places/", "places/donner/", "routage/", "routage/ajouter/", "delai/"):
        page.goto(url + SET + place)
        assert_accessible(page, place)
    page.goto(f"{url}{SET}routage/")
    page.get_by_label("Motif").select_option("autre")
    page.get_by_role("button", name="Voir ce que dit la table").click()
    page.get_by_text("Service social, niveau 1").wait_for()
    assert_accessible(page, "simulated")
    context.clear_cookies()
    sign_in(page, url, "repondant@caisse.example")
    the_sentence_follows_the_motives(page, f"{url}/sos-ij/{reference}/")
    a_file_is_read(page, url)
    assert said == []
    context.close()


def the_sentence_follows_the_motives(page, address):
    page.goto(address)
    sentence = page.locator("[data-proposal-said]")
    assert sentence.inner_text() == ""
    page.get_by_role("checkbox", name="Autre").check()
    assert "service social, niveau 1 (motif autre, ligne de la caisse)" in sentence.inner_text()
    page.get_by_role("checkbox", name="Poste de travail").check()
    assert "service médical, niveau 2 (motif poste" in sentence.inner_text()
    assert_accessible(page, "proposal")


def a_file_is_read(page, url):
    page.goto(f"{url}/sos-ij/importer/")
    assert_accessible(page, "file")
    content = b"rpps;recue_le;canal;regime;question\n12;hier;;;\n"
    page.set_input_files(
        "input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Lire le fichier").click()
    page.get_by_text("Un numéro RPPS compte 11 chiffres.").wait_for()
    assert_accessible(page, "faults")
