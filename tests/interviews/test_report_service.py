"""The report of an interview: who writes what, where it goes, and what refuses."""

import pytest

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from interviews.enums import Kind, NextStep, Owner, State
from interviews.models import Commitment, DiscussedCase, InterviewNote, InterviewReport
from interviews.services.conduct import close
from interviews.services.report import Promised, send_back, sign, submit
from prescribers.models import Standing
from tests.accounts.factories import person
from tests.interviews.world import at, document, held, report_on, scheduled, written


pytestmark = pytest.mark.django_db


def test_the_remarks_of_a_practitioner_go_behind_the_wall():
    interview = held(said=written(remarks="Reçoit les patients d’un confrère parti en mars."))
    assert interview.state == State.HELD
    assert InterviewReport.objects.get().remarks == ""
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert InterviewNote.objects.get().body.startswith("Reçoit les patients")


def test_those_of_a_delegate_are_read_by_the_service():
    held(kind=Kind.VISIT, said=written(remarks="Demande des dépliants."))
    assert InterviewReport.objects.get().remarks == "Demande des dépliants."


def test_a_delegate_names_no_case():
    interview = scheduled(kind=Kind.VISIT)
    with pytest.raises(Refusal, match="aucune situation"):
        report_on(interview, written(letters=("A",)))
    interview.refresh_from_db()
    assert interview.state == State.SCHEDULED


def test_a_case_that_is_not_on_the_sheet_is_refused():
    interview = scheduled()
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        DiscussedCase.objects.create(
            interview=interview, caisse="061", letter="A", number="7KT3P", rule="R1"
        )
    with pytest.raises(Refusal, match="situation B"):
        report_on(interview, written(letters=("A", "B")))
    report_on(interview, written(letters=("A",)))
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert DiscussedCase.objects.get().discussed


def test_the_last_exchange_is_written_for_the_lists():
    interview = held()
    standing = Standing.objects.get(prescriber=interview.prescriber)
    assert (standing.last_interview_on.isoformat(), standing.last_interview_kind) == (
        "2026-11-17",
        "Entretien confraternel",
    )


def test_what_was_written_elsewhere_meanwhile_is_not_lost():
    interview = held()
    with pytest.raises(Refusal, match="complété ailleurs"):
        report_on(interview, written(next_step=NextStep.SEE_AGAIN_3, edition=0))
    report_on(interview, written(next_step=NextStep.SEE_AGAIN_3, edition=1))
    assert InterviewReport.objects.get().edition == 2


def test_documents_and_commitments_are_kept_once():
    given, promise = document(), Promised(Owner.DOCTOR, "Relire la fiche lombalgie", at(30).date())
    interview = held(said=written(documents=(given.pk,), commitments=(promise,)))
    report_on(interview, written(documents=(given.pk,), commitments=(promise,), edition=1))
    assert interview.handed.get().version == given
    assert Commitment.objects.get().follower == interview.lead


def test_a_number_of_a_patient_is_refused():
    with pytest.raises(Refusal, match="sécurité sociale"):
        held(said=written(remarks="Voir 1 85 05 78 006 084 pour la suite"))


def test_only_who_leads_writes():
    interview = scheduled()
    other = person("medecin_conseil", at="061")
    with pytest.raises(Refusal, match="Seule la personne"):
        report_on(interview, written(), by=other.pk)


def test_a_report_is_signed_before_the_interview_closes():
    interview = held()
    author = Author(at=at(18), by=interview.lead_id)
    with pytest.raises(Refusal, match="Signez"):
        close(interview, author)
    sign(interview, author)
    assert close(interview, author).ending == "tenu"
    with pytest.raises(Refusal):
        report_on(interview, written(edition=1), when=at(18, 11))


def test_a_second_reading_is_another_person_s():
    interview = held()
    author = Author(at=at(18), by=interview.lead_id)
    reader = Author(at=at(18, 11), by=person("medecin_chef", at="061").pk)
    submit(interview, author)
    with pytest.raises(Refusal, match="autre personne"):
        sign(interview, author)
    send_back(interview, reader, reason="La conclusion ne dit pas la suite prévue.")
    with pytest.raises(Refusal, match="Soumettez"):
        sign(interview, author)
    submit(interview, author)
    assert sign(interview, reader).signed_by_id == reader.by


def test_an_interview_to_come_has_no_report():
    with pytest.raises(Refusal, match="pas encore commencé"):
        report_on(scheduled(), written(), when=at(16))
