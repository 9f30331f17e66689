"""What the leaves of a prescriber are made of, against the same shares of his comparables."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.charts import StructureBars, StructureRow
from core.charts.numbers import NNBSP, fr, percent
from prescribers.models import Profile
from prescribers.presenters.disclosure import HIDDEN, THRESHOLD
from prescribers.presenters.kinds import published_kinds
from prescribers.presenters.reading import measured_ratio
from prescribers.presenters.words import counted
from prescribers.rules.kinds import FAMILIES, KINDS, Kind


KIND_WORDS = {
    "short": "3 jours au plus",
    "middle": "4 à 30 jours",
    "long": "31 à 90 jours",
    "longest": "Plus de 90 jours",
    "initial": "Arrêts initiaux",
    "prolongation": "Prolongations",
    "illness": "Maladie",
    "work_related": "Accident du travail, maladie professionnelle",
    "present": "En présence",
    "remote": "En téléconsultation",
}
# After a share, as a sentence names them.
SENTENCE_WORDS = {
    "short": "d’arrêts de 3 jours au plus",
    "middle": "d’arrêts de 4 à 30 jours",
    "long": "d’arrêts de 31 à 90 jours",
    "longest": "d’arrêts de plus de 90 jours",
    "initial": "d’arrêts initiaux",
    "prolongation": "de prolongations",
    "illness": "d’arrêts pour maladie",
    "work_related": "d’arrêts pour accident du travail ou maladie professionnelle",
    "present": "d’arrêts prescrits en présence",
    "remote": "d’arrêts prescrits en téléconsultation",
}
USUAL = "Chaque part est de celles que l’on voit chez huit comparables sur dix."
ALONE = "Moins de onze comparables à effectif suffisant\u202f: leurs parts ne sont pas montrées."
READING = (
    "Quatre façons de partager les mêmes arrêts\u202f: durée, nature, risque, lieu. Dans chacune, "
    "les parts du prescripteur font 100\u202f%. La barre grise est la part du comparable "
    "médian\u202f; le trait va du dixième le plus bas au dixième le plus haut."
)
DURATION = (
    "Celle d’un avis, initial ou prolongation\u202f: en jours de calendrier jusqu’à trois, en "
    "jours indemnisés au-delà."
)
MASKED = (
    "De 1 à 10 arrêts, et ceux qui permettraient de les retrouver\u202f: dix arrêts peuvent être "
    "ceux d’une seule personne."
)


class Group(Protocol):
    """What the selector knows of the comparables."""

    @property
    def measured(self) -> int: ...

    @property
    def shares(self) -> Mapping[str, tuple[float, float, float]]: ...


def structure_bars(profile: Profile, group: Group, *, whole: bool) -> StructureBars | None:
    """None below the minima and for older runs; `whole` in the medical space: nothing hidden."""
    if measured_ratio(profile) is None or profile.leaves_initial is None or not profile.obs_leaves:
        return None
    rows = [row for family in FAMILIES for row in _rows(profile, group, family, whole=whole)]
    return StructureBars(rows, sentence=structure_sentence(rows, group))


def structure_sentence(rows: Sequence[StructureRow], group: Group) -> str:
    """The share farthest outside those of eight comparables in ten, if one is."""
    if group.measured < THRESHOLD:
        return ALONE
    kind, row = max(zip(KINDS, rows, strict=True), key=lambda pair: _beyond(pair[1]))
    if row.group is None or not _beyond(row)[0]:
        return USUAL
    people = counted(group.measured, "comparable", "comparables")
    return (
        f"{percent(row.share, 1)} {SENTENCE_WORDS[kind.name]}, pour une médiane de "
        f"{percent(row.group[1], 1)} chez {people}{NNBSP}: hors de ce que l’on voit chez huit "
        "comparables sur dix."
    )


def structure_notes(*, whole: bool) -> list[tuple[str, str]]:
    notes = [("Lecture", READING), ("Durée", DURATION)]
    return notes if whole else [*notes, ("Effectif masqué", MASKED)]


def _rows(
    profile: Profile, group: Group, family: Sequence[Kind], *, whole: bool
) -> list[StructureRow]:
    shown = published_kinds(profile, family, whole=whole)
    return [
        StructureRow(
            KIND_WORDS[name],
            HIDDEN if count is None else fr(count),
            None if count is None else count / profile.obs_leaves,
            group.shares.get(name) if group.measured >= THRESHOLD else None,
            first=place == 0,
        )
        for place, (name, count) in enumerate(shown.items())
    ]


def _beyond(row: StructureRow) -> tuple[float, bool]:
    """How far outside P10–P90 the share lies, 0 inside; of two mirrored ones, the higher first."""
    if row.share is None or row.group is None:
        return 0.0, False
    low, median, high = row.group
    return round(max(row.share - high, low - row.share, 0.0), 9), row.share > median
