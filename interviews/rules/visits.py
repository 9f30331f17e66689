"""Where a campaign of visits stands: each target counted once, week after week, against a quota."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from interviews.enums import Coverage, Ending, QuotaBy, State


WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Told:
    """A target as it is counted; `day` is that of its visit, once held."""

    delegate: int
    state: str = ""
    ending: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Row:
    """Targets of one delegate, or of all: the four others add up to `targets`."""

    delegate: int | None
    targets: int
    planned: int
    visited: int
    declined: int
    left: int
    quota: int | None

    def of(self, state: str) -> int:
        """The targets in this state, or all of them."""
        return {
            Coverage.PLANNED.value: self.planned,
            Coverage.VISITED.value: self.visited,
            Coverage.DECLINED.value: self.declined,
            Coverage.LEFT.value: self.left,
        }.get(state, self.targets)


@dataclass(frozen=True)
class Week:
    """From a Monday: visits of the week, and since the beginning; the even pace of the quota."""

    monday: date
    visits: int
    reached: int
    pace: int


@dataclass(frozen=True)
class Board:
    """A campaign on a day: by delegate, in all, and week by week."""

    rows: Sequence[Row]
    whole: Row
    weeks: Sequence[Week]


def is_held(state: State | str, ending: str) -> bool:
    """Whether it took place, closed since or not."""
    return state == State.HELD or ending == Ending.HELD


def coverage_of(state: str, ending: str) -> Coverage:
    """`state` is empty without an interview; missed for good or cancelled: to propose again."""
    if is_held(state, ending):
        return Coverage.VISITED
    if state == State.DECLINED or ending == Ending.DECLINED:
        return Coverage.DECLINED
    if state in {State.PROPOSED, State.SCHEDULED, State.MISSED}:
        return Coverage.PLANNED
    return Coverage.LEFT


def board(
    targets: Iterable[Told], *, since: date, until: date, quota_by: QuotaBy, quota: int
) -> Board:
    """Each target in one row and one column; a quota by delegate is added up for the whole."""
    told = list(targets)
    counts: Counter[tuple[int, Coverage]] = Counter(
        (one.delegate, coverage_of(one.state, one.ending)) for one in told
    )
    delegates = sorted({one.delegate for one in told})
    each = quota if quota_by == QuotaBy.DELEGATE else None
    total = quota * max(len(delegates), 1) if quota_by == QuotaBy.DELEGATE else quota
    rows = [_row(who, {c: counts[who, c] for c in Coverage}, each) for who in delegates]
    sums = {c: sum(counts[who, c] for who in delegates) for c in Coverage}
    days = [one.day for one in told if one.day and is_held(one.state, one.ending)]
    return Board(rows, _row(None, sums, total), _weeks(days, since, until, total))


def _row(who: int | None, counts: dict[Coverage, int], quota: int | None) -> Row:
    return Row(
        delegate=who,
        targets=sum(counts.values()),
        planned=counts[Coverage.PLANNED],
        visited=counts[Coverage.VISITED],
        declined=counts[Coverage.DECLINED],
        left=counts[Coverage.LEFT],
        quota=quota,
    )


def _weeks(days: Sequence[date], since: date, until: date, quota: int) -> list[Week]:
    """A visit before the first day or after the last one counts in the first or the last week."""
    first, last = _monday(since), _monday(until)
    number = (last - first) // WEEK + 1
    held = Counter(min(max(_monday(day), first), last) for day in days)
    weeks, reached = [], 0
    for place in range(number):
        monday = first + place * WEEK
        reached += held[monday]
        weeks.append(Week(monday, held[monday], reached, round(quota * (place + 1) / number)))
    return weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
