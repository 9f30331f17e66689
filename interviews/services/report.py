"""The report: written in the field, completed at the desk, read by another, signed."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from core.errors import Refusal
from core.journal import Author
from core.nir import holds_nir
from interviews.enums import (
    CommitmentState,
    Event,
    Kind,
    NextStep,
    Owner,
    Particularity,
    Proposal,
    Reminder,
    ReportState,
    State,
)
from interviews.models import (
    Commitment,
    DiscussedCase,
    DocumentVersion,
    HandedDocument,
    Interview,
    InterviewNote,
    InterviewReport,
)
from interviews.services.passages import allowed, local_day, locked, pass_on
from prescribers.services.reasons import checked_reason
from prescribers.services.standing import note_interview


LONGEST_REMARKS = 1000


@dataclass(frozen=True)
class Promised:
    """A commitment as it is typed: who, what, before when."""

    owner: Owner
    words: str
    due_on: date


@dataclass(frozen=True)
class Written:
    """What a report says. `letters` and, for a practitioner, `remarks` go behind the wall.

    `held_at` is asked of an interview that had no date; `edition` is the one that was read before
    writing, 0 when there was none.
    """

    lasted_minutes: int
    next_step: NextStep
    held_at: datetime | None = None
    letters: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    documents: tuple[int, ...] = ()
    remarks: str = ""
    particularities: tuple[Particularity, ...] = ()
    commitments: tuple[Promised, ...] = field(default=())
    conclusion: str = ""
    edition: int = 0


@transaction.atomic
def write_report(
    interview: Interview, said: Written, author: Author, *, medical: bool
) -> InterviewReport:
    """Tell that the interview was held and what was said; or amend what was told.

    `medical`: whether the author is a practitioner of this caisse. His texts are written behind
    the wall: the caller has entered it (`database_role(MEDICAL, {caisse})`).

    Raises:
        Refusal: somebody else's interview, a newer edition, medical content from a delegate, a
            social security number, a date to come, or a report already signed.
    """
    held = locked(interview.pk)
    _refuse_other_lead(held, author)
    if not medical and said.letters:
        raise Refusal("MEDICAL", "Un délégué ne rend compte d’aucune situation de patient.")
    if len(said.remarks) > LONGEST_REMARKS:
        raise Refusal("REMARQUES", f"Les remarques ne peuvent dépasser {LONGEST_REMARKS} signes.")
    _refuse_numbers(said)
    report = InterviewReport.objects.select_for_update().filter(interview=held).first()
    _refuse_stale(report, said)
    if held.state != State.HELD:
        _hold(held, said, author)
    elif held.lasted_minutes != said.lasted_minutes:
        held.lasted_minutes = said.lasted_minutes
    report = _kept(held, report, said, author, medical=medical)
    if medical:
        _behind_the_wall(held, said, author)
    _hand_over_documents(held, said.documents)
    _promise(held, said.commitments, author)
    pass_on(held, Event.REPORT, author)
    return report


@transaction.atomic
def submit(interview: Interview, author: Author) -> InterviewReport:
    """Ask a colleague to read the report before it is signed."""
    held = locked(interview.pk)
    _refuse_other_lead(held, author)
    report = _report_in(held, ReportState.DRAFT)
    report.state, report.second_reading, report.changed_at = (
        ReportState.READING, True, author.at,
    )  # fmt: skip
    report.save()
    pass_on(held, Event.SUBMIT, author)
    return report


@transaction.atomic
def send_back(interview: Interview, author: Author, *, reason: str) -> InterviewReport:
    """The reader asks for changes; the reason holds no medical word."""
    held = locked(interview.pk)
    report = _report_in(held, ReportState.READING)
    _refuse_own(report, author)
    report.state, report.changed_at = ReportState.DRAFT, author.at
    report.save()
    pass_on(held, Event.SEND_BACK, author, reason=checked_reason(reason))
    return report


@transaction.atomic
def sign(interview: Interview, author: Author) -> InterviewReport:
    """Its author signs it; once a second reading was asked, the reader does.

    Raises:
        Refusal: not this person's to sign, or already signed.
    """
    held = locked(interview.pk)
    allowed(held, Event.SIGN)
    report = InterviewReport.objects.select_for_update().filter(interview=held).first()
    if report is None or report.state == ReportState.SIGNED:
        raise Refusal("RIEN_A_SIGNER", "Il n’y a pas de compte rendu à signer.")
    if report.state == ReportState.READING or report.second_reading:
        if report.state != ReportState.READING:
            raise Refusal("A_RELIRE", "Soumettez le compte rendu à une seconde lecture.")
        _refuse_own(report, author)
    else:
        _refuse_other_lead(held, author)
    report.state, report.signed_at, report.changed_at = ReportState.SIGNED, author.at, author.at
    report.signed_by_id = author.person
    report.save()
    pass_on(held, Event.SIGN, author)
    return report


def _hold(held: Interview, said: Written, author: Author) -> None:
    """The passage to « tenu », and the last exchange of the doctor for the lists below."""
    allowed(held, Event.HOLD)
    at = held.starts_at or said.held_at
    if at is None:
        raise Refusal("SANS_DATE", "Dites quand l’entretien a eu lieu.")
    if at > author.at:
        raise Refusal("DATE_A_VENIR", "L’entretien n’a pas encore commencé.")
    held.starts_at, held.lasted_minutes = at, said.lasted_minutes
    pass_on(held, Event.HOLD, author)
    day = local_day(held.caisse, at)
    note_interview(held.prescriber_id, held.caisse, day, Kind(held.kind).label)


def _kept(
    held: Interview,
    report: InterviewReport | None,
    said: Written,
    author: Author,
    *,
    medical: bool,
) -> InterviewReport:
    report = report or InterviewReport(
        interview=held, written_by_id=author.person, written_at=author.at, edition=0
    )
    report.reminders, report.proposals = list(said.reminders), list(said.proposals)
    report.particularities = list(said.particularities)
    report.remarks = "" if medical else said.remarks.strip()
    report.conclusion = said.conclusion.strip()
    report.next_step = said.next_step
    report.cases_discussed = len(set(said.letters))
    report.changed_at = author.at
    report.edition += 1
    report.save()
    return report


def _behind_the_wall(held: Interview, said: Written, author: Author) -> None:
    """A note is added, never rewritten: the last one stands."""
    cases = DiscussedCase.objects.filter(interview=held)
    unknown = set(said.letters) - set(cases.values_list("letter", flat=True))
    if unknown:
        raise Refusal(
            "SITUATION", f"La situation {min(unknown)} n’est pas sur la fiche de préparation."
        )
    cases.update(discussed=False)
    cases.filter(letter__in=said.letters).update(discussed=True)
    body = said.remarks.strip()
    last = InterviewNote.objects.filter(interview=held).last()
    if body and (last is None or last.body != body):
        InterviewNote.objects.create(
            interview=held,
            caisse=held.caisse,
            body=body,
            by_id=author.person,
            written_at=author.at,
        )


def _hand_over_documents(held: Interview, versions: tuple[int, ...]) -> None:
    known = DocumentVersion.objects.filter(pk__in=versions)
    if known.count() != len(set(versions)):
        raise Refusal("DOCUMENT", "Un document coché n’est plus au catalogue : rechargez la page.")
    held.handed.exclude(version__in=versions).delete()
    HandedDocument.objects.bulk_create(
        [HandedDocument(interview=held, version=version) for version in known],
        ignore_conflicts=True,
    )


def _promise(held: Interview, promised: tuple[Promised, ...], author: Author) -> None:
    """What was already promised in the same words, for the same day, is not promised twice."""
    today = local_day(held.caisse, author.at)
    for one in promised:
        if one.due_on < today:
            raise Refusal("ENGAGEMENT_PASSE", "La date d’un engagement est à venir.")
        Commitment.objects.get_or_create(
            interview=held,
            owner=one.owner,
            words=one.words.strip(),
            due_on=one.due_on,
            defaults={
                "prescriber_id": held.prescriber_id,
                "caisse": held.caisse,
                "follower_id": held.lead_id,
                "made_at": author.at,
                "state": CommitmentState.OPEN,
            },
        )


def _report_in(held: Interview, state: ReportState) -> InterviewReport:
    report = InterviewReport.objects.select_for_update().filter(interview=held).first()
    if report is None or report.state != state:
        raise Refusal(
            "COMPTE_RENDU", "Le compte rendu a changé d’état entre-temps : rechargez la page."
        )
    return report


def _refuse_stale(report: InterviewReport | None, said: Written) -> None:
    if report is None:
        return
    if report.state != ReportState.DRAFT:
        label = ReportState(report.state).label.lower()
        raise Refusal("NON_MODIFIABLE", f"Ce compte rendu est «\u202f{label}\u202f».")
    if report.edition != said.edition:
        raise Refusal(
            "EDITION",
            "Ce compte rendu a été complété ailleurs entre-temps : relisez les deux avant de "
            "choisir.",
        )


def _refuse_own(report: InterviewReport, author: Author) -> None:
    if report.written_by_id == author.person:
        raise Refusal("RELECTEUR", "Une autre personne relit ce que vous avez écrit.")


def _refuse_other_lead(held: Interview, author: Author) -> None:
    if held.lead_id != author.person:
        raise Refusal("ANIMATEUR", "Seule la personne qui tient l’entretien en rend compte.")


def _refuse_numbers(said: Written) -> None:
    texts = (said.remarks, said.conclusion, *(one.words for one in said.commitments))
    if any(holds_nir(text) for text in texts):
        raise Refusal(
            "NIR", "Un numéro de sécurité sociale est écrit ici : retirez-le, il n’a pas sa place."
        )
