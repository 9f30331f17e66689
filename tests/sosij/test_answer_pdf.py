"""The answer on paper: what it says, who gets it, and no medical byte on the other side."""

import pytest
import time_machine

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, Motive, State, TextKind
from sosij.models import HelpRequest, RequestText
from sosij.services.answer import add_text, answer, answer_by_phone
from sosij.services.complement import Added, complement
from sosij.services.conduct import take
from sosij.services.intake_clients import new_token
from sosij.services.qualify import Reading, qualify
from tests.accounts.factories import caisse
from tests.pages.reading import text_of
from tests.pdf_text import words
from tests.sosij.api_world import Portal
from tests.sosij.help_world import QUESTION, at, held_by, received, seated


pytestmark = pytest.mark.django_db
ANSWER = (
    "Une visite de préreprise est possible pendant l’arrêt.\n\n- essai encadré ;\n- temps partiel."
)
WALL = "Cette aide n’alimente aucun contrôle"
OPEN_ANSWER = "L’employeur saisit la reprise dans la DSN."


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(at(12, 10), tick=False):
        caisse("061", "CPAM des Alpes-Maritimes")
        yield


def answered(user, motive=Motive.WORKPLACE, text=ANSWER, act=answer):
    return act(held_by(user, motive), text, Author(at=at(11, 15, 5), by=user.pk))


def pdf_of(client, request):
    return client.get(f"/sos-ij/{request.reference}/reponse.pdf")


@pytest.mark.parametrize("synthetic", [True, False])
def test_it_says_everything_and_only_that(client, at_desk, settings, synthetic):
    settings.SYNTHETIC_DATA = synthetic
    request = answered(at_desk())
    given = pdf_of(client, request)
    assert (given.status_code, given["Content-Type"]) == (200, "application/pdf")
    assert given["Cache-Control"] == "private, no-store"
    assert given["Content-Disposition"] == (
        f'attachment; filename="reponse-sos-ij-{request.reference}.pdf"'
    )
    said = words(given.content)
    for words_expected in (
        "CPAM des Alpes-Maritimes",
        f"Réponse à la demande {request.reference}",
        "Question reçue lundi 9 novembre 2026 à 11 h 20",
        "Réponse donnée mercredi 11 novembre 2026 à 15 h 05",
        "par écrit",
        "rupture de coiffe",
        "essai encadré",
        "Le service médical, CPAM des Alpes-Maritimes",
        "aucune signature manuscrite",
        WALL,
        "page 1 / 1",
    ):
        assert words_expected in said, words_expected
    assert ("Données synthétiques" in said) is synthetic
    assert "Camille Roux" not in said


