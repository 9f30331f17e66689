"""The order of the list: a total one, that no hidden figure decides.

Rows without the figure come last both ways; the name, then the RPPS number, settle ties.
"""

from collections.abc import Callable, Mapping

from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable, Expression, OrderBy
from django.db.models.functions import Cast, NullIf

from prescribers.models import Profile
from prescribers.presenters.disclosure import THRESHOLD


DEFAULT_SORT = "-ecart"
# Counts that are written « NS ».
SMALL = (1, THRESHOLD - 1)
Made = Callable[[], Expression | F]


def _shown(value: Combinable) -> Expression:
    """Nothing where the page writes « NS »: a count of 1 to 10."""
    return Case(When(obs_leaves__range=SMALL, then=None), default=value)


def _share(field: str) -> Made:
    """The share of the leaves of a kind, where neither they nor the others are few."""
    counted = F(field)
    few = (
        Q(leaves_initial=None)
        | Q(**{f"{field}__range": SMALL})
        | Q(obs_leaves__range=(counted + SMALL[0], counted + SMALL[1]))
    )
    return lambda: Case(
        When(few, then=None),
        default=Cast(F(field), FloatField()) / NullIf(F("obs_leaves"), Value(0)),
    )


def _duration() -> Expression:
    return _shown(Cast(F("obs_days"), FloatField()) / NullIf(F("obs_leaves"), Value(0)))


def _patients(field: str) -> Made:
    """Counts of 1 to 10 are one figure, « NS »: their order says nothing."""
    hidden = {f"{field}__range": SMALL}
    return lambda: Case(
        When(**hidden, then=Value(1)), default=F(field), output_field=IntegerField()
    )


def _field(name: str) -> Made:
    return lambda: F(name)


OPEN: Mapping[str, Made] = {
    "nom": _field("name_sort"),
    "specialite": _field("specialty"),
    "commune": lambda: NullIf(F("commune_name"), Value("")),
    "caisse": _field("caisse"),
    "region": _field("region"),
    "patients": _patients("n_patients"),
    "mois": _field("months_active"),
}
# Hidden below the minima: such a row must not be placed by a figure that nobody may read.
MASKED: Mapping[str, Made] = {
    "jours": _field("obs_days"),
    "attendu": _field("exp_days"),
    "ratio": _field("ratio_days"),
    "lisse": _field("smoothed"),
    "ecart": _field("excess_days"),
    # In the order of the alphabet: aucun, signal, signal_fort.
    "signal": _field("signal"),
    "arrets": lambda: _shown(F("obs_leaves")),
    "arrets-attendus": _field("exp_leaves"),
    "ratio-arrets": lambda: _shown(F("ratio_leaves")),
    "montant": _field("obs_amount_cents"),
    "ratio-montant": _field("ratio_amount"),
    "vus": _patients("patients_seen"),
    "ratio-vus": _field("seen_ratio_days"),
    "duree": _duration,
    "atmp": _share("leaves_work_related"),
    "distance": _share("leaves_teleconsultation"),
    "centile": _field("centile"),
    "haut": _field("p_top"),
    "depasse": _field("p_over_15"),
    "valeur-q": _field("q_value"),
}
SORT_NAMES = OPEN.keys() | MASKED.keys()


def known_sort(asked: str) -> str:
    return asked if asked.removeprefix("-") in SORT_NAMES else DEFAULT_SORT


def place(sort: str) -> Expression | F:
    """What a row is placed by; nothing when its figure is hidden."""
    name = sort.removeprefix("-")
    if name in OPEN:
        return OPEN[name]()
    return Case(When(enough=True, then=MASKED[name]()), default=None)


def ordered(profiles: QuerySet[Profile], sort: str) -> QuerySet[Profile]:
    return profiles.order_by(_by(place(sort), sort), "name_sort", "rpps")


def _by(expression: Expression | F, sort: str) -> OrderBy:
    return OrderBy(expression, descending=sort.startswith("-"), nulls_last=True)
