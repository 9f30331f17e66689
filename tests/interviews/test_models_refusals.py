"""The database itself refuses what cannot be: one row for each constraint, one act a trigger."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.models import Absence
from core.journal import Author
from interviews import models
from interviews.enums import CommitmentState, OfferState, Owner, Proposal, Quality, ReportState
from interviews.services.commitments import keep
from interviews.services.conduct import cancel
from interviews.services.report import sign
from prescribers.models import Standing
from tests.accounts.factories import UserFactory
from tests.interviews.world import at, doctor, document, held, proposed, scheduled


pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 1, 1), date(2026, 1, 2)
FOUNDATION = (
    models.Interview, models.Participant, models.InterviewMove, models.Document,
    models.DocumentVersion, models.InterviewReport, models.HandedDocument, models.Commitment,
    models.InterviewNote, models.DiscussedCase, models.PatientOffer, Absence, Standing,
)  # fmt: skip


def over(row, **fields):
    """A row that stands, written over without its service."""
    type(row).objects.filter(pk=row.pk).update(**fields)


def participant(**fields):
    known = {"quality": Quality.ASSISTANT, "user": None, "name": "Mme Aubert"}
    given = {"interview": proposed(), **known, **fields}
    return models.Participant.objects.create(**given)


def move(**fields):
    interview = proposed()
    known = {"event": "proposer", "after": "propose", "at": at(9), "system": "horloge"}
    given = {"interview": interview, "lead": interview.lead, **known, **fields}
    return models.InterviewMove.objects.create(**given)


def report():
    return held().report


def signed():
    interview = held()
    sign(interview, Author(at=at(18), by=interview.lead_id))
    return models.InterviewReport.objects.get(interview=interview)


def same_version(first):
    later = {"version": first.version, "since": first.until}
    models.DocumentVersion.objects.create(document=first.document, **later)


def handed(version=None, **fields):
    given = {"interview": proposed(), "version": version or document(), **fields}
    return models.HandedDocument.objects.create(**given)


def commitment(**fields):
    interview = proposed()
    known = {"owner": Owner.DOCTOR, "words": "Relire la fiche", "due_on": DAY, "made_at": at(9)}
    given = {"prescriber": interview.prescriber, "caisse": "061", "follower": interview.lead}
    return models.Commitment.objects.create(interview=interview, **{**known, **given, **fields})


def note(**fields):
    known = {"caisse": "061", "body": "Dit recevoir plus de monde", "by_id": 1}
    given = {"interview": proposed(), "written_at": at(9), **known, **fields}
    return models.InterviewNote.objects.create(**given)


def case(**fields):
    known = {"caisse": "061", "letter": "A", "number": "7KT3P", "rule": "R1"}
    return models.DiscussedCase.objects.create(**{"interview": proposed(), **known, **fields})


def offer(**fields):
    known = {"caisse": "061", "letter": "A", "proposal": Proposal.NURSE, "changed_by_id": 1}
    given = {"interview": proposed(), "offered_at": at(9), "changed_at": at(9), **known, **fields}
    return models.PatientOffer.objects.create(**given)


def absence(**fields):
    known = {"since": DAY, "until": date(2026, 2, 1)}
    return Absence.objects.create(**{"user": UserFactory(), **known, **fields})


def standing(**fields):
    return Standing.objects.create(**{"prescriber": doctor(), "caisse": "061", **fields})


def itself(interview):
    over(interview, previous=interview)


CONSTRAINTS = {
    "interview_words_known": lambda: over(proposed(), motive="humeur"),
    "interview_dated_when_planned": lambda: over(scheduled(), starts_at=None),
    "interview_undated_when_proposed": lambda: over(proposed(), starts_at=at(20)),
    "interview_lengths_plausible": lambda: over(proposed(), minutes=4),
    "interview_lasted_when_held": lambda: over(held(), lasted_minutes=None),
    "interview_closed_says_how": lambda: over(scheduled(), state="clos", closed_at=at(18)),
    "interview_follows_another": lambda: itself(proposed()),
    "participant_is_somebody": lambda: participant(name=""),
    "participant_once": lambda: participant(
        interview=(there := participant(**colleague())).interview, **colleague(there.user)
    ),
    "interview_move_has_an_author": lambda: move(system=""),
    "interview_move_words_known": lambda: move(event="danser"),
    "document_words_known": lambda: models.Document.objects.create(title="", kind="memo"),
    "document_version_dates_ordered": lambda: document(until=date(2024, 1, 1)),
    "document_version_named": lambda: document(link="http://exemple.fr/memo"),
    "document_version_once": lambda: same_version(document(until=date(2025, 6, 1))),
    "document_version_no_overlap": lambda: (document(), document(version="2026")),
    "report_words_known": lambda: over(report(), reminders=["météo"]),
    "report_signed_by_somebody": lambda: over(report(), state=ReportState.SIGNED),
    "report_counts_plausible": lambda: over(report(), edition=0),
    "report_read_by_another": lambda: by_himself(report()),
    "handed_once": lambda: handed((one := handed()).version, interview=one.interview),
    "commitment_words_known": lambda: commitment(words=""),
    "commitment_ended_by_somebody": lambda: commitment(state=CommitmentState.KEPT),
    "commitment_dropped_says_why": lambda: commitment(
        state=CommitmentState.DROPPED, ended_at=at(10), ended_by=UserFactory()
    ),
    "interview_note_said": lambda: note(body=""),
    "interview_case_letter_once": lambda: case(interview=case().interview),
    "interview_case_named": lambda: case(letter="Z"),
    "interview_offer_once": lambda: offer(interview=offer().interview),
    "interview_offer_words_known": lambda: offer(state="oublie"),
    "absence_dates_ordered": lambda: absence(until=DAY),
    "absence_substitute_is_another": lambda: absence(user=(away := UserFactory()), substitute=away),
    "absence_no_overlap": lambda: absence(user=absence().user, since=NEXT),
    "standing_once": lambda: standing(prescriber=standing().prescriber),
    "standing_interview_named": lambda: standing(last_interview_on=DAY),
}
# The other side of a foreign key: `test_what_is_medical_is_filed_under_the_caisse`.
ELSEWHERE = {"interview_with_its_caisse"}


def colleague(user=None):
    return {"quality": Quality.COLLEAGUE, "user": user or UserFactory(), "name": ""}


def by_himself(row):
    signed_too = {"signed_by": row.written_by, "signed_at": at(18)}
    over(row, second_reading=True, state=ReportState.SIGNED, **signed_too)


def cancelled():
    interview = scheduled()
    return cancel(interview, Author(at=at(9), by=interview.lead_id), reason="Le cabinet déménage")


def kept():
    row = commitment()
    return keep(row, Author(at=at(10), by=row.follower_id))


def erased(row):
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


# (table, trigger) → what it refuses.
TRIGGERS = {
    ("interview", "never_deleted"): lambda: erased(proposed()),
    ("interview", "proposed_once"): lambda: over(proposed(), prescriber=doctor()),
    ("interview", "closed_stays"): lambda: over(cancelled(), subject="Autre chose"),
    ("interviewmove", "written_once"): lambda: over(move(), at=at(10)),
    ("documentversion", "issued_once"): lambda: over(document(), link="https://exemple.fr/autre"),
    ("interviewreport", "never_deleted"): lambda: erased(report()),
    ("interviewreport", "signed_stays"): lambda: over(signed(), conclusion="Autre conclusion"),
    ("commitment", "never_deleted"): lambda: erased(commitment()),
    ("commitment", "made_once"): lambda: over(commitment(), words="Autre promesse"),
    ("commitment", "ended_stays"): lambda: over(kept(), due_on=NEXT),
    ("interviewnote", "written_once"): lambda: over(note(), body="Autre note"),
    ("absence", "whose_stays"): lambda: over(absence(), since=NEXT),
}


def test_every_constraint_and_trigger_has_its_refusal():
    constraints = {one.name for model in FOUNDATION for one in model._meta.constraints}
    triggers = {
        (model._meta.model_name, one.name)
        for model in FOUNDATION
        for one in getattr(model._meta, "triggers", [])
    }
    assert constraints == {*CONSTRAINTS, *ELSEWHERE}
    assert triggers == set(TRIGGERS)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_row_that_cannot_be_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CONSTRAINTS[name]()


@pytest.mark.parametrize("table", TRIGGERS, ids=" ".join)
def test_what_was_written_stays(table):
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        TRIGGERS[table]()


@pytest.mark.parametrize("make", [move, note])
def test_what_happened_is_never_erased(make):
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        erased(make())


@pytest.mark.parametrize("make", [note, case, offer])
def test_what_is_medical_is_filed_under_the_caisse(make):
    with pytest.raises(IntegrityError, match="same_caisse"), transaction.atomic():
        make(caisse="831")


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "pigeon"},
        {"state": "clos", "ending": "gagne", "closed_at": at(18)},
        {"state": "perdu", "starts_at": at(20)},
    ],
)
def test_a_word_of_no_list_is_refused(fields):
    with pytest.raises(IntegrityError, match="interview_words_known"), transaction.atomic():
        over(proposed(), **fields)


def test_an_interview_keeps_its_doctor_its_caisse_its_kind_and_its_day():
    interview = proposed()
    for changed in ({"caisse": "831"}, {"kind": "suivi"}, {"proposed_at": at(1)}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            over(interview, **changed)


def test_sending_is_the_one_thing_after_the_signature():
    row = signed()
    over(row, sent_at=at(18) + timedelta(hours=1))
    row.refresh_from_db()
    assert row.sent_at is not None


def test_absences_that_follow_each_other_are_two():
    first = absence()
    assert absence(user=first.user, since=first.until, until=date(2026, 3, 1)).pk


def test_an_offer_moves_on():
    row = offer()
    over(row, state=OfferState.ACCEPTED, changed_at=at(10))
    row.refresh_from_db()
    assert row.state == OfferState.ACCEPTED
