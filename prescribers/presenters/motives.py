"""Families of motives and reference durations: the medical space alone."""

from dataclasses import dataclass

from core.charts import StructureBars, StructureRow
from core.charts.numbers import NBSP, NNBSP, fr, percent
from prescribers.presenters.words import counted
from prescribers.rules.motive_counts import Motives, ReferenceCount
from prescribers.rules.motives import Reference, family_words, motive_label


READING = (
    "Part des jours indemnisés de la période. Le motif est celui que l’avis déclare. Le calcul ne "
    "garde pas les motifs des comparables\u202f: aucune comparaison n’est faite."
)


@dataclass(frozen=True)
class ReferenceLine:
    """How many whole leaves of a motive went beyond the sheets; `share` of those."""

    motive: str
    reference: str
    leaves: str
    beyond: str
    share: str


def motive_bars(motives: Motives) -> StructureBars | None:
    """None without a leave to read: none written, or all of them for another caisse."""
    if not motives.days:
        return None
    rows = [
        StructureRow(family_words(found.family), fr(found.days), found.days / motives.days)
        for found in motives.families
    ]
    return StructureBars(
        rows,
        sentence=_sentence(motives),
        title="Jours indemnisés par famille de motifs",
        first_column="Famille de motifs",
        count_column="Jours",
    )


def reference_lines(motives: Motives) -> list[ReferenceLine]:
    return [_line(found) for found in motives.references]


def reference_words(reference: Reference | None) -> str:
    """« 2 à 35 j », « 14 j », « aucune »."""
    if reference is None:
        return "aucune"
    if reference.low == reference.high:
        return f"{reference.high}{NBSP}j"
    return f"{reference.low} à {reference.high}{NBSP}j"


def _line(found: ReferenceCount) -> ReferenceLine:
    return ReferenceLine(
        motive_label(found.motive),
        reference_words(found.reference),
        fr(found.chains),
        fr(found.beyond),
        percent(found.beyond / found.chains),
    )


def _sentence(motives: Motives) -> str:
    first = motives.families[0]
    days = counted(motives.days, "jour indemnisé", "jours indemnisés")
    leaves = counted(motives.leaves, "arrêt", "arrêts")
    return (
        f"{days} pour {leaves}{NNBSP}; première famille{NNBSP}: {family_words(first.family)}, "
        f"{percent(first.days / motives.days)} des jours."
    )
