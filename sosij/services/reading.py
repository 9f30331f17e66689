"""That a person has read a request: until when, and in the journal."""

from core.journal import record
from sosij.models import HelpRequest, ReadMark
from sosij.services.authors import OBJECT, Author


def mark_read(request: HelpRequest, author: Author) -> None:
    """What comes later is unread again."""
    ReadMark.objects.update_or_create(
        user_id=author.person, request=request, defaults={"at": author.at}
    )


def record_reading(request: HelpRequest, author: Author, *, texts: bool) -> None:
    """`texts`: the medical space was opened, which the journal keeps apart."""
    record(
        action="sosij.lire-textes" if texts else "sosij.lire",
        by=author.by,
        obj=(OBJECT, request.reference),
        caisse=request.caisse,
    )
