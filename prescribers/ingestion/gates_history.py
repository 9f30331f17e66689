"""What the other months of a kind looked like: the figures a new month is held against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from prescribers.enums import SourceKind
from prescribers.models import MonthTotals


# Six months: a season is seen whole, and one odd month does not move their median.
REFERENCE_MONTHS = 6
# With one or two months a median is one of them: an error in the first would judge all others.
FEWEST_MONTHS = 3
# The last two months of these feeds go on arriving: they are no reference, and may be short.
# A window of patient lists is delivered whole.
ARRIVING_MONTHS = {SourceKind.ARRETS: 2, SourceKind.ACTIVITE: 2}


@dataclass(frozen=True)
class Sums:
    rows: int = 0
    total: int = 0
    amount_cents: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.rows + other.rows,
            self.total + other.total,
            self.amount_cents + other.amount_cents,
        )

    @property
    def cents_per_day(self) -> float:
        return self.amount_cents / self.total if self.total else 0.0


ByCaisse = Mapping[str, Sums]


@dataclass(frozen=True)
class Past:
    """The complete months nearest to the one in judgement, and whether that one may be short."""

    months: Mapping[date, ByCaisse]
    arriving: bool

    @property
    def enough(self) -> bool:
        return len(self.months) >= FEWEST_MONTHS

    @property
    def caisses(self) -> list[str]:
        return sorted({caisse for month in self.months.values() for caisse in month})

    def usual_rows(self, caisse: str | None = None) -> float:
        """The median of the months, of one caisse or of all together."""
        if caisse is None:
            return median(whole(month).rows for month in self.months.values())
        return median(month.get(caisse, Sums()).rows for month in self.months.values())

    def usual_cents_per_day(self, caisse: str | None = None) -> float:
        """The median of the months in which a day was paid; 0 when there is none."""
        sums = [
            whole(month) if caisse is None else month.get(caisse, Sums())
            for month in self.months.values()
        ]
        seen = [one.cents_per_day for one in sums if one.cents_per_day]
        return median(seen) if seen else 0.0


def whole(month: ByCaisse) -> Sums:
    return sum(month.values(), Sums())


def past_of(kind: SourceKind, month: date) -> Past:
    """Read the totals of what is in the database now, the month itself left out."""
    known: dict[date, dict[str, Sums]] = {}
    columns = ("month", "caisse", "rows", "total", "amount_cents")
    others = MonthTotals.objects.filter(kind=kind).exclude(month=month)
    for when, caisse, *figures in others.values_list(*columns):
        known.setdefault(when, {})[caisse] = Sums(*figures)
    return past_among(known, kind, month)


def past_among(known: Mapping[date, ByCaisse], kind: SourceKind, month: date) -> Past:
    newest = max([month, *known])
    still = ARRIVING_MONTHS.get(kind, 0)
    complete = [one for one in known if months_apart(one, newest) >= still]
    nearest = _nearest(complete, month)[:REFERENCE_MONTHS]
    return Past({one: known[one] for one in nearest}, months_apart(month, newest) < still)


def neighbours(kind: SourceKind, month: date, within: int) -> list[date]:
    """The other months in the database at most `within` months away, the nearest first."""
    others = MonthTotals.objects.filter(kind=kind).exclude(month=month)
    every = others.order_by("month").values_list("month", flat=True).distinct()
    return [one for one in _nearest(every, month) if months_apart(one, month) <= within]


def months_apart(one: date, other: date) -> int:
    return abs((other.year - one.year) * 12 + other.month - one.month)


def _nearest(months: Iterable[date], to: date) -> list[date]:
    return sorted(months, key=lambda one: (months_apart(one, to), one))