def test_what_the_doctor_added_is_there_and_notes_are_not(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    portal = Portal()
    request, _ = complement(request, Added("Visite faite le 3."), portal.client, at(11, 9))
    add_text(request, TextKind.NOTE, "Dossier sensible.", Author(at=at(11, 10), by=expert.pk))
    answer(request, ANSWER, Author(at=at(11, 15), by=expert.pk))
    said = words(pdf_of(client, request).content)
    assert "Question et précisions du médecin" in said
    assert "Visite faite le 3." in said
    assert "Dossier sensible" not in said


def test_an_answer_by_phone_is_given_as_a_summary(client, at_desk):
    request = answered(at_desk(), act=answer_by_phone, text="Dit : visite de préreprise.")
    said = words(pdf_of(client, request).content)
    assert "Résumé de la réponse donnée par téléphone" in said
    assert "Comment par téléphone" in said


def test_no_answer_no_paper_and_no_link(client, at_desk):
    request = held_by(at_desk())
    assert pdf_of(client, request).status_code == 404
    assert "reponse.pdf" not in client.get(f"/sos-ij/{request.reference}/").content.decode()


def test_reading_it_is_in_the_journal(client, at_desk):
    request = answered(at_desk())
    pdf_of(client, request)
    row = JournalEntry.objects.get(action="sosij.imprimer-textes")
    assert (row.object_id, row.caisse) == (request.reference, "061")


def test_a_desk_prints_what_it_wrote_in_the_open_without_the_question(client, at_desk):
    clerk = at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    request = answered(clerk, Motive.ADMINISTRATIVE, OPEN_ANSWER)
    assert "reponse.pdf" in client.get(f"/sos-ij/{request.reference}/").content.decode()
    said = words(pdf_of(client, request).content)
    assert OPEN_ANSWER in said
    assert "Le service des prestations, CPAM des Alpes-Maritimes" in said
    assert WALL in said
    # The canary: the doctor's own words.
    assert "couvreur" not in said
    assert "Non reproduite" in said
    assert JournalEntry.objects.filter(action="sosij.imprimer").count() == 1
    assert not JournalEntry.objects.filter(action="sosij.imprimer-textes").exists()


@pytest.mark.parametrize(
    ("role", "desk"),
    [(Role.GESTIONNAIRE, Desk.BENEFITS), (Role.GESTIONNAIRE, Desk.MSA),
     (Role.SERVICE_SOCIAL, Desk.SOCIAL)],
)  # fmt: skip
def test_no_medical_byte_leaves_through_it(client, at_desk, role, desk):
    """Canary: an answer behind the wall, on a request that a row of its own shows to a desk."""
    request = held_by(seated())
    behind_the_wall(request)
    measured = {"answered_at": at(11), "closed_at": at(11), "net_seconds": 1, "gross_seconds": 1}
    gone = {"due_at": None, "warn_at": None, "in_time": True, "state": State.ANSWERED}
    HelpRequest.objects.filter(pk=request.pk).update(desk=desk, **measured, **gone)
    at_desk(role, desk)
    assert client.get(f"/sos-ij/{request.reference}/").status_code == 200
    given = pdf_of(client, request)
    assert given.status_code == 404
    assert b"%PDF" not in given.content


def test_the_words_of_a_desk_go_before_those_behind_the_wall(client, at_desk):
    """Canary: both sides hold an answer; each reader has his own."""
    clerk = at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    request = held_by(clerk, Motive.ADMINISTRATIVE)
    behind_the_wall(request)
    answer(request, OPEN_ANSWER, Author(at=at(11, 15, 5), by=clerk.pk))
    said = words(pdf_of(client, request).content)
    assert OPEN_ANSWER in said
    assert "arthroscopie" not in said
    assert "couvreur" not in said


def behind_the_wall(request):
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        RequestText.objects.create(
            request=request,
            caisse=request.caisse,
            kind=TextKind.ANSWER,
            body="Reprise possible après arthroscopie.",
            by_id=1,
            written_at=at(10),
        )


def test_the_control_of_the_canary_the_service_medical_prints_it(client, at_desk):
    request = answered(seated())
    at_desk(Role.SECRETARIAT_MEDICAL)
    assert "couvreur" in words(pdf_of(client, request).content)


def test_the_service_medical_prints_the_question_of_a_desk_s_request(client, at_desk):
    clerk = seated(Role.GESTIONNAIRE, desk=Desk.BENEFITS)
    request = answered(clerk, Motive.ADMINISTRATIVE, OPEN_ANSWER)
    at_desk()
    said = words(pdf_of(client, request).content)
    assert OPEN_ANSWER in said
    assert "couvreur" in said


def test_other_roles_and_other_caisses_get_nothing(client, at_desk):
    request = answered(seated())
    at_desk(Role.DAM)
    assert pdf_of(client, request).status_code == 403
    at_desk(caisse="831")
    assert pdf_of(client, request).status_code == 404


def test_any_sign_that_people_type_can_be_printed(client, at_desk):
    request = answered(at_desk(), text="Repos 😀 puis 中文, #let x = 1, *gras* et \u200bfin.")
    said = words(pdf_of(client, request).content)
    assert "puis □□, #let x = 1, *gras* et \u200bfin." in said


@pytest.fixture
def portal():
    with time_machine.travel(at(9, 11, 20), tick=False):
        portal = Portal()
        portal.ask()
    portal.token = new_token(portal.client)
    return portal


PATH = "demandes/2026-00001/reponse.pdf"


def answer_posted(expert):
    request, author = HelpRequest.objects.get(), Author(at=at(10), by=expert.pk)
    qualify(request, Reading((Motive.WORKPLACE,)), author)
    answer(take(request, author), ANSWER, Author(at=at(11, 15), by=expert.pk))


def test_the_portal_takes_it_once_answered(portal, expert):
    early = portal.get(PATH)
    assert (early.status_code, early.json()["code"]) == (409, "PAS_REPONDUE")
    answer_posted(expert)
    given = portal.get(PATH)
    assert (given.status_code, given["Content-Type"]) == (200, "application/pdf")
    assert given["Cache-Control"] == "no-store"
    said = words(given.content)
    assert "essai encadré" in said
    assert "rupture de coiffe" in said
    assert WALL in said
    read = JournalEntry.objects.get(action="sosij.reponse-lire")
    assert (read.system, read.object_id) == ("portail-praticiens", "2026-00001")


def test_another_portal_and_no_token_get_nothing(portal, expert):
    answer_posted(expert)
    other = Portal("portail-msa")
    assert other.get(PATH).status_code == 404
    other.token = "x"
    assert other.get(PATH).status_code == 401


def test_the_page_offers_it(client, at_desk):
    request = answered(at_desk())
    page = client.get(f"/sos-ij/{request.reference}/")
    assert "Réponse en PDF, pour le médecin" in text_of(page)
    assert QUESTION in text_of(page)
    assert not received().outcomes.exists()
