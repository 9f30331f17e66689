"""The indicators of a profile on one drawing, each aligned on what is expected of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.charts import Spine, SpineRow, StructureRow, level_of
from core.charts.numbers import NNBSP, percent, times
from core.charts.spine import Spread
from prescribers.models import Profile
from prescribers.presenters.disclosure import THRESHOLD
from prescribers.presenters.indicators import Compared, compared
from prescribers.presenters.reading import mark_shown, measured_ratio
from prescribers.presenters.structure import Group, structure_bars


# Rows of the structure that are also indicators, and their name out of their family.
SHARES = {
    "Plus de 90 jours": "Part des arrêts de plus de 90 jours",
    "31 à 90 jours": "Part des arrêts de 31 à 90 jours",
    "3 jours au plus": "Part des arrêts de 3 jours au plus",
    "Prolongations": "Part des prolongations",
}
READING = (
    "Chaque ligne compare le prescripteur à ce que prescriraient ses comparables à la même "
    "patientèle. L’échelle est la même partout : 2 veut dire deux fois l’attendu."
)
SHARE_NOTE = (
    "Une part est rapportée à celle du comparable médian, sans ajustement ni intervalle : elle "
    "situe, elle ne dit pas si le hasard suffit."
)
ALONE = "Moins de onze comparables à effectif suffisant : leur dispersion n’est pas montrée."


class Ratios(Protocol):
    """What the selector knows of the ratios of the comparables."""

    @property
    def measured(self) -> int: ...

    @property
    def spread(self) -> Mapping[str, Spread]: ...


def spine(profile: Profile, ratios: Ratios, group: Group) -> Spine | None:
    """None below the minima; money comes last."""
    if measured_ratio(profile) is None:
        return None
    spreads = ratios.spread if ratios.measured >= THRESHOLD else {}
    known = [line for line in compared(profile) if line.ratio]
    money = [line for line in known if line.column == "ratio_amount"]
    first = [_row(profile, line, spreads) for line in known if line not in money]
    last = [_row(profile, line, spreads) for line in money]
    rows = [row for row in (*first, *_shares(profile, group), *last) if row is not None]
    return Spine(rows, sentence=_sentence(profile))


def spine_notes(profile: Profile, ratios: Ratios) -> list[tuple[str, str]]:
    notes = [("Lecture", READING), ("Parts", SHARE_NOTE)]
    return notes if ratios.measured >= THRESHOLD else [*notes, ("Comparables", ALONE)]


def _row(profile: Profile, line: Compared, spreads: Mapping[str, Spread]) -> SpineRow | None:
    if line.ratio is None:
        return None
    low, high = line.limits
    known = None if low is None or high is None else (low, high)
    level = None if known is None else level_of(line.ratio, *known)
    if line.column == "ratio_days":
        level = mark_shown(profile)
    return SpineRow(
        line.name, line.observed, line.expected, line.ratio, known, level, spreads.get(line.column)
    )


def _shares(profile: Profile, group: Group) -> list[SpineRow]:
    """As the tab of the structure masks them; against the median of the comparables."""
    bars = structure_bars(profile, group, whole=False)
    shown: Sequence[StructureRow] = bars.rows if bars else ()
    return [
        SpineRow(
            SHARES[row.name],
            percent(row.share, 1),
            f"{percent(row.group[1], 1)} (médiane)",
            row.share / row.group[1],
        )
        for row in shown
        if row.name in SHARES and row.share and row.group and row.group[1] > 0
    ]


def _sentence(profile: Profile) -> str:
    """« 1,58 fois les jours attendus : 1,25 fois les arrêts, 1,26 fois les jours par arrêt. »."""
    lines = {line.column: line.ratio for line in compared(profile)}
    days = f"{times(lines['ratio_days'])} les jours attendus"
    leaves, length = lines.get("ratio_leaves"), lines.get("ratio_length")
    if leaves is None or length is None:
        return f"{days}."
    return (
        f"{days}{NNBSP}: {times(leaves)} le nombre d’arrêts attendu, "
        f"{times(length)} la durée attendue d’un arrêt."
    )
