"""At the desk: notes, conclusion, offers for patients, and who is refused."""

import pytest
import time_machine

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import Kind, OfferState, Proposal
from interviews.models import (
    DiscussedCase,
    InterviewNote,
    InterviewReport,
    OfferMove,
    PatientOffer,
)
from interviews.services.offers import move_offer, offer
from interviews.services.report import sign
from tests.accounts.factories import person
from tests.interviews.desk_world import client_of
from tests.interviews.world import at, held
from tests.pages.reading import reads, text_of


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(at(18, 9), tick=False):
        yield


@pytest.fixture
def interview(db):
    found = held()
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        DiscussedCase.objects.create(
            interview=found, caisse="061", letter="A", number="7KT3P", rule="long-sans-ald"
        )
    return found


def by(interview):
    return Author(at=at(18, 9), by=interview.lead_id)


def test_a_note_is_added_and_never_rewritten(interview):
    client = client_of(interview.lead)
    for body in ("Première note.", "Seconde note."):
        assert client.post(f"/entretiens/{interview.pk}/notes/", {"note": body}).status_code == 302
    page = text_of(client.get(f"/entretiens/{interview.pk}/notes/"))
    assert page.index("Première note.") < page.index("Seconde note.")
    assert interview.lead.full_name in page
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert InterviewNote.objects.count() == 2
    assert JournalEntry.objects.filter(action="entretiens.note").count() == 2
    assert JournalEntry.objects.filter(action="entretiens.notes-lire").count() == 1
    assert len(reads(client, f"/entretiens/{interview.pk}/notes/")) <= 12


def test_a_colleague_of_the_service_reads_the_notes_and_a_delegate_does_not(interview):
    address = f"/entretiens/{interview.pk}/notes/"
    assert client_of(person("medecin_chef", at="061")).get(address).status_code == 200
    assert client_of(person("medecin_conseil", at="831")).get(address).status_code == 404
    for role in ("dam", "secretariat_medical", "admin_campagne"):
        assert client_of(person(role, at="061")).get(address).status_code == 403


def test_a_visit_has_no_notes():
    visit = held(kind=Kind.VISIT)
    chef = client_of(person("medecin_chef", at="061"))
    assert chef.get(f"/entretiens/{visit.pk}/notes/").status_code == 404
    assert "Espace médical" not in text_of(chef.get(f"/entretiens/{visit.pk}/"))


def test_the_conclusion_is_the_service_s_to_read_and_says_it_beside_its_field(interview):
    client = client_of(interview.lead)
    page = text_of(client.get(f"/entretiens/{interview.pk}/"))
    assert "aucun contenu médical" in page
    client.post(
        f"/entretiens/{interview.pk}/conclusion/",
        {"conclusion": "Échange tenu, suite convenue.", "edition": "1"},
    )
    assert InterviewReport.objects.get().conclusion == "Échange tenu, suite convenue."
    secretary = client_of(person("secretariat_medical", at="061"))
    assert "suite convenue" in text_of(secretary.get(f"/entretiens/{interview.pk}/"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"conclusion": "x" * 1001, "edition": "1"}, "mille signes"),
        ({"conclusion": "Voir 1 85 05 78 006 084", "edition": "1"}, "sécurité sociale"),
        ({"conclusion": "Tenu.", "edition": "7"}, "complété ailleurs"),
    ],
)
def test_a_conclusion_that_may_not_stand_is_refused(interview, said, words):
    client = client_of(interview.lead)
    answer = client.post(f"/entretiens/{interview.pk}/conclusion/", said, follow=True)
    assert words in text_of(answer)
    assert InterviewReport.objects.get().conclusion == ""


def test_a_signed_report_s_conclusion_stays(interview):
    sign(interview, by(interview))
    client_of(interview.lead).post(
        f"/entretiens/{interview.pk}/conclusion/", {"conclusion": "Autre.", "edition": "1"}
    )
    assert InterviewReport.objects.get().conclusion == ""


def test_an_offer_is_followed_to_its_end_with_a_note_at_each_step(interview):
    client = client_of(interview.lead)
    client.post(
        f"/entretiens/{interview.pk}/propositions/",
        {"situation": "A", "proposition": "social"},
    )
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        made = PatientOffer.objects.get()
    for state, note in (("accepte", "Accord donné au téléphone"), ("fait", "")):
        client.post(f"/entretiens/propositions/{made.pk}/", {"etat": state, "note": note})
    page = " ".join(text_of(client.get(f"/entretiens/{interview.pk}/notes/")).split())
    assert "Situation A : assistante sociale" in page
    assert "accepté, Accord donné au téléphone" in page
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        told = list(OfferMove.objects.values_list("before", "after"))
    assert told == [("", "propose"), ("propose", "accepte"), ("accepte", "fait")]
    kept = JournalEntry.objects.filter(action__startswith="entretiens.proposition-")
    assert [entry.reason for entry in kept] == ["situation A"] * 3


def test_an_offer_for_a_case_that_is_not_on_the_sheet_is_refused(interview):
    with (
        database_role(DatabaseRole.MEDICAL, {"061"}),
        pytest.raises(Refusal, match="fiche de préparation"),
    ):
        offer(interview, "B", Proposal.NURSE, by(interview))


def test_an_offer_refused_or_done_stays(interview):
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        made = offer(interview, "A", Proposal.NURSE, by(interview))
        with pytest.raises(Refusal, match="rechargez"):
            move_offer(made, OfferState.DONE, by(interview))
        move_offer(made, OfferState.REFUSED, by(interview))
        with pytest.raises(Refusal, match="refusé"):
            move_offer(made, OfferState.ACCEPTED, by(interview))
        with pytest.raises(Refusal, match="déjà suivie"):
            offer(interview, "A", Proposal.NURSE, by(interview))


def test_an_offer_of_another_caisse_does_not_exist(interview):
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        made = offer(interview, "A", Proposal.NURSE, by(interview))
    elsewhere = client_of(person("medecin_conseil", at="831"))
    answer = elsewhere.post(f"/entretiens/propositions/{made.pk}/", {"etat": "accepte"})
    assert answer.status_code == 404
