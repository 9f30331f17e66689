"""Answering a doctor: the text and the state change together, or neither does."""

from django.db import transaction

from core.errors import Refusal
from core.journal import Author
from sosij.enums import DeskTextKind, Event, TextKind
from sosij.models import DeskText, HelpRequest, RequestText
from sosij.services.drafts import forget_draft
from sosij.services.passages import allowed, locked, pass_on
from sosij.services.receive import checked_text


@transaction.atomic
def answer(request: HelpRequest, text: str, author: Author) -> HelpRequest:
    """Send the answer and close the request.

    Raises:
        Refusal: somebody else holds it, its motives need a second reading, or no text.
    """
    held = locked(request.pk)
    allowed(held, Event.ANSWER)
    _refuse_other_hands(held, author)
    _refuse_unread(held)
    _write(held, TextKind.ANSWER, text, author)
    pass_on(held, Event.ANSWER, author)
    return held


@transaction.atomic
def answer_by_phone(request: HelpRequest, summary: str, author: Author) -> HelpRequest:
    """Log what was said by phone; the doctor has his answer, the clock stops.

    Raises:
        Refusal: somebody else holds it, or no summary.
    """
    held = locked(request.pk)
    allowed(held, Event.ANSWER_BY_PHONE)
    _refuse_other_hands(held, author)
    _refuse_unread(held)
    _write(held, TextKind.ANSWER, summary, author)
    held.by_phone = True
    pass_on(held, Event.ANSWER_BY_PHONE, author)
    return held


@transaction.atomic
def submit(request: HelpRequest, draft: str, author: Author) -> HelpRequest:
    """Ask a colleague to read an answer before it leaves."""
    held = locked(request.pk)
    allowed(held, Event.SUBMIT)
    _refuse_other_hands(held, author)
    _write(held, TextKind.DRAFT, draft, author)
    pass_on(held, Event.SUBMIT, author)
    return held


@transaction.atomic
def approve(request: HelpRequest, text: str, author: Author) -> HelpRequest:
    """Send the answer read by a second person, as this person leaves it.

    Raises:
        Refusal: the reader is the author of the draft.
    """
    held = locked(request.pk)
    allowed(held, Event.APPROVE)
    if held.holder_id == author.by:
        raise Refusal("MEME_PERSONNE", "La seconde lecture revient à une autre personne.")
    _write(held, TextKind.ANSWER, text, author)
    pass_on(held, Event.APPROVE, author)
    return held


@transaction.atomic
def send_back(request: HelpRequest, author: Author, *, note: str) -> HelpRequest:
    """Give the draft back to its author, with what to change."""
    held = locked(request.pk)
    allowed(held, Event.SEND_BACK)
    _refuse_moved(held, request)
    _write(held, TextKind.NOTE, note, author)
    pass_on(held, Event.SEND_BACK, author)
    return held


@transaction.atomic
def add_text(request: HelpRequest, kind: TextKind, text: str, author: Author) -> None:
    """A note or an opinion of an expert: the state does not change, the request has news.

    Raises:
        Refusal: an empty text, one too long, or one that names somebody by a number.
    """
    held = locked(request.pk)
    if kind not in {TextKind.NOTE, TextKind.EXPERT}:
        raise ValueError(kind)
    _refuse_moved(held, request)
    _write(held, kind, text, author)
    held.changed_at = author.at
    held.save(update_fields=["changed_at"])


def _write(held: HelpRequest, kind: TextKind, text: str, author: Author) -> None:
    """Behind the wall for the service médical; in the open, without a number, elsewhere."""
    body = checked_text(text)
    if kind in {TextKind.ANSWER, TextKind.DRAFT}:
        forget_draft(held, author)
    if held.written_behind_the_wall:
        RequestText.objects.create(
            request=held,
            caisse=held.caisse,
            kind=kind,
            body=body,
            by_id=author.by,
            written_at=author.at,
        )
    else:
        DeskText.objects.create(
            request=held,
            kind=DeskTextKind(kind.value) if kind != TextKind.EXPERT else DeskTextKind.NOTE,
            body=body,
            by_id=author.person,
            written_at=author.at,
        )


def _refuse_moved(held: HelpRequest, seen: HelpRequest) -> None:
    """The desk is the side of the wall: what was written for one is not filed at another."""
    if held.desk != seen.desk:
        raise Refusal(
            "AUTRE_GUICHET",
            "La demande a changé de guichet pendant que vous écriviez : relisez avant d’envoyer.",
        )


def _refuse_other_hands(held: HelpRequest, author: Author) -> None:
    if held.holder_id != author.by:
        raise Refusal("AUTRE_DETENTEUR", "Une autre personne tient cette demande.")


def _refuse_unread(held: HelpRequest) -> None:
    if held.second_reading:
        raise Refusal(
            "SECONDE_LECTURE", "Ce motif demande une seconde lecture : soumettez la réponse."
        )
