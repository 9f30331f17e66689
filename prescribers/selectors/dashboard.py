"""Totals of a perimeter in one run: two queries, whatever the number of prescribers."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.perimeter import Perimeter
from core.database_role import AllCaisses
from ijstats import CONFIRMED, TO_CONFIRM, ratio_interval
from prescribers.enums import Signal, SignalLevel
from prescribers.models import Profile, ProfileRun


MONTHS = """
SELECT p.months_start + make_interval(months => (m.place - 1)::int),
       m.place > cardinality(p.months_observed) - p.provisional_months,
       sum(m.observed)::bigint, sum(m.expected)
  FROM prescribers_profile p
 CROSS JOIN LATERAL unnest(p.months_observed, p.months_expected)
       WITH ORDINALITY AS m (observed, expected, place)
 WHERE p.run_id = %s AND (%s OR p.caisse = ANY(%s)) AND p.exp_days > 0
 GROUP BY 1, 2
 ORDER BY 1
"""


@dataclass(frozen=True)
class MonthDays:
    """Days of one month, those of prescribers without any expected figure left out of both."""

    month: date
    provisional: bool
    observed: int
    expected: float


@dataclass(frozen=True)
class CaisseTotals:
    """One caisse: its size, its signals, and observed over expected among the prescribers compared.

    `signals` counts the strong ones too, as a strong signal is a signal; `above` counts the
    intervals over 1 that carry none. `judged` is 0 in the runs made before signals were computed.
    """

    caisse: str
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

    @property
    def ratio(self) -> float | None:
        return self.compared_days / self.exp_days if self.exp_days > 0 else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % limits of the ratio, by the formula of one prescriber with κ = Σ κ_d O_d / Σ O_d.

        Zero and zero when nothing is compared. The expected figure is taken as known: the caisse
        is part of its own group, which narrows these limits where it makes most of the group.
        """
        if self.compared_days <= 0 or self.exp_days <= 0:
            return 0.0, 0.0
        kappa = [self.variance / self.compared_days]
        limits = ratio_interval([self.compared_days], [self.exp_days], kappa, [max(1.0, *kappa)])
        return float(limits.low[0]), float(limits.high[0])


@dataclass(frozen=True)
class Dashboard:
    """The perimeter's totals, month by month and caisse by caisse."""

    run: ProfileRun
    total: CaisseTotals
    months: tuple[MonthDays, ...]
    caisses: tuple[CaisseTotals, ...]


def dashboard(perimeter: Perimeter, run: ProfileRun) -> Dashboard:
    """Everything that the page adds up, without one prescriber's row."""
    profiles = perimeter.filter(Profile.objects.filter(run_id=run.pk))
    caisses = tuple(_by_caisse(profiles))
    return Dashboard(
        run=run, total=_added(caisses), months=tuple(_by_month(perimeter, run)), caisses=caisses
    )


def _by_caisse(profiles: QuerySet[Profile]) -> list[CaisseTotals]:
    compared = Q(exp_days__gt=0)
    rows = profiles.values("caisse").annotate(
        prescribers=Count("rpps"),
        with_enough=Count("rpps", filter=Q(enough=True)),
        judged=Count("rpps", filter=~Q(signal=Signal.NO_FIGURE)),
        signals=Count("rpps", filter=Q(signal__in=[Signal.SIGNAL, Signal.STRONG])),
        strong=Count("rpps", filter=Q(signal=Signal.STRONG)),
        confirmed=Count("rpps", filter=Q(stability=CONFIRMED)),
        to_confirm=Count("rpps", filter=Q(stability=TO_CONFIRM)),
        above=Count("rpps", filter=Q(signal=Signal.NONE, level__gte=SignalLevel.ABOVE)),
        days=Sum("obs_days"),
        leaves=Sum("obs_leaves"),
        amount_cents=Sum("obs_amount_cents"),
        compared_days=Sum("obs_days", filter=compared, default=0),
        expected=Sum("exp_days"),
        variance=Sum(F("kappa") * F("obs_days"), filter=compared, default=0.0),
    )
    return [
        CaisseTotals(
            caisse=row["caisse"],
            prescribers=row["prescribers"],
            enough=row["with_enough"],
            judged=row["judged"],
            signals=row["signals"],
            strong=row["strong"],
            confirmed=row["confirmed"],
            to_confirm=row["to_confirm"],
            above=row["above"],
            obs_days=row["days"],
            obs_leaves=row["leaves"],
            obs_amount_cents=int(row["amount_cents"]),
            compared_days=row["compared_days"],
            exp_days=row["expected"],
            variance=row["variance"],
        )
        for row in rows.order_by("caisse")
    ]


def _added(caisses: tuple[CaisseTotals, ...]) -> CaisseTotals:
    names = [name for name in CaisseTotals.__dataclass_fields__ if name != "caisse"]
    return CaisseTotals(caisse="", **{n: sum(getattr(c, n) for c in caisses) for n in names})


def _by_month(perimeter: Perimeter, run: ProfileRun) -> list[MonthDays]:
    caisses = perimeter.caisses
    codes = None if isinstance(caisses, AllCaisses) else sorted(caisses)
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [run.pk, codes is None, codes or []])
        return [
            MonthDays(month.date(), provisional, observed, expected)
            for month, provisional, observed, expected in cursor.fetchall()
        ]
