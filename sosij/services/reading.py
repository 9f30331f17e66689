"""That a person has read a request: until when, and in the journal."""

from core.journal import Author, record
from sosij.models import HelpRequest, ReadMark
from sosij.services.authors import OBJECT


def mark_read(request: HelpRequest, author: Author) -> None:
    """What comes later is unread again."""
    ReadMark.objects.bulk_create(
        [ReadMark(user_id=author.person, request=request, at=author.at)],
        update_conflicts=True,
        unique_fields=["user", "request"],
        update_fields=["at"],
    )


def record_reading(request: HelpRequest, author: Author, *, texts: bool) -> None:
    """`texts`: the medical space was opened, which the journal keeps apart."""
    _record("sosij.lire-textes" if texts else "sosij.lire", request, author)


def record_answer_printed(request: HelpRequest, author: Author, *, texts: bool) -> None:
    _record("sosij.imprimer-textes" if texts else "sosij.imprimer", request, author)


def record_file_opened(request: HelpRequest, author: Author) -> None:
    """Which request, never which file: its name comes from a doctor."""
    _record("sosij.piece-ouvrir", request, author)


def _record(act: str, request: HelpRequest, author: Author) -> None:
    record(
        action=act,
        by=author.by,
        obj=(OBJECT, request.reference),
        caisse=request.caisse,
    )
