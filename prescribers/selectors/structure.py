"""What the leaves and the lists of the comparables of a prescriber are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import sub
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField, QuerySet, Sum
from django.db.models.functions import Cast

from core.questions import Question
from prescribers.models import Profile
from prescribers.rules.ages import AGES_AND_SEXES
from prescribers.rules.kinds import FAMILIES, KINDS, Kind
from prescribers.selectors.group import GroupQuestion


# Of the families of two, one is sorted: a sort of each share is most of what the query costs.
MIRRORED = {family[0]: family[1] for family in FAMILIES if len(family) == 2}
SORTED = {kind.name: kind for kind in KINDS if kind not in MIRRORED}


class _Spread(Aggregate):
    template = "percentile_cont(ARRAY[.1,.5,.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class GroupStructure:
    """The comparables above the minima, himself included: numbers, nobody's row.

    `shares` are P10, median and P90 of each one's own share of leaves, by kind. `patients` are the
    patients of their lists added up by age band then sex, empty for a run that did not keep them.
    """

    measured: int
    shares: dict[str, tuple[float, float, float]]
    patients: tuple[int, ...]


def group_structure(profile: Profile) -> GroupStructure:
    """One query, whatever the size of the group."""
    ((measured, *figures),) = MADE_OF.ask(profile)
    shares = _shares(dict(zip(SORTED, figures, strict=False))) if measured else {}
    patients = tuple(figures[len(SORTED) :])
    return GroupStructure(measured, shares, () if None in patients else patients)


def _made_of(peers: QuerySet[Profile]) -> Question:
    return Question.of_totals(
        peers.filter(enough=True, obs_leaves__gt=0, leaves_initial__isnull=False),
        measured=Count("rpps"),
        **{kind.name: _share(kind) for kind in SORTED.values()},
        **{f"patients_{place}": _patients(place) for place in range(AGES_AND_SEXES)},
    )


MADE_OF = GroupQuestion(_made_of)


def _shares(found: Mapping[str, Any]) -> dict[str, tuple[float, float, float]]:
    """Those of a mirrored kind are what the other one leaves: P10 is 1 less its P90."""
    shares = {name: tuple(spread) for name, spread in found.items()}
    for kind, other in MIRRORED.items():
        low, median, high = shares[other.name]
        shares[kind.name] = (1 - high, 1 - median, 1 - low)
    return shares


def _share(kind: Kind) -> _Spread:
    some = reduce(sub, map(F, kind.columns))
    return _Spread(Cast(some, FloatField()) / F("obs_leaves"))


def _patients(place: int) -> Sum:
    return Sum(F(f"patients_by_age_sex__{place}"))
