"""The columns of figures: those that everybody begins with, then those that one may add.

A count of leaves from 1 to 10 is written « NS », and no average or share is made of it.
"""

from collections.abc import Callable
from dataclasses import replace

from core.charts.numbers import NOTHING, fr, interval, percent
from prescribers.models import Profile
from prescribers.presenters.certainty import chance
from prescribers.presenters.column import Column, Read
from prescribers.presenters.disclosure import HIDDEN, is_small, published
from prescribers.presenters.kinds import family_of, published_kinds
from prescribers.presenters.reading import level_words, measured_ratio, smoothed_ratio
from prescribers.presenters.signal import NATIONAL, signal_said


Interval = tuple[float, float, float]
# What a file writes of a probability nearer to 0 or 1 than this: nothing is impossible.
SURELY = 0.0001


def _part(figures: Callable[[Profile], Interval | None], place: int) -> Read:
    def read(profile: Profile) -> str:
        known = figures(profile)
        return NOTHING if known is None else fr(known[place], 2)

    return read


FIGURES = (
    Column(
        "patients",
        "Patients actifs",
        lambda p: published(p.n_patients),
        sort="patients",
        numeric=True,
        masked=False,
        on_card=False,
    ),
    Column(
        "jours",
        "Jours observés",
        lambda p: fr(p.obs_days),
        sort="jours",
        numeric=True,
        on_card=False,
        fields=("obs_days",),
    ),
    Column(
        "attendu",
        "Jours attendus",
        lambda p: fr(p.exp_days),
        sort="attendu",
        numeric=True,
        on_card=False,
        fields=("exp_days",),
    ),
    Column(
        "ratio",
        "Rapport et intervalle",
        _part(measured_ratio, 0),
        sort="ratio",
        parts=(
            ("Rapport", _part(measured_ratio, 0)),
            ("Borne basse à 95 %", _part(measured_ratio, 1)),
            ("Borne haute à 95 %", _part(measured_ratio, 2)),
            ("Lecture de l’intervalle", level_words),
        ),
    ),
    Column(
        "lisse",
        "Ratio lissé",
        _part(smoothed_ratio, 0),
        sort="lisse",
        numeric=True,
        parts=(
            ("Ratio lissé", _part(smoothed_ratio, 0)),
            ("Ratio lissé, borne basse", _part(smoothed_ratio, 1)),
            ("Ratio lissé, borne haute", _part(smoothed_ratio, 2)),
            ("Centile parmi les comparables", lambda p: fr(p.centile, 1)),
            ("Valeur q", lambda p: fr(p.q_value, 4)),
        ),
        fields=("smoothed", "smoothed_low", "smoothed_high", "centile", "q_value"),
    ),
    Column(
        "ecart",
        "Jours en plus",
        lambda p: fr(p.excess_days, sign=True),
        sort="ecart",
        numeric=True,
        fields=("excess_days",),
    ),
    Column(
        "signal",
        "Signal",
        lambda p: signal_said(p).word,
        sort="signal",
        parts=(
            ("Signal", lambda p: signal_said(p).word),
            ("Stabilité du signal", lambda p: p.stability),
        ),
    ),
)


def _number(key: str, title: str, field: str, decimals: int) -> Column:
    return _figure(key, title, lambda p: fr(getattr(p, field), decimals), field)


def _chance(key: str, title: str, field: str) -> Column:
    """« moins de 1 % » on the screen and on paper; a number for a spreadsheet, never 0 nor 100."""

    def number(profile: Profile) -> str:
        known = getattr(profile, field)
        return NOTHING if known is None else percent(min(max(known, SURELY), 1 - SURELY), 2)

    def words(profile: Profile) -> str:
        known = getattr(profile, field)
        return NOTHING if known is None else chance(known)

    return replace(_figure(key, title, words, field), parts=((title, number),))


def _share(key: str, title: str, name: str) -> Column:
    """The share of the leaves of a kind, masked as on the page of the prescriber.

    Sorted when the family has two kinds: a small one then hides both, as the order does. Among
    four, which one is hidden beside it is no matter for a database.
    """
    family = family_of(name)
    fields = sorted({column for kind in family for column in kind.columns})

    def read(profile: Profile) -> str:
        if profile.leaves_initial is None or not profile.obs_leaves:
            return NOTHING
        count = published_kinds(profile, family)[name]
        return HIDDEN if count is None else percent(count / profile.obs_leaves, 1)

    return replace(
        _figure(key, title, read, "leaves_initial", *fields), sort=key if len(family) == 2 else ""
    )


def _leaves_ratio(profile: Profile) -> str:
    return HIDDEN if is_small(profile.obs_leaves) else fr(profile.ratio_leaves, 2)


def _duration(profile: Profile) -> str:
    if is_small(profile.obs_leaves):
        return HIDDEN
    return fr(profile.obs_days / profile.obs_leaves, 1) if profile.obs_leaves else NOTHING


def _patients_seen(profile: Profile) -> str:
    return NOTHING if profile.patients_seen is None else published(profile.patients_seen)


def _between(low: str, high: str) -> Read:
    def read(profile: Profile) -> str:
        ends = getattr(profile, low), getattr(profile, high)
        return NOTHING if None in ends else interval(*ends)

    return read


def _euros(profile: Profile) -> str:
    return fr(profile.obs_amount_cents / 100)


def _group(profile: Profile) -> str:
    """« MG·93 », and that the comparison is with the whole country when it is."""
    return f"{profile.group_code}, {NATIONAL}" if profile.group_fallback else profile.group_code


def _figure(key: str, title: str, read: Read, *fields: str) -> Column:
    """Sorted by its own name."""
    return Column(key, title, read, sort=key, numeric=True, on_card=False, fields=fields)


MORE_FIGURES = (
    Column(
        "intervalle",
        "Intervalle en chiffres",
        _between("ci_low", "ci_high"),
        numeric=True,
        on_card=False,
    ),
    _chance("depasse", "Probabilité que le rapport dépasse 1,5", "p_over_15"),
    _chance("haut", "Probabilité d’être au décile haut", "p_top"),
    _number("centile", "Centile parmi les comparables", "centile", 1),
    _number("valeur-q", "Valeur q", "q_value", 4),
    _figure("arrets", "Arrêts observés", lambda p: published(p.obs_leaves), "obs_leaves"),
    _number("arrets-attendus", "Arrêts attendus", "exp_leaves", 0),
    _figure("ratio-arrets", "Rapport des arrêts", _leaves_ratio, "obs_leaves", "ratio_leaves"),
    _figure("duree", "Durée moyenne, en jours", _duration, "obs_days", "obs_leaves"),
    _figure("montant", "Montant, en euros", _euros, "obs_amount_cents"),
    _number("ratio-montant", "Rapport des montants", "ratio_amount", 2),
    _figure("vus", "Patients vus", _patients_seen, "patients_seen"),
    _number("ratio-vus", "Rapport par patient vu", "seen_ratio_days", 2),
    _share("atmp", "Part AT/MP", "work_related"),
    _share("longs", "Part de plus de 90 jours", "longest"),
    _share("courts", "Part de trois jours au plus", "short"),
    _share("distance", "Part en téléconsultation", "remote"),
    Column(
        "mois",
        "Mois d’activité",
        lambda p: fr(p.months_active),
        sort="mois",
        numeric=True,
        masked=False,
        on_card=False,
    ),
    Column("groupe", "Groupe de comparaison", _group, on_card=False, fields=("group_code",)),
)
