"""The timetable: a slot of the day is a key of the ledger, so that ringing twice is harmless."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from core.database_role import DatabaseRole, database_role
from core.jobs.kinds import UnknownKindError
from core.jobs.queue import enqueue
from core.models import Job
from core.schedule import Slot


logger = logging.getLogger(__name__)


def tick(now: datetime, slots: Iterable[Slot]) -> list[Job]:
    """Insert the jobs of today's slots that have struck; one missed this morning is caught up."""
    utc = now.astimezone(UTC)
    today = [slot for slot in slots if utc.weekday() in slot.weekdays]
    struck = [slot for slot in today if slot.at <= utc.time().replace(tzinfo=None)]
    return [job for slot in struck if (job := _insert(slot, utc.date().isoformat()))]


def _insert(slot: Slot, day: str) -> Job | None:
    try:
        with database_role(DatabaseRole.GESTION):
            return enqueue(
                kind=slot.kind,
                dedup_key=f"{slot.dedup_prefix}:{day}",
                payload={"day": day},
                by=None,
            )
    except UnknownKindError:
        logger.error("timetable: no handler for %s", slot.kind)  # noqa: TRY400
        return None
