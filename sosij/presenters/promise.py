"""The promise and the calendars that count it, as they are written in the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.charts.numbers import date_fr
from core.workdays import CALENDARS, Calendar
from sosij.rules.clock import ServiceLevel


YEAR = timedelta(days=365)


@dataclass(frozen=True)
class LevelLine:
    version: str
    words: str
    hours: str
    since: str
    source: str
    checked: bool
    current: bool


@dataclass(frozen=True)
class CalendarLine:
    words: str
    zone: str
    holidays: list[str]


def level_lines(levels: Iterable[ServiceLevel], current: ServiceLevel) -> list[LevelLine]:
    return [
        LevelLine(
            version=level.version,
            words=level.words,
            hours=f"{level.opens:%H} h – {level.closes:%H} h",
            since=date_fr(level.since),
            source=level.source,
            checked=level.checked,
            current=level == current,
        )
        for level in levels
    ]


def calendar_lines(today: date) -> list[CalendarLine]:
    """Each calendar with its holidays of the next twelve months."""
    return [CalendarLine(one.words, one.zone, _holidays(one, today)) for one in CALENDARS.values()]


def _holidays(calendar: Calendar, today: date) -> list[str]:
    days = (today + timedelta(days=ahead) for ahead in range(YEAR.days))
    return [f"{date_fr(day)}\u202f: {name}" for day in days if (name := calendar.holiday(day))]
