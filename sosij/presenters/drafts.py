"""A draft in the words of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.charts.numbers import MONTHS
from core.workdays import CALENDARS
from sosij.enums import TextKind
from sosij.models import DeskDraft, DeskText, HelpRequest, RequestDraft, RequestText
from sosij.presenters.clock import hour_words


@dataclass(frozen=True)
class KeptDraft:
    body: str
    words: str


@dataclass(frozen=True)
class Unsent:
    """What was typed for an act that is not possible any more."""

    text: str
    why: str


def kept_draft(
    request: HelpRequest,
    draft: RequestDraft | DeskDraft | None,
    texts: Iterable[RequestText | DeskText],
) -> KeptDraft | None:
    """None when a proposed answer was written since: that one stands in the box."""
    if draft is None:
        return None
    proposed = [text.written_at for text in texts if text.kind == TextKind.DRAFT]
    if proposed and max(proposed) > draft.kept_at:
        return None
    return KeptDraft(draft.body, kept_words(draft.kept_at, request))


def kept_words(moment: datetime, request: HelpRequest) -> str:
    """« Brouillon du 3 mars, 14 h 05 », where the desk is."""
    local = moment.astimezone(CALENDARS[request.calendar].timezone)
    day = "1er" if local.day == 1 else str(local.day)
    return f"Brouillon du {day} {MONTHS[local.month - 1]}, {hour_words(local)}"
