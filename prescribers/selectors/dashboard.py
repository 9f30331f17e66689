"""Totals of a territory in one run, from the sums of its caisses: three queries at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Sum

from accounts.perimeter import Perimeter
from core.charts.numbers import add_months
from ijstats import ratio_interval
from prescribers.enums import SourceKind
from prescribers.models import CaisseProfile, MonthTotals, ProfileRun


YEAR = 12
SUMS = (
    "prescribers",
    "enough",
    "judged",
    "signals",
    "strong",
    "confirmed",
    "to_confirm",
    "above",
    "obs_days",
    "obs_leaves",
    "obs_amount_cents",
    "compared_days",
    "exp_days",
    "variance",
)


GROWTH = ("days_before", "leaves_before", "amount_before", "volume", "structure", "duration")


@dataclass(frozen=True)
class Territory:
    """A region or a caisse; the whole perimeter when both are empty."""

    region: str = ""
    caisse: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """As an address names it."""
        place = {"region": self.region, "caisse": self.caisse}
        return {name: value for name, value in place.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)


WHOLE = Territory()


@dataclass(frozen=True)
class MonthDays:
    """Days of one month, those of prescribers without any expected figure left out of all three.

    `before` is a year earlier, None when no run tells it.
    """

    month: date
    provisional: bool
    observed: int
    expected: float
    before: int | None = None


@dataclass(frozen=True)
class Received:
    """Days imported of a month, and of the same month a year before, 0 when it is not there."""

    month: date
    provisional: bool
    days: int
    before: int


@dataclass(frozen=True)
class Growth:
    """The figures of a year before, and the days of the change that each part explains."""

    days: int
    leaves: int
    amount_cents: int
    volume: float
    structure: float
    duration: float


@dataclass(frozen=True)
class Totals:
    """A territory: its size, its signals, and observed over expected of the prescribers compared.

    `signals` counts the strong ones too, as a strong signal is a signal; `above` counts the
    intervals over 1 that carry none. `judged` is 0 in the runs made before signals were computed.
    `growth` is None as long as no run was made of the same months a year before.
    """

    code: str
    prescribers: int
    enough: int
    judged: int
    signals: int
    strong: int
    confirmed: int
    to_confirm: int
    above: int
    obs_days: int
    obs_leaves: int
    obs_amount_cents: int
    compared_days: int
    exp_days: float
    # Σ κ_d O_d of the prescribers compared: they are independent, their patients being their own.
    variance: float
    growth: Growth | None

    @property
    def ratio(self) -> float | None:
        return self.compared_days / self.exp_days if self.exp_days > 0 else None

    @property
    def is_compared(self) -> bool:
        return self.compared_days > 0 and self.exp_days > 0

    @cached_property
    def interval(self) -> tuple[float, float]:
        """95 % limits of the ratio, by the formula of one prescriber with κ = Σ κ_d O_d / Σ O_d.

        Zero and zero when nothing is compared. The expected figure is taken as known: the caisse
        is part of its own group, which narrows these limits where it makes most of the group.
        """
        return intervals([self])[0]

    @property
    def days_growth(self) -> float | None:
        """0.026 is +2,6 % in a year."""
        return self.obs_days / self.growth.days - 1 if self.growth and self.growth.days else None


@dataclass(frozen=True)
class Dashboard:
    """A territory of the perimeter: its totals, its months, its caisses and their regions.

    `region_of` knows every caisse of the perimeter, outside the territory too: the way back up.
    """

    run: ProfileRun
    territory: Territory
    total: Totals
    months: tuple[MonthDays, ...]
    received: tuple[Received, ...]
    caisses: tuple[Totals, ...]
    regions: tuple[Totals, ...]
    region_of: dict[str, str]

    @property
    def by_region(self) -> bool:
        return len(self.regions) > 1

    @property
    def parts(self) -> tuple[Totals, ...]:
        """What the territory is made of, one step down."""
        return self.regions if self.by_region else self.caisses


def dashboard(
    perimeter: Perimeter, run: ProfileRun, territory: Territory = WHOLE
) -> Dashboard | None:
    """Everything that the page adds up; None when the territory holds nothing of the perimeter."""
    everything = _rows(perimeter, run)
    rows = [row for row in everything if _inside(row, territory)]
    if not rows:
        return None
    region_of = {row.caisse: row.region for row in everything}
    caisses = tuple(_totals(row) for row in rows)
    months = tuple(_months(rows, _year_before(perimeter, rows)))
    return Dashboard(
        run=run,
        territory=territory,
        total=together("", caisses),
        months=months,
        received=_received(perimeter, months, [row.caisse for row in rows]),
        caisses=caisses,
        regions=_regions(caisses, region_of),
        region_of=region_of,
    )


def intervals(parts: Sequence[Totals]) -> list[tuple[float, float]]:
    """The interval of each, at once: one by one, a hundred départements take 20 ms."""
    compared = [part for part in parts if part.is_compared]
    observed = [part.compared_days for part in compared]
    kappa = [part.variance / part.compared_days for part in compared]
    null = [max(1.0, value) for value in kappa]
    low, high = ratio_interval(observed, [part.exp_days for part in compared], kappa, null)
    known = zip(low.tolist(), high.tolist(), strict=True)
    return [next(known) if part.is_compared else (0.0, 0.0) for part in parts]


def has_caisses(run: ProfileRun) -> bool:
    """False for the runs made before the sums of caisses were kept."""
    return CaisseProfile.objects.filter(run=run).exists()


def _rows(perimeter: Perimeter, run: ProfileRun) -> list[CaisseProfile]:
    return list(perimeter.filter(CaisseProfile.objects.filter(run=run)).order_by("caisse"))


def _inside(row: CaisseProfile, territory: Territory) -> bool:
    if territory.caisse:
        return row.caisse == territory.caisse
    return not territory.region or row.region == territory.region


def _totals(row: CaisseProfile) -> Totals:
    growth = None
    if row.days_before is not None:
        growth = Growth(*(getattr(row, name) for name in GROWTH))
    return Totals(code=row.caisse, growth=growth, **{name: getattr(row, name) for name in SUMS})


def together(code: str, parts: Sequence[Totals]) -> Totals:
    """The parts as one; its growth is known when that of each is."""
    sums = {name: sum(getattr(part, name) for part in parts) for name in SUMS}
    known = [part.growth for part in parts if part.growth is not None]
    growth = None
    if len(known) == len(parts):
        names = Growth.__dataclass_fields__
        growth = Growth(*(sum(getattr(one, name) for one in known) for name in names))
    return Totals(code=code, growth=growth, **sums)


def _regions(caisses: Sequence[Totals], region_of: dict[str, str]) -> tuple[Totals, ...]:
    ordered = sorted(caisses, key=lambda caisse: region_of[caisse.code])
    grouped = groupby(ordered, lambda caisse: region_of[caisse.code])
    return tuple(together(code, list(some)) for code, some in grouped)


def _year_before(perimeter: Perimeter, rows: list[CaisseProfile]) -> dict[date, int]:
    """Days by month of the run that the growth is against; nothing where there is no growth."""
    found = CaisseProfile.objects.filter(
        run__in={row.year_before_id for row in rows} - {None}, caisse__in=[r.caisse for r in rows]
    )
    days: dict[date, int] = {}
    for row in perimeter.filter(found):
        complete = len(row.months_observed) - row.provisional_months
        for place, observed in enumerate(row.months_observed[:complete]):
            month = add_months(row.months_start, place)
            days[month] = days.get(month, 0) + observed
    return days


def _months(rows: list[CaisseProfile], before: dict[date, int]) -> list[MonthDays]:
    start, provisional = rows[0].months_start, rows[0].provisional_months
    size = len(rows[0].months_observed)
    return [
        MonthDays(
            month=(month := add_months(start, place)),
            provisional=place >= size - provisional,
            observed=sum(row.months_observed[place] for row in rows),
            expected=sum(row.months_expected[place] for row in rows),
            before=before.get(add_months(month, -YEAR)),
        )
        for place in range(size)
    ]


def _received(
    perimeter: Perimeter, months: Sequence[MonthDays], caisses: Sequence[str]
) -> tuple[Received, ...]:
    """The last complete month and the provisional ones.

    Beside a year before and not beside the days expected: those follow what the comparables'
    files hold, and a month that nobody has received yet is expected from nobody.
    """
    complete = [month for month in months if not month.provisional]
    shown = [*complete[-1:], *(month for month in months if month.provisional)]
    wanted = {month.month: add_months(month.month, -YEAR) for month in shown}
    totals = MonthTotals.objects.filter(
        kind=SourceKind.ARRETS, caisse__in=caisses, month__in=[*wanted, *wanted.values()]
    )
    sums = dict(
        perimeter.filter(totals).order_by("month").values_list("month").annotate(Sum("total"))
    )
    return tuple(
        Received(
            month.month,
            month.provisional,
            sums.get(month.month, 0),
            sums.get(wanted[month.month], 0),
        )
        for month in shown
    )
