"""The columns of the list of prescribers: one description draws the screen and the CSV."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.charts.numbers import NOTHING, fr
from prescribers.models import Profile
from prescribers.presenters.disclosure import published
from prescribers.presenters.reading import level_words, measured_ratio, smoothed_ratio
from prescribers.presenters.signal import signal_said
from prescribers.presenters.words import family_name_first, short_caisse_name, specialty_name


Read = Callable[[Profile], str]
Interval = tuple[float, float, float]


@dataclass(frozen=True)
class Column:
    """`parts`: what the CSV writes in several columns where the screen has one, read in order.

    `masked`: hidden below the minima. `sort`: its name in the address. `on_card`: kept on a phone.
    """

    key: str
    title: str
    read: Read
    sort: str = ""
    numeric: bool = False
    masked: bool = True
    on_card: bool = True
    parts: tuple[tuple[str, Read], ...] = ()

    @cached_property
    def classes(self) -> str:
        """Figures to the right, places free to wrap; what a phone's card leaves out."""
        return f"{'num' if self.numeric else 'wrap'}{'' if self.on_card else ' hide-card'}"

    @property
    def exported(self) -> tuple[tuple[str, Read], ...]:
        return self.parts or ((self.title, self.read),)


def _part(figures: Callable[[Profile], Interval | None], place: int) -> Read:
    def read(profile: Profile) -> str:
        known = figures(profile)
        return NOTHING if known is None else fr(known[place], 2)

    return read


NAME = Column(
    "nom",
    "Prescripteur",
    lambda p: family_name_first(p.prescriber),
    sort="nom",
    masked=False,
    parts=(
        ("Prescripteur", lambda p: family_name_first(p.prescriber)),
        ("RPPS", lambda p: p.rpps),
    ),
)
SPECIALTY = Column(
    "specialite",
    "Spécialité",
    lambda p: specialty_name(p.specialty),
    sort="specialite",
    masked=False,
    on_card=False,
)
COMMUNE = Column(
    "commune", "Commune", lambda p: p.commune_name or NOTHING, sort="commune", masked=False
)
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
    ),
    Column(
        "attendu",
        "Jours attendus",
        lambda p: fr(p.exp_days),
        sort="attendu",
        numeric=True,
        on_card=False,
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
    ),
    Column(
        "ecart",
        "Jours en plus",
        lambda p: fr(p.excess_days, sign=True),
        sort="ecart",
        numeric=True,
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
SORT_WORDS = {
    "nom": "nom",
    "specialite": "spécialité",
    "commune": "commune",
    "caisse": "caisse",
    "patients": "patients actifs",
    "jours": "jours observés",
    "attendu": "jours attendus",
    "ratio": "rapport à l’attendu",
    "ecart": "jours au-delà de l’attendu",
    "lisse": "ratio lissé",
    "signal": "signal",
}


def list_columns(caisses: Mapping[str, str]) -> tuple[Column, ...]:
    """The caisse has a column when the list may hold more than one."""
    caisse = Column(
        "caisse",
        "Caisse",
        lambda p: short_caisse_name(p.caisse, caisses),
        sort="caisse",
        masked=False,
        on_card=False,
    )
    where = (COMMUNE, caisse) if len(caisses) > 1 else (COMMUNE,)
    return (NAME, SPECIALTY, *where, *FIGURES)
