"""Each filter of the list as one condition on the profiles.

A filter holds several values, separated by commas in the address; a row is kept when one of them
suits it. A figure that is hidden below the minima decides of nothing: a filter on it keeps only
the prescribers of whom it is shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Now

from accounts.perimeter import Perimeter
from ijstats import CONFIRMED, TO_CONFIRM, UNSETTLED
from prescribers.enums import Signal, SignalLevel
from prescribers.models import Attachment, Membership, Profile, ProfileRun, Standing
from prescribers.presenters.disclosure import THRESHOLD
from prescribers.selectors import profile_list


LEVELS = {
    "au-dessus": Q(level__gte=SignalLevel.ABOVE),
    "nettement": Q(level=SignalLevel.WELL_ABOVE),
    "compatible": Q(enough=True, level=SignalLevel.COMPATIBLE, ci_high__gte=1),
    "en-dessous": Q(enough=True, ci_high__lt=1),
}
SIGNALS = {
    "oui": Q(signal__in=[Signal.SIGNAL, Signal.STRONG]),
    "fort": Q(signal=Signal.STRONG),
    "sans": Q(signal=Signal.NONE),
    "insuffisant": Q(enough=False),
}
STABILITIES = {
    "confirme": Q(stability=CONFIRMED),
    "a-confirmer": Q(stability=TO_CONFIRM),
    "non-etablie": Q(stability=UNSETTLED),
}
FALLBACKS = {"oui": Q(group_fallback=True), "non": Q(group_fallback=False)}
Condition = Callable[[Sequence[str]], Q]


def filtered(perimeter: Perimeter, run: ProfileRun, chosen: Mapping[str, str]) -> QuerySet[Profile]:
    """`chosen` holds field names of the form and known values."""
    found = profile_list(perimeter, run, chosen.get("q", ""))
    return found.filter(*_conditions(chosen).values())


def values_of(chosen: str) -> list[str]:
    """« MG,PSY » → MG and PSY."""
    return [value for value in chosen.split(",") if value]


def most_restrictive(
    perimeter: Perimeter, run: ProfileRun, chosen: Mapping[str, str]
) -> tuple[str, int]:
    """The filter that hides most when the list is empty, and how many rows come without it."""
    conditions = _conditions(chosen)
    counts: dict[str, int] = {}
    if conditions:
        base = profile_list(perimeter, run, chosen.get("q", ""))
        # « signal » is a filter and a column: under its bare name, the count of the first would
        # stand for the second in the next condition.
        found = base.order_by().aggregate(
            **{
                f"without_{name}": Count(
                    "rpps", filter=_all(v for k, v in conditions.items() if k != name)
                )
                for name in conditions
            }
        )
        counts = {name: found[f"without_{name}"] for name in conditions}
    if "q" in chosen:
        without = {name: value for name, value in chosen.items() if name != "q"}
        counts["q"] = filtered(perimeter, run, without).count()
    return max(counts.items(), key=lambda pair: pair[1])


def _conditions(chosen: Mapping[str, str]) -> dict[str, Q]:
    return {
        name: make(values_of(chosen[name])) for name, make in CONDITIONS.items() if name in chosen
    }


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())


def _one_of(known: Mapping[str, Q]) -> Condition:
    return lambda words: reduce(or_, (known[word] for word in words))


def _column(field: str) -> Condition:
    return lambda codes: Q(**{f"{field}__in": codes})


def _practising(field: str) -> Condition:
    """Where and how they practise today at the caisse of the profile."""

    def condition(values: Sequence[str]) -> Q:
        asked: dict[str, Any] = {f"{field}__in": values}
        open_there = Attachment.objects.filter(
            prescriber=OuterRef("prescriber"), caisse=OuterRef("caisse"), end__isnull=True, **asked
        )
        return Q(Exists(open_there))

    return condition


def _working_at(codes: Sequence[str]) -> Q:
    members = Membership.objects.filter(structure__code__in=codes, end__isnull=True)
    return Q(prescriber__in=members.values("prescriber"))


def _days_ago(days: int) -> Cast:
    return Cast(Now() - Value(timedelta(days=days)), DateField())


def _met(since: int | None = None, before: int | None = None) -> Q:
    """A last interview at most `since` days ago, and more than `before`."""
    found = Standing.objects.filter(
        prescriber=OuterRef("prescriber"),
        caisse=OuterRef("caisse"),
        last_interview_on__isnull=False,
    )
    if since is not None:
        found = found.filter(last_interview_on__gte=_days_ago(since))
    if before is not None:
        found = found.filter(last_interview_on__lt=_days_ago(before))
    return Q(Exists(found))


HALF_A_YEAR, A_YEAR = 183, 365
INTERVIEWS = {
    "jamais": ~_met(),
    "6-mois": _met(since=HALF_A_YEAR),
    "12-mois": _met(since=A_YEAR, before=HALF_A_YEAR),
    "avant": _met(before=A_YEAR),
}


def _at_least(field: str) -> Condition:
    return lambda values: Q(enough=True, **{f"{field}__gte": int(values[0])})


def _patients_at_least(values: Sequence[str]) -> Q:
    """From 1 to 10 patients are written « NS »: the filter may not tell them apart either."""
    least = int(values[0])
    return Q(n_patients__gte=THRESHOLD if 1 < least < THRESHOLD else least)


CONDITIONS: Mapping[str, Condition] = {
    "specialite": _column("specialty"),
    "caisse": _column("caisse"),
    "region": _column("region"),
    "departement": _practising("departement"),
    "mode": _practising("mode"),
    "secteur": _practising("sector"),
    "territoire": _practising("iris__quintile"),
    "structure": _working_at,
    "signal": _one_of(SIGNALS),
    "stabilite": _one_of(STABILITIES),
    "niveau": _one_of(LEVELS),
    "repli": _one_of(FALLBACKS),
    "echange": _one_of(INTERVIEWS),
    "patients-min": _patients_at_least,
    "jours-min": _at_least("obs_days"),
    "arrets-min": _at_least("exp_leaves"),
}
