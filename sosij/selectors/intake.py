"""What a portal may read: its own requests, and the answers given to them."""

import re
from dataclasses import dataclass
from datetime import datetime

from core.database_role import DatabaseRole, database_role
from sosij.enums import DeskTextKind, State, TextKind
from sosij.models import (
    DeskText,
    HelpRequest,
    IntakeClient,
    IntakeKey,
    OutcomeAsk,
    RequestText,
)


_REFERENCE = re.compile(r"[0-9]{4}-[0-9]{5,7}")
PAGE = 50


@dataclass(frozen=True)
class Answer:
    """What was answered to the doctor; by phone, what was said to him."""

    text: str
    at: datetime
    by_phone: bool


def request_of(client: IntakeClient, reference: str) -> HelpRequest | None:
    """The request of this reference, if this client posted it."""
    if not _REFERENCE.fullmatch(reference):
        return None
    keys = IntakeKey.objects.filter(client=client, request__reference=reference)
    found = keys.select_related("request").first()
    return found.request if found else None


def page_after(client: IntakeClient, after: HelpRequest | None) -> tuple[list[HelpRequest], str]:
    """The next requests of a client in the order of their receipt, and the last reference if more.

    A client's calls pass one by one (`services.intake_rate`): none appears later before one read.
    """
    keys = IntakeKey.objects.filter(client=client, request_id__gt=after.pk if after else 0)
    rows = list(keys.select_related("request").order_by("request_id")[: PAGE + 1])
    found = [row.request for row in rows[:PAGE]]
    return found, found[-1].reference if len(rows) > PAGE else ""


def answer_of(request: HelpRequest) -> Answer | None:
    """The answer that was sent, whichever side of the medical wall it was written on."""
    if request.state != State.ANSWERED or request.answered_at is None:
        return None
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        medical = RequestText.objects.filter(request=request, kind=TextKind.ANSWER)
        text = medical.order_by("-pk").values_list("body", flat=True).first()
    if text is None:
        desk = DeskText.objects.filter(request=request, kind=DeskTextKind.ANSWER)
        text = desk.order_by("-pk").values_list("body", flat=True).first()
    return Answer(text=text or "", at=request.answered_at, by_phone=request.by_phone)


def outcomes_of(request: HelpRequest) -> list[OutcomeAsk]:
    """What was asked of the doctor after the answer, in the order of the questions."""
    return list(request.outcomes.order_by("horizon"))
