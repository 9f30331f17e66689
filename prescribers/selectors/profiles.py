"""The published profiles that a perimeter may see, searched, filtered and sorted."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet
from django.db.models.expressions import OrderBy

from accounts.perimeter import Perimeter
from prescribers.enums import RunState
from prescribers.models import Profile, ProfileRun, Publication
from prescribers.selectors.search import matching


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


def run_numbered(perimeter: Perimeter, number: int) -> ProfileRun | None:
    """Any run that was computed to its end, published or not, a study too."""
    return ProfileRun.objects.filter(pk__in=_finished(number)).first()


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
        profiles.filter(matching(criteria.text), **exact)
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
    """The group of a profile in one query: numbers, nobody's row."""
    shown = Q(enough=True, smoothed__isnull=False)
    found = peers_of(profile).aggregate(
        size=Count("rpps"),
        measured=Count("rpps", filter=shown),
        deciles=_Deciles("smoothed", filter=shown),
    )
    return Comparables(found["size"], found["measured"], tuple(found["deciles"] or ()))


def peers_of(profile: Profile) -> QuerySet[Profile]:
    """Those with whom a profile is compared, himself included.

    Without a perimeter, because the comparables are those of the whole country. Those of whom
    nothing is expected (no list, or no month of practice) are nobody's comparators; a group too
    small falls back on the whole specialty, those of the larger groups with it.
    """
    peers = Profile.objects.filter(
        run_id=profile.run_id, specialty=profile.specialty, exp_days__gt=0
    )
    if profile.group_fallback:
        return peers
    # The region goes with the code; it is there for the index.
    return peers.filter(region=profile.region, group_code=profile.group_code)


def _pointer() -> QuerySet:
    return Publication.objects.filter(id=1).values("run_id")


def _finished(number: int) -> QuerySet:
    return ProfileRun.objects.filter(
        number=number, state__in=[RunState.COMPUTED, RunState.PUBLISHED]
    ).values("pk")


def _order(sort: str) -> list[OrderBy]:
    """Missing figures come last both ways; the RPPS number makes the order total."""
    name = sort.removeprefix("-")
    column = F(SORTS.get(name, SORTS[DEFAULT_SORT]))
    descending = name in SORTS and sort != name
    first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return [first, F("name_sort").asc(), F("rpps").asc()]
