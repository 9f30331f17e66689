"""How the list of prescribers is cut and ordered, each filter as one condition."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.expressions import OrderBy

from accounts.enums import OrganisationKind
from accounts.models import OrganisationLabel
from accounts.perimeter import Perimeter
from ijstats import CONFIRMED, TO_CONFIRM, UNSETTLED
from prescribers.enums import Signal, SignalLevel
from prescribers.models import Attachment, Profile, ProfileRun
from prescribers.selectors import SORTS, ListCriteria, profile_list


DEFAULT_SORT = "-ecart"
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
STABILITIES = {"confirme": CONFIRMED, "a-confirmer": TO_CONFIRM, "non-etablie": UNSETTLED}
# Hidden below the minima: such a row must not be placed by a figure that nobody may read.
MASKED_SORTS = frozenset({"jours", "attendu", "ratio", "lisse", "ecart", "signal"})
SORT_NAMES = MASKED_SORTS | {"nom", "specialite", "commune", "caisse", "patients"}


def _practising(mode: str) -> Q:
    open_there = Attachment.objects.filter(
        prescriber=OuterRef("prescriber"), caisse=OuterRef("caisse"), end__isnull=True, mode=mode
    )
    return Q(Exists(open_there))


CONDITIONS: Mapping[str, Callable[[str], Q]] = {
    "specialite": lambda code: Q(specialty=code),
    "caisse": lambda code: Q(caisse=code),
    "signal": lambda word: SIGNALS[word],
    "stabilite": lambda word: Q(stability=STABILITIES[word]),
    "niveau": lambda word: LEVELS[word],
    "mode": _practising,
}


def filtered(perimeter: Perimeter, run: ProfileRun, chosen: Mapping[str, str]) -> QuerySet[Profile]:
    """`chosen` holds field names of the form and known values."""
    found = profile_list(perimeter, run, ListCriteria(text=chosen.get("q", "")))
    return found.filter(*_conditions(chosen).values())


def ordered(profiles: QuerySet[Profile], sort: str) -> QuerySet[Profile]:
    """A total order; rows without figures come last, by name, when the order is one of figures."""
    name = sort.removeprefix("-")
    if name not in MASKED_SORTS:
        return profiles.order_by(_by(F(SORTS[name]), sort), "name_sort", "rpps")
    shown = Case(When(enough=True, then=F(SORTS[name])), default=None)
    return profiles.order_by(_by(shown, sort), "name_sort", "rpps")


def _by(column: F | Case, sort: str) -> OrderBy:
    if sort.startswith("-"):
        return column.desc(nulls_last=True)
    return column.asc(nulls_last=True)


def known_sort(asked: str) -> str:
    return asked if asked.removeprefix("-") in SORT_NAMES else DEFAULT_SORT


def most_restrictive(
    perimeter: Perimeter, run: ProfileRun, chosen: Mapping[str, str]
) -> tuple[str, int]:
    """The filter that hides most when the list is empty, and how many rows come without it."""
    conditions = _conditions(chosen)
    counts: dict[str, int] = {}
    if conditions:
        base = profile_list(perimeter, run, ListCriteria(text=chosen.get("q", "")))
        counts = base.order_by().aggregate(
            **{
                name: Count("rpps", filter=_all(v for k, v in conditions.items() if k != name))
                for name in conditions
            }
        )
    if "q" in chosen:
        without = {name: value for name, value in chosen.items() if name != "q"}
        counts["q"] = filtered(perimeter, run, without).count()
    return max(counts.items(), key=lambda pair: pair[1])


def caisse_labels(codes: Iterable[str], on: date) -> dict[str, str]:
    """Names in force that day; a caisse without one is missing."""
    labels = OrganisationLabel.objects.on(on).filter(
        organisation__kind=OrganisationKind.CAISSE, organisation__code__in=list(codes)
    )
    return dict(labels.values_list("organisation__code", "label"))


def _conditions(chosen: Mapping[str, str]) -> dict[str, Q]:
    return {name: make(chosen[name]) for name, make in CONDITIONS.items() if name in chosen}


def _all(conditions: Iterable[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined &= condition
    return joined
