"""The roster of a desk against its working days: who is on duty, and when nobody is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


WEEKS_AHEAD = 4
# A year on duty in one row is a slip of the year.
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Stretch:
    """Somebody on duty from `since` to the day before `until`."""

    who: str
    since: date
    until: date


@dataclass(frozen=True)
class Gap:
    """Working days without anybody, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Week:
    """From a Monday: who is on duty from today on, and the runs of days without anybody."""

    monday: date
    stretches: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]


def weeks_ahead(
    today: date, stretches: Sequence[Stretch], is_worked: Callable[[date], bool]
) -> list[Week]:
    """Four weeks from today; days gone by are neither covered nor missing."""
    monday = today - timedelta(days=today.weekday())
    starts = [monday + timedelta(weeks=number) for number in range(WEEKS_AHEAD)]
    return [_week(start, max(start, today), stretches, is_worked) for start in starts]


def _week(
    monday: date, first: date, stretches: Sequence[Stretch], is_worked: Callable[[date], bool]
) -> Week:
    end = monday + timedelta(weeks=1)
    here = [
        Stretch(one.who, max(one.since, first), min(one.until, end))
        for one in sorted(stretches, key=lambda one: one.since)
        if one.since < end and one.until > first
    ]
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    return Week(monday, tuple(here), tuple(gaps(days, here, is_worked)))


def gaps(
    days: Iterable[date], stretches: Sequence[Stretch], is_worked: Callable[[date], bool]
) -> list[Gap]:
    """Runs of working days that nobody covers; a day off inside a run does not cut it."""
    found: list[Gap] = []
    running = False
    for day in days:
        if not is_worked(day):
            continue
        if any(one.since <= day < one.until for one in stretches):
            running = False
        elif running:
            found[-1] = Gap(found[-1].first, day)
        else:
            found.append(Gap(day, day))
            running = True
    return found
