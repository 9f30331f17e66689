"""What became of an interview, told on the page or from a device: held, missed or moved."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.journal import Author
from interviews.enums import Channel
from interviews.models import Interview, InterviewReport
from interviews.services.conduct import Slot, miss, postpone, schedule
from interviews.services.report import Written, write_report


@dataclass(frozen=True)
class Moved:
    """Instead of a report: it did not take place, and another date is known or is not."""

    reason: str
    to: datetime | None


@transaction.atomic
def tell(
    interview: Interview, said: Written | Moved | None, author: Author, *, medical: bool
) -> InterviewReport | None:
    """`said` is None when the doctor did not come; the report, when one was written.

    Raises:
        Refusal: what the act of this outcome refuses.
    """
    if isinstance(said, Written):
        return write_report(interview, said, author, medical=medical)
    if said is None:
        miss(interview, author)
    elif said.to is None:
        postpone(interview, author, reason=said.reason)
    else:
        slot = Slot(said.to, interview.minutes, Channel(interview.channel), interview.place)
        schedule(interview, slot, author, reason=said.reason)
    return None
