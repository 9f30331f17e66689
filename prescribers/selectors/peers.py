"""The comparables of a profile one by one, without a name: ranks and figures, nobody's number."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import NullIf, RowNumber

from core.questions import Question
from prescribers.models import Profile
from prescribers.rules.peers import Peer, PeerCounts
from prescribers.selectors.group import GroupQuestion, peers_of


RATIOS = ("ratio_days", "ratio_leaves", "ratio_amount", "seen_ratio_days", "seen_ratio_leaves")
LENGTH = "ratio_length"
SHOWN = Q(enough=True, ratio_days__isnull=False)
# Stand in the questions for a profile: no ratio and no number is one of them.
SOME_RATIO, SOME_RPPS = -1.5, "#rpps"


class _Spread(Aggregate):
    template = "percentile_cont(ARRAY[.1,.25,.75,.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class GroupRatios:
    """P10, P25, P75 and P90 of the ratios of the comparables, by the name of their column.

    `size`: how many are compared, himself included; `measured` of them are above the minima.
    """

    size: int
    measured: int
    spread: dict[str, tuple[float, float, float, float]]


def peer_counts(profile: Profile) -> PeerCounts:
    """One query, whatever the size of the group."""
    own = {SOME_RATIO: profile.ratio_days or 0.0, SOME_RPPS: profile.rpps}
    ((measured, everyone, below, above, place, weighted, expected),) = COUNTS.ask(profile, own)
    return PeerCounts(
        measured=measured,
        without=everyone - measured,
        below=below,
        above=above,
        kappa0=weighted / expected if expected else None,
        own=place,
    )


def _counts(peers: QuerySet[Profile]) -> Question:
    before = Q(ratio_days__lt=SOME_RATIO) | Q(ratio_days=SOME_RATIO, rpps__lte=SOME_RPPS)
    return Question.of_totals(
        peers,
        measured=Count("rpps", filter=SHOWN),
        everyone=Count("rpps"),
        below=Count("rpps", filter=SHOWN & Q(ci_high__lt=1)),
        above=Count("rpps", filter=SHOWN & Q(ci_low__gt=1)),
        own=Count("rpps", filter=SHOWN & before),
        weighted=Sum(F("kappa0") * F("exp_days")),
        expected=Sum("exp_days", filter=Q(kappa0__isnull=False)),
    )


COUNTS = GroupQuestion(_counts)


def peers_at(profile: Profile, ranks: Iterable[int]) -> tuple[Peer, ...]:
    """Those of some ranks, from the lowest ratio; one query."""
    rank = Window(RowNumber(), order_by=[F("ratio_days").asc(), F("rpps").asc()])
    rows = peers_of(profile).filter(SHOWN).annotate(rank=rank).filter(rank__in=list(ranks))
    return tuple(
        Peer(place, expected, ratio, low, high, rpps == profile.rpps)
        for place, rpps, expected, ratio, low, high in rows.order_by("rank").values_list(
            "rank", "rpps", "exp_days", "ratio_days", "ci_low", "ci_high"
        )
        # Those above the minima have all three; the columns are null for the others.
        if ratio is not None and low is not None and high is not None
    )


def group_ratios(profile: Profile) -> GroupRatios:
    """One query, over the comparables above the minima, himself included."""
    ((size, measured, *spreads),) = SPREADS.ask(profile)
    found = zip((*RATIOS, LENGTH), spreads, strict=True)
    known = {name: tuple(spread) for name, spread in found if spread}
    return GroupRatios(size, measured, known)


def _spreads(peers: QuerySet[Profile]) -> Question:
    wanted = {name: _Spread(name, filter=SHOWN) for name in RATIOS}
    length = F("ratio_days") / NullIf("ratio_leaves", Value(0.0))
    wanted[LENGTH] = _Spread(length, filter=SHOWN)
    # A total may not have the name of a column.
    totals = {f"spread_{name}": spread for name, spread in wanted.items()}
    sizes = {"size": Count("rpps"), "measured": Count("rpps", filter=SHOWN)}
    return Question.of_totals(peers, **sizes, **totals)


SPREADS = GroupQuestion(_spreads)
