"""A report that comes from a device: written once, whatever was lost on the way."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import FieldOutcome, State
from interviews.models import FieldNote, FieldReport, FieldText, Interview, InterviewReport
from interviews.services.passages import OBJECT, locked
from interviews.services.report import Written
from interviews.services.telling import Moved, tell


# What says that the same report was written elsewhere since the device read it.
WRITTEN_ELSEWHERE = "EDITION"
SETTLED = frozenset({FieldOutcome.ACCEPTED, FieldOutcome.CONFLICT, FieldOutcome.SET_ASIDE})


@dataclass(frozen=True)
class Sent:
    """What a device sends. `said` is None when the doctor did not come.

    `raw` are the fields as they were typed: kept as they are when a person has to choose.
    """

    uuid: UUID
    revision: int
    digest: str
    device_time: datetime | None
    said: Written | Moved | None
    raw: dict[str, Any]


@transaction.atomic
def receive(
    interview: Interview, sent: Sent, author: Author, *, medical: bool
) -> tuple[FieldReport, str]:
    """Carry out what was sent, once; the row of it, and why it is refused or waits.

    The interview is locked first: the same report sent twice at once is read in turn. What was
    refused is tried again when it comes back, what was accepted or waits for a choice is not.

    Raises:
        Refusal: a number that another person or another interview has.
    """
    held = locked(interview.pk)
    known = FieldReport.objects.filter(uuid=sent.uuid).first()
    if known is not None:
        _refuse_another(known, held, author)
        if known.outcome in SETTLED and known.revision >= sent.revision:
            _refuse_two_texts(known, sent)
            return known, ""
    row = known or FieldReport(uuid=sent.uuid, interview=held, by_id=author.person)
    last = row.edition
    row.revision, row.digest = sent.revision, sent.digest
    row.received_at, row.device_time = author.at, sent.device_time
    words = ""
    try:
        row.edition = _carried_out(held, _after_own(sent, last), author, medical=medical)
        row.outcome = FieldOutcome.ACCEPTED
    except Refusal as refusal:
        words = refusal.message
        twice = refusal.code == WRITTEN_ELSEWHERE
        row.outcome = FieldOutcome.CONFLICT if twice else FieldOutcome.REFUSED
    row.save()
    if row.outcome == FieldOutcome.CONFLICT:
        _keep_both(row, held, sent, medical=medical)
    record(
        action=f"terrain.{row.outcome}",
        by=author.by,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
    )
    return row, words


def _after_own(sent: Sent, last: int) -> Sent:
    """An answer lost on the way left the device with an older edition than the one it wrote."""
    if isinstance(sent.said, Written) and sent.said.edition < last:
        return replace(sent, said=replace(sent.said, edition=last))
    return sent


def at_the_desk(held: Interview) -> str:
    """The conclusion is written there: no device carries it, hence none erases it."""
    written = InterviewReport.objects.filter(interview=held).values_list("conclusion", flat=True)
    return written.first() or ""


@transaction.atomic
def _carried_out(held: Interview, sent: Sent, author: Author, *, medical: bool) -> int:
    """The act; the edition of the report that it wrote, 0 when it wrote none."""
    _refuse_closed(held, author)
    said = sent.said
    if isinstance(said, Written):
        said = replace(said, conclusion=at_the_desk(held))
    report = tell(held, said, author, medical=medical)
    return report.edition if report is not None else 0


def _keep_both(row: FieldReport, held: Interview, sent: Sent, *, medical: bool) -> None:
    versions = FieldNote if medical else FieldText
    versions.objects.create(
        interview=held, caisse=held.caisse, report=row, revision=sent.revision, sent=sent.raw
    )


def _refuse_closed(held: Interview, author: Author) -> None:
    if held.state == State.CLOSED:
        raise Refusal("CLOS", "Cet entretien a été clos ou annulé au portail : rien n’y est écrit.")
    if held.lead_id != author.person:
        raise Refusal("ANIMATEUR", "Cet entretien a été confié à une autre personne.")


def _refuse_another(known: FieldReport, held: Interview, author: Author) -> None:
    if (known.by_id, known.interview_id) != (author.person, held.pk):
        raise Refusal("AUTRE_ENVOI", "Ce compte rendu porte le numéro d’un autre envoi.")


def _refuse_two_texts(known: FieldReport, sent: Sent) -> None:
    if known.revision == sent.revision and known.digest != sent.digest:
        raise Refusal(
            "DEUX_TEXTES",
            "Un autre texte est déjà arrivé sous ce numéro : modifiez le compte rendu, puis "
            "terminez-le de nouveau.",
        )
