"""The published profiles that a perimeter may see, searched, filtered and sorted."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet
from django.db.models.expressions import OrderBy

from accounts.perimeter import Perimeter
from prescribers.enums import RunState
from prescribers.ingestion.sort_names import sort_name
from prescribers.models import Commune, Profile, ProfileRun, Publication


# What a list may be sorted on; a leading « - » is the other way round.
SORTS = {
    "nom": "name_sort",
    "commune": "commune_name",
    "caisse": "caisse",
    "specialite": "specialty",
    "patients": "n_patients",
    "jours": "obs_days",
    "attendu": "exp_days",
    "ratio": "ratio_days",
    "ecart": "excess_days",
    "arrets": "obs_leaves",
    "ratio-arrets": "ratio_leaves",
    "montant": "obs_amount_cents",
    "lisse": "smoothed",
    # In the order of the alphabet: aucun, signal, signal_fort.
    "signal": "signal",
}
DEFAULT_SORT = "nom"
RPPS_DIGITS = 11


@dataclass(frozen=True)
class ListCriteria:
    """What a person asks of the list; an unknown sort falls back to the name."""

    text: str = ""
    specialty: str = ""
    caisse: str = ""
    level: int | None = None
    enough: bool | None = None
    sort: str = DEFAULT_SORT


EVERYONE = ListCriteria()


@dataclass(frozen=True)
class Comparables:
    """How many are compared, the profile himself included, and how their ratios spread.

    `measured` of them stand above the minima; `deciles` are P10 to P90 of the smoothed ratios of
    those, linearly interpolated, empty when there is none.
    """

    size: int
    measured: int
    deciles: tuple[float, ...]

    @property
    def median(self) -> float:
        return self.deciles[len(self.deciles) // 2]


class _Deciles(Aggregate):
    template = (
        "percentile_cont(ARRAY[.1,.2,.3,.4,.5,.6,.7,.8,.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    )
    output_field = ArrayField(FloatField())


def published_run(perimeter: Perimeter) -> ProfileRun | None:
    """The run that everyone reads, None before the first night; the same in every perimeter."""
    return ProfileRun.objects.filter(pk__in=_pointer()).first()


def profile_list(
    perimeter: Perimeter, run: ProfileRun, criteria: ListCriteria = EVERYONE
) -> QuerySet[Profile]:
    """Profiles of the run inside the perimeter, in a total order (pages never overlap)."""
    profiles = perimeter.filter(Profile.objects.filter(run_id=run.pk))
    exact = {
        name: value
        for name in ("specialty", "caisse", "level", "enough")
        if (value := getattr(criteria, name)) not in {"", None}
    }
    return (
        profiles.filter(_matching(criteria.text), **exact)
        .select_related("prescriber")
        .order_by(*_order(criteria.sort))
    )


def profile_of(perimeter: Perimeter, rpps: str, *, number: int | None = None) -> Profile:
    """One published profile; outside the perimeter it does not exist any more than an unknown.

    `number` asks for another run: any that was computed to its end, published or not. A run that
    is held is still to be decided on, one that was refused never has an answer to show.
    """
    runs = _pointer() if number is None else _finished(number)
    profiles = Profile.objects.filter(run_id__in=runs, rpps=rpps)
    return perimeter.filter(profiles).select_related("prescriber", "run").get()


def comparables(profile: Profile) -> Comparables:
    """The group of a profile in one query: numbers, nobody's row.

    Without a perimeter, because the comparables are those of the whole country. Those of whom
    nothing is expected (no list, or no month of practice) are nobody's comparators; a group too
    small falls back on the whole specialty, those of the larger groups with it.
    """
    peers = Profile.objects.filter(
        run_id=profile.run_id, specialty=profile.specialty, exp_days__gt=0
    )
    if not profile.group_fallback:
        # The region goes with the code; it is there for the index.
        peers = peers.filter(region=profile.region, group_code=profile.group_code)
    shown = Q(enough=True, smoothed__isnull=False)
    found = peers.aggregate(
        size=Count("rpps"),
        measured=Count("rpps", filter=shown),
        deciles=_Deciles("smoothed", filter=shown),
    )
    return Comparables(found["size"], found["measured"], tuple(found["deciles"] or ()))


def _pointer() -> QuerySet:
    return Publication.objects.filter(id=1).values("run_id")


def _finished(number: int) -> QuerySet:
    return ProfileRun.objects.filter(
        number=number, state__in=[RunState.COMPUTED, RunState.PUBLISHED]
    ).values("pk")


def _matching(text: str) -> Q:
    """Digits are the beginning of an RPPS number; words begin names, or the commune's name."""
    words = sort_name(text).split()
    if not words:
        return Q()
    if len(words) == 1 and words[0].isdigit():
        return Q(rpps__startswith=words[0][:RPPS_DIGITS])
    name = Q()
    for word in words:
        name &= Q(name_sort__startswith=word) | Q(name_sort__contains=f" {word}")
    communes = Commune.objects.filter(name_sort__startswith=" ".join(words))
    return name | Q(commune_name__in=communes.values("name"))


def _order(sort: str) -> list[OrderBy]:
    """Missing figures come last both ways; the RPPS number makes the order total."""
    name = sort.removeprefix("-")
    column = F(SORTS.get(name, SORTS[DEFAULT_SORT]))
    descending = name in SORTS and sort != name
    first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return [first, F("name_sort").asc(), F("rpps").asc()]
