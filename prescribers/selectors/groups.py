"""The rows of the list added up by caisse, by CPTS, or by centre and house."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from ijstats import CONFIRMED, TO_CONFIRM
from prescribers.enums import Signal, SignalLevel, StructureKind
from prescribers.models import Profile
from prescribers.selectors.dashboard import Totals


STRUCTURES: Mapping[str, tuple[StructureKind, ...]] = {
    "cpts": (StructureKind.CPTS,),
    "centre": (StructureKind.CENTRE, StructureKind.MSP),
}
GROUPINGS = ("caisse", *STRUCTURES)
# How many are counted; their figures are those of the prescribers above the minima alone, whom the
# list shows one by one: a group of one would say what is hidden of him.
FIGURES = Q(enough=True)


@dataclass(frozen=True)
class Group:
    """`name` is empty for a caisse, whose name depends on the day."""

    name: str
    totals: Totals


def grouped(profiles: QuerySet[Profile], by: str) -> list[Group]:
    """One query. Who works at two structures counts in both, who works at none in no one."""
    rows = profiles.order_by()
    if by not in STRUCTURES:
        by_caisse = rows.values(code=F("caisse")).annotate(**_sums()).order_by("code")
        return [_group(row) for row in by_caisse]
    members = rows.filter(
        prescriber__memberships__end__isnull=True,
        prescriber__memberships__structure__kind__in=STRUCTURES[by],
    ).values(
        code=F("prescriber__memberships__structure__code"),
        group_name=F("prescriber__memberships__structure__name"),
    )
    return [_group(row) for row in members.annotate(**_sums()).order_by("code")]


def added(profiles: QuerySet[Profile]) -> Totals:
    """The same figures of all the rows, each prescriber once."""
    return _group(profiles.order_by().aggregate(**_sums())).totals


def _sums() -> dict[str, Count | Sum]:
    return {
        "prescribers": Count("rpps"),
        "above_minima": Count("rpps", filter=FIGURES),
        "judged": Count("rpps", filter=~Q(signal=Signal.NO_FIGURE)),
        "signals": Count("rpps", filter=Q(signal__in=[Signal.SIGNAL, Signal.STRONG])),
        "strong": Count("rpps", filter=Q(signal=Signal.STRONG)),
        "confirmed": Count("rpps", filter=Q(stability=CONFIRMED)),
        "to_confirm": Count("rpps", filter=Q(stability=TO_CONFIRM)),
        "above": Count("rpps", filter=Q(signal=Signal.NONE, level__gte=SignalLevel.ABOVE)),
        "days": Sum("obs_days", filter=FIGURES, default=0),
        "leaves": Sum("obs_leaves", filter=FIGURES, default=0),
        "amount_cents": Sum("obs_amount_cents", filter=FIGURES, default=0),
        "expected": Sum("exp_days", filter=FIGURES, default=0.0),
        "variance": Sum(F("kappa") * F("obs_days"), filter=FIGURES, default=0.0),
    }


def _group(row: Mapping[str, Any]) -> Group:
    totals = Totals(
        code=row.get("code", ""),
        prescribers=row["prescribers"],
        enough=row["above_minima"],
        judged=row["judged"],
        signals=row["signals"],
        strong=row["strong"],
        confirmed=row["confirmed"],
        to_confirm=row["to_confirm"],
        above=row["above"],
        obs_days=row["days"],
        obs_leaves=row["leaves"],
        obs_amount_cents=int(row["amount_cents"]),
        compared_days=row["days"],
        exp_days=row["expected"],
        variance=row["variance"],
        growth=None,
    )
    return Group(row.get("group_name", ""), totals)
