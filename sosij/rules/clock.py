"""The clock of a request: what was promised, what has run, when it is due.

A day of delay is a day of office hours; the first begins when the desk opens on the first counted
day after the receipt, so that a request received late in the day loses nothing. While a request is
suspended nothing runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.workdays import CALENDARS, Calendar, OfficeHours


@dataclass(frozen=True)
class ServiceLevel:
    """What is promised to a doctor; a request keeps the version of the day it was received."""

    version: str
    days: int
    every_day: bool
    opens: time
    closes: time
    warn_days: int
    since: date
    source: str
    checked: bool

    @property
    def words(self) -> str:
        counted = "calendaires" if self.every_day else "ouvrés"
        return f"{self.days} jours {counted}"

    def hours(self, calendar: Calendar) -> OfficeHours:
        return OfficeHours(calendar, self.opens, self.closes, self.every_day)


# « Une réponse en moins de 4 jours »: neither text says which days (domain.md of the project).
SERVICE_LEVELS = (
    ServiceLevel(
        version="2025-01",
        days=4,
        every_day=False,
        opens=time(9),
        closes=time(18),
        warn_days=1,
        since=date(2025, 1, 20),
        source="expérimentation SOS IJ du 20 janvier 2025, « réponse en moins de 4 jours »",
        checked=False,
    ),
)


@dataclass(frozen=True)
class Pause:
    """A suspension; `end` is None while it lasts."""

    start: datetime
    end: datetime | None


def level_on(day: date, levels: Sequence[ServiceLevel] = SERVICE_LEVELS) -> ServiceLevel:
    """The one in force that day; before the first, the first (a request typed in late)."""
    known = [level for level in levels if level.since <= day]
    return max(known or levels[:1], key=lambda level: level.since)


def level_versioned(version: str, levels: Sequence[ServiceLevel] = SERVICE_LEVELS) -> ServiceLevel:
    """The one that a request kept."""
    return next(level for level in levels if level.version == version)


def promised(version: str, calendar: str) -> tuple[ServiceLevel, OfficeHours]:
    """The promise and the office hours that a request has kept since its receipt."""
    level = level_versioned(version)
    return level, level.hours(CALENDARS[calendar])


def clock_starts(received: datetime, hours: OfficeHours) -> datetime:
    """The opening of the first counted day after the receipt.

    The day of the event does not count: article 641 of the code of civil procedure, by analogy.
    """
    day = hours.day_of(received) + timedelta(days=1)
    while not hours.counts(day):
        day += timedelta(days=1)
    return datetime.combine(day, hours.opens, hours.calendar.timezone)


def net_elapsed(
    received: datetime, now: datetime, hours: OfficeHours, pauses: Sequence[Pause] = ()
) -> timedelta:
    """Office time used up at `now`, the suspensions taken out."""
    start = clock_starts(received, hours)
    return hours.elapsed(start, now) - _stopped(start, now, hours, pauses)


def gross_elapsed(received: datetime, now: datetime, hours: OfficeHours) -> timedelta:
    """Office time since the receipt, as the doctor waited it: suspensions included."""
    return hours.elapsed(clock_starts(received, hours), now)


def due_at(
    received: datetime, level: ServiceLevel, hours: OfficeHours, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """When the delay will have run out; None while it is suspended.

    A suspension that began after the delay had run out moves nothing.
    """
    return runs_out(level.days * hours.day, clock_starts(received, hours), hours, pauses)


def warned_at(
    received: datetime, level: ServiceLevel, hours: OfficeHours, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """When to say that the end is near: always an office hour, as only these run."""
    amount = (level.days - level.warn_days) * hours.day
    return runs_out(amount, clock_starts(received, hours), hours, pauses)


def runs_out(
    amount: timedelta, start: datetime, hours: OfficeHours, pauses: Sequence[Pause]
) -> datetime | None:
    """When so much office time has run since `start`, pauses taken out; None in an open pause."""
    at, left = start, amount
    for pause in sorted(pauses, key=lambda pause: pause.start):
        run = hours.elapsed(at, pause.start)
        if run >= left:
            break
        if pause.end is None:
            return None
        left -= run
        at = max(at, pause.end)
    return hours.after(at, left)


def _stopped(
    start: datetime, now: datetime, hours: OfficeHours, pauses: Sequence[Pause]
) -> timedelta:
    total = timedelta()
    for pause in pauses:
        end = now if pause.end is None else min(pause.end, now)
        total += hours.elapsed(max(pause.start, start), end)
    return total
