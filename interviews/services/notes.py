"""At the desk: a medical note more, and the administrative conclusion apart from it."""

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import Event, ReportState
from interviews.models import Interview, InterviewNote, InterviewReport
from interviews.services.passages import OBJECT, allowed, locked


LONGEST_NOTE, LONGEST_CONCLUSION = 10_000, 1_000


@transaction.atomic
def add_note(interview: Interview, body: str, author: Author) -> InterviewNote:
    """One more, behind the wall that the caller has entered; none is ever rewritten.

    Raises:
        Refusal: nothing said, too much, a social security number, or an interview closed.
    """
    held = locked(interview.pk)
    body = body.strip()
    if not held.is_open:
        raise Refusal("CLOS", "Cet entretien est clos\u202f: il ne reçoit plus de note.")
    if not body or len(body) > LONGEST_NOTE:
        raise Refusal("NOTE", "Écrivez une note de dix mille signes au plus.")
    _refuse_number(body)
    record(
        action="entretiens.note",
        by=author.person,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
    )
    return InterviewNote.objects.create(
        interview=held, caisse=held.caisse, body=body, by_id=author.person, written_at=author.at
    )


@transaction.atomic
def conclude(interview: Interview, words: str, author: Author, *, edition: int) -> InterviewReport:
    """Write the conclusion that the whole service reads: no medical word in it.

    Raises:
        Refusal: somebody else's report, signed or changed meanwhile, or a text that may not stand.
    """
    held = locked(interview.pk)
    allowed(held, Event.REPORT)
    if held.lead_id != author.person:
        raise Refusal("ANIMATEUR", "Seule la personne qui tient l’entretien écrit sa conclusion.")
    report = InterviewReport.objects.select_for_update().filter(interview=held).first()
    if report is None or report.state != ReportState.DRAFT:
        raise Refusal("NON_MODIFIABLE", "Ce compte rendu ne se modifie plus.")
    if report.edition != edition:
        raise Refusal("EDITION", "Ce compte rendu a été complété ailleurs : rechargez la page.")
    words = words.strip()
    if len(words) > LONGEST_CONCLUSION:
        raise Refusal("CONCLUSION", "La conclusion ne peut dépasser mille signes.")
    _refuse_number(words)
    report.conclusion, report.changed_at = words, author.at
    report.edition += 1
    report.save()
    record(
        action="entretiens.conclusion",
        by=author.person,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
    )
    return report


def _refuse_number(text: str) -> None:
    if holds_nir(text):
        raise Refusal("NIR", "Un numéro de sécurité sociale est écrit ici\u202f: retirez-le.")
