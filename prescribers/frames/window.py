"""Which months a run reads: twelve complete and mature ones, then the provisional ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


class NoMatureMonthError(Exception):
    """No month is old enough to be read."""


@dataclass(frozen=True)
class Window:
    """Months by their first day: those that make the figures, then those still filling up."""

    months: tuple[date, ...]
    provisional: tuple[date, ...]
    missing: tuple[date, ...]

    @property
    def start(self) -> date:
        return self.months[0]

    @property
    def end(self) -> date:
        return self.months[-1]

    @property
    def all_months(self) -> tuple[date, ...]:
        return self.months + self.provisional

    @property
    def until(self) -> date:
        return self.all_months[-1]


def choose_window(
    present: Collection[date], *, as_of: date, length: int = 12, maturity: int = 2
) -> Window:
    """Take `length` months ending `maturity` before the last month present; fewer if need be.

    A month that is not over on `as_of` is not read. A hole inside the window stays in it, as a
    month without leaves, and is named.
    """
    complete = {month for month in present if shifted(month, 1) <= as_of}
    if not complete:
        raise NoMatureMonthError
    last = max(complete)
    end = shifted(last, -maturity)
    start = max(shifted(end, 1 - length), min(complete))
    months = span(start, end)
    if not complete.intersection(months):
        raise NoMatureMonthError
    return Window(
        months=months,
        provisional=span(shifted(end, 1), last),
        missing=tuple(month for month in months if month not in complete),
    )


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_of(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def shifted(month: date, by: int) -> date:
    return month_of(month_number(month) + by)


def span(first: date, last: date) -> tuple[date, ...]:
    return tuple(month_of(n) for n in range(month_number(first), month_number(last) + 1))
