"""What the report holds: counts of the requests received in a period, of one population each."""

from dataclasses import dataclass
from datetime import date

from core.charts.numbers import add_months


# The first month of the service: nothing is asked of an earlier one.
FIRST_MONTH = date(2025, 1, 1)
MONTHS = 12
# A decile holds a tenth of the answers: from so many of them, eleven at least.
ENOUGH_FOR_DECILES = 110
# The median has half of them on either side.
ENOUGH_FOR_MEDIAN = 22


@dataclass(frozen=True)
class Period:
    """Whole months, from the first to the last; in one département, or in all (« »)."""

    first: date
    last: date
    departement: str = ""

    @property
    def end(self) -> date:
        """The first day after it."""
        return add_months(self.last, 1)

    @property
    def months(self) -> list[date]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(add_months(found[-1], 1))
        return found


def last_months(on: date) -> Period:
    """The twelve months that end with that of the day, which is not over."""
    month = on.replace(day=1)
    return Period(max(add_months(month, 1 - MONTHS), FIRST_MONTH), month)


def months_known(on: date) -> list[date]:
    """Those that can be asked for, the latest first."""
    month, found = on.replace(day=1), []
    while month >= FIRST_MONTH:
        found.append(month)
        month = add_months(month, -1)
    return found


@dataclass(frozen=True)
class Totals:
    """Of the requests received, what they are today; of those answered, how."""

    received: int
    answered: int
    dropped: int
    in_time: int
    by_phone: int
    # P10 to P90 of the net office seconds of the answers; empty without an answer.
    deciles: tuple[float, ...] = ()

    @property
    def open(self) -> int:
        return self.received - self.answered - self.dropped


@dataclass(frozen=True)
class Recourse:
    """Doctors who asked, among those in practice for whom the service is open."""

    departement: str
    askers: int
    targeted: int


@dataclass(frozen=True)
class Report:
    """Counts by whatever they are read by: département and month, motive, level, desk, outcome."""

    period: Period
    totals: Totals
    months: dict[tuple[str, date], int]
    motives: dict[str, int]
    levels: dict[int, int]
    desks: dict[str, int]
    # By horizon then by outcome; « » for those asked and not told.
    outcomes: dict[tuple[int, str], int]
    recourse: list[Recourse]

    @property
    def since(self) -> date:
        return self.period.first

    @property
    def until(self) -> date:
        return self.period.last
