"""What the doctor says besides: a text, files, and the clock that runs again if he was awaited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from sosij.enums import Event, HoldReason, State, TextKind
from sosij.models import HelpRequest, IntakeClient, RequestText
from sosij.services.conduct import end_suspension
from sosij.services.files import Incoming, all_known, store_files
from sosij.services.passages import locked, pass_on
from sosij.services.receive import checked_text


@dataclass(frozen=True)
class Added:
    text: str
    files: Sequence[Incoming] = ()


@transaction.atomic
def complement(
    request: HelpRequest, added: Added, client: IntakeClient, now: datetime
) -> tuple[HelpRequest, bool]:
    """Keep what is new in it, as one passage; the request, and whether anything was.

    A suspension that awaits the doctor ends here: the request is again in the hands of who held
    it, whatever else they hold. One that awaits somebody else goes on.

    Raises:
        Refusal: the request is over, or the text or a file can't be received.
    """
    held = locked(request.pk)
    body = checked_text(added.text)
    # A call that waited for the lock comes after what it waited for.
    author = Author(at=max(now, held.changed_at), system=client.code)
    with database_role(DatabaseRole.MEDICAL, {held.caisse}):
        texts = RequestText.objects.filter(request=held, kind=TextKind.QUESTION)
        said = texts.filter(body=body).exists()
        if said and all_known(held, added.files):
            return held, False
        refuse_closed(held)
        store_files(held, added.files, author.at)
        if not said:
            RequestText.objects.create(
                request=held,
                caisse=held.caisse,
                kind=TextKind.QUESTION,
                body=body,
                written_at=author.at,
            )
    _passed(held, author)
    return held, True


def refuse_closed(held: HelpRequest) -> None:
    if not held.is_open:
        raise Refusal("DEMANDE_CLOSE", "La demande est close : déposez-en une nouvelle.")


def _passed(held: HelpRequest, author: Author) -> None:
    awaited = held.suspensions.filter(end__isnull=True, reason=HoldReason.DOCTOR).exists()
    if awaited:
        end_suspension(held, author)
    pass_on(held, Event.COMPLETE, author, to=State.HELD if awaited else None)
