"""Taking a slot that the page proposed: it is checked anew, as the agenda may have changed."""

from datetime import datetime

from django.db import transaction

from core.errors import Refusal
from core.journal import Author
from interviews.enums import Channel
from interviews.models import Interview
from interviews.rules.slots import why_not
from interviews.selectors.slots import agenda_of
from interviews.services.conduct import Slot, schedule
from interviews.services.passages import locked


@transaction.atomic
def take_slot(
    interview: Interview, starts_at: datetime, author: Author, *, reason: str = ""
) -> Interview:
    """Give the interview this date, its length, channel and place unchanged.

    Raises:
        Refusal: the slot cannot be offered any more, or what `schedule` refuses.
    """
    held = locked(interview.pk)
    why = why_not(starts_at, held.minutes, agenda_of(held, author.at))
    if why is not None:
        raise Refusal("CRENEAU", f"{why} Choisissez un autre créneau.")
    slot = Slot(starts_at, held.minutes, Channel(held.channel), held.place)
    return schedule(held, slot, author, reason=reason)
