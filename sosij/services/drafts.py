"""Keeping what a person is writing, on the side where the answer will be written."""

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from sosij.enums import State
from sosij.models import DeskDraft, HelpRequest, RequestDraft
from sosij.services.authors import OBJECT
from sosij.services.passages import locked
from sosij.services.receive import checked_text


@transaction.atomic
def keep_draft(request: HelpRequest, text: str, author: Author) -> bool:
    """Keep the text, or forget what was kept when it is empty; whether something is kept.

    The request is locked: a text typed while the answer left is not kept after it. The journal has
    the first of the drafts and not each of them, one every few seconds while somebody types.

    Raises:
        Refusal: who writes can't answer any more, the request went to another desk, a text too
            long or one that holds a social security number.
    """
    held = locked(request.pk)
    if held.desk != request.desk or not _answers(held, author.person):
        raise Refusal(
            "BROUILLON_TARDIF",
            "La demande a changé pendant que vous écriviez : ce texte n’est pas gardé. "
            "Copiez-le, puis rechargez la page.",
        )
    if not text.strip():
        forget_draft(held, author)
        return False
    if _written(held, checked_text(text), author):
        record(
            action="sosij.brouillon",
            by=author.by,
            obj=(OBJECT, held.reference),
            caisse=held.caisse,
        )
    return True


def forget_draft(request: HelpRequest, author: Author) -> None:
    """What its author sent, or threw away."""
    if request.written_behind_the_wall:
        RequestDraft.objects.filter(request=request, by_id=author.person).delete()
    else:
        DeskDraft.objects.filter(request=request, by_id=author.person).delete()


def _written(held: HelpRequest, body: str, author: Author) -> bool:
    """Whether it is the first."""
    said = {"body": body, "kept_at": author.at}
    if held.written_behind_the_wall:
        _, first = RequestDraft.objects.update_or_create(
            request=held, by_id=author.person, defaults={**said, "caisse": held.caisse}
        )
    else:
        _, first = DeskDraft.objects.update_or_create(
            request=held, by_id=author.person, defaults=said
        )
    return first


def _answers(held: HelpRequest, person: int) -> bool:
    """Its holder writes the answer; during a second reading, anybody else."""
    if held.state == State.SECOND_READING:
        return held.holder_id != person
    return held.state == State.HELD and held.holder_id == person
