"""The answer given to a doctor, on whichever side of the medical wall it was written."""

from dataclasses import dataclass
from datetime import datetime

from core.database_role import DatabaseRole, database_role
from sosij.enums import DeskTextKind, State, TextKind
from sosij.models import DeskText, HelpRequest, RequestText


@dataclass(frozen=True)
class Answer:
    """What was answered to the doctor; by phone, what was said to him."""

    text: str
    at: datetime
    by_phone: bool


def answer_of(request: HelpRequest) -> Answer | None:
    """The answer that was sent, for its doctor and for who may read the medical texts."""
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        medical = RequestText.objects.filter(request=request, kind=TextKind.ANSWER)
        text = medical.order_by("-pk").values_list("body", flat=True).first()
    return desk_answer_of(request) if text is None else _given(request, text)


def desk_answer_of(request: HelpRequest) -> Answer | None:
    """The answer written in the open by a desk; the medical space is not looked at."""
    texts = DeskText.objects.filter(request=request, kind=DeskTextKind.ANSWER)
    text = texts.order_by("-pk").values_list("body", flat=True).first()
    return None if text is None else _given(request, text)


def questions_of(request: HelpRequest) -> list[RequestText]:
    """What the doctor asked, then what he said besides; for whom `answer_of` is."""
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        asked = RequestText.objects.filter(request=request, kind=TextKind.QUESTION)
        return list(asked.order_by("pk"))


def _given(request: HelpRequest, text: str) -> Answer | None:
    """None while the request is open: what is written is not yet told."""
    if request.state != State.ANSWERED or request.answered_at is None:
        return None
    return Answer(text=text, at=request.answered_at, by_phone=request.by_phone)
