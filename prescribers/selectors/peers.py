"""The comparables of a profile one by one, without a name: ranks and figures, nobody's number."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField, Q, Sum, Value, Window
from django.db.models.functions import NullIf, RowNumber

from prescribers.models import Profile
from prescribers.rules.peers import Peer, PeerCounts
from prescribers.selectors.profiles import peers_of


RATIOS = ("ratio_days", "ratio_leaves", "ratio_amount", "seen_ratio_days", "seen_ratio_leaves")
LENGTH = "ratio_length"


class _Spread(Aggregate):
    template = "percentile_cont(ARRAY[.1,.25,.75,.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class GroupRatios:
    """P10, P25, P75 and P90 of the ratios of the comparables, by the name of their column."""

    measured: int
    spread: dict[str, tuple[float, float, float, float]]


def peer_counts(profile: Profile) -> PeerCounts:
    """One query, whatever the size of the group."""
    shown = Q(enough=True, ratio_days__isnull=False)
    ratio = profile.ratio_days or 0.0
    before = Q(ratio_days__lt=ratio) | Q(ratio_days=ratio, rpps__lte=profile.rpps)
    found = peers_of(profile).aggregate(
        measured=Count("rpps", filter=shown),
        everyone=Count("rpps"),
        below=Count("rpps", filter=shown & Q(ci_high__lt=1)),
        above=Count("rpps", filter=shown & Q(ci_low__gt=1)),
        own=Count("rpps", filter=shown & before),
        weighted=Sum(F("kappa0") * F("exp_days")),
        expected=Sum("exp_days", filter=Q(kappa0__isnull=False)),
    )
    return PeerCounts(
        measured=found["measured"],
        without=found["everyone"] - found["measured"],
        below=found["below"],
        above=found["above"],
        kappa0=found["weighted"] / found["expected"] if found["expected"] else None,
        own=found["own"],
    )


def peers_at(profile: Profile, ranks: Iterable[int]) -> tuple[Peer, ...]:
    """Those of some ranks, from the lowest ratio; one query."""
    rank = Window(RowNumber(), order_by=[F("ratio_days").asc(), F("rpps").asc()])
    shown = peers_of(profile).filter(enough=True, ratio_days__isnull=False)
    rows = shown.annotate(rank=rank).filter(rank__in=list(ranks)).order_by("rank")
    return tuple(
        Peer(place, expected, ratio, low, high, rpps == profile.rpps)
        for place, rpps, expected, ratio, low, high in rows.values_list(
            "rank", "rpps", "exp_days", "ratio_days", "ci_low", "ci_high"
        )
        # Those above the minima have all three; the columns are null for the others.
        if ratio is not None and low is not None and high is not None
    )


def group_ratios(profile: Profile) -> GroupRatios:
    """One query, over the comparables above the minima, himself included."""
    wanted = {name: _Spread(name) for name in RATIOS}
    wanted[LENGTH] = _Spread(
        F("ratio_days") / NullIf("ratio_leaves", Value(0.0)),
    )
    found = (
        peers_of(profile)
        .filter(enough=True, ratio_days__isnull=False)
        .aggregate(
            measured=Count("rpps"),
            # An aggregate may not have the name of a column.
            **{f"spread_{name}": spread for name, spread in wanted.items()},
        )
    )
    spreads = {name: tuple(found[f"spread_{name}"] or ()) for name in wanted}
    return GroupRatios(found["measured"], {name: s for name, s in spreads.items() if s})
