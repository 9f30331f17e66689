"""When somebody is reminded: two working days before, or three days before a commitment is due."""

from datetime import date, datetime, timedelta

from core.workdays import OfficeHours


WORKING_DAYS_BEFORE = 2
COMMITMENT_DAYS_BEFORE = timedelta(days=3)


def remind_from(starts: datetime, hours: OfficeHours) -> datetime:
    """The opening of the second working day before the date: of a Monday, the Thursday."""
    day, left = hours.day_of(starts), WORKING_DAYS_BEFORE
    while left:
        day -= timedelta(days=1)
        left -= hours.counts(day)
    return datetime.combine(day, hours.opens, hours.calendar.timezone)


def is_due(starts: datetime, given: datetime, now: datetime, hours: OfficeHours) -> bool:
    """Whether to remind of `starts` now; who gave this date after the reminder knows it.

    Nobody is reminded out of office hours, nor of what has begun.
    """
    since = remind_from(starts, hours)
    return given < since <= now < starts and hours.is_open(now)


def commitment_is_due(due_on: date, reminded_on: date | None, today: date) -> bool:
    """Once for each due date: one that is moved further is reminded anew."""
    since = due_on - COMMITMENT_DAYS_BEFORE
    return since <= today and (reminded_on is None or reminded_on < since)
