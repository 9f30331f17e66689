"""Who the patients of a list are, against the lists of the comparables added up."""

from collections.abc import Sequence
from typing import Protocol

from core.charts import Pyramid, PyramidRow, PyramidSide
from core.charts.numbers import NNBSP, fr, percent
from ijstats import PublishedTable, publish_table
from prescribers.models import Profile
from prescribers.presenters.disclosure import HIDDEN, THRESHOLD
from prescribers.rules.ages import AGE_BANDS, SEXES, band_words


WOMEN = 1
OLDER_FROM = 55
READING = (
    "Chaque barre est une part de la liste entière\u202f; le trait noir, la même part des listes "
    "des comparables mises ensemble. Patients actifs de 16 à 70 ans, hors cancers."
)
PURPOSE = (
    "L’attendu tient compte de l’âge et du sexe\u202f: une liste plus âgée que celle des "
    "comparables a déjà un autre attendu."
)
MASKED = "De 1 à 10 patients, et les effectifs qui permettraient de les retrouver."


class Group(Protocol):
    """What the selector knows of the comparables."""

    @property
    def measured(self) -> int: ...

    @property
    def patients(self) -> tuple[int, ...]: ...


def pyramid(profile: Profile, group: Group, *, whole: bool) -> Pyramid | None:
    """None where the list has nobody, and for the runs that did not keep its ages.

    `whole` in the medical space; outside it, counts under 11 are hidden, with those that would
    give them back (row and column totals included: the sentence uses them).
    """
    if not profile.patients_by_age_sex or not sum(profile.patients_by_age_sex):
        return None
    counts = _by_band(profile.patients_by_age_sex)
    shown = publish_table(counts, 1 if whole else THRESHOLD)
    compared = group.measured >= THRESHOLD and sum(group.patients) > 0
    everyone = _by_band(group.patients) if compared else None
    rows = [_row(place, shown, counts, everyone) for place in range(len(AGE_BANDS))]
    return Pyramid(rows, sentence=_sentence(shown, counts, everyone))


def pyramid_notes(*, whole: bool) -> list[tuple[str, str]]:
    notes = [("Lecture", READING), ("Ce qu’elle change", PURPOSE)]
    return notes if whole else [*notes, ("Effectif masqué", MASKED)]


def _by_band(patients: Sequence[int]) -> list[list[int]]:
    return [list(patients[at : at + SEXES]) for at in range(0, len(patients), SEXES)]


def _row(
    place: int, shown: PublishedTable, counts: list[list[int]], everyone: list[list[int]] | None
) -> PyramidRow:
    total = _total(counts)
    sides = [
        PyramidSide(
            HIDDEN if count is None else fr(count),
            None if count is None else count / total,
            everyone[place][sex] / _total(everyone) if everyone else None,
        )
        for sex, count in enumerate(shown.cells[place])
    ]
    return PyramidRow(band_words(*AGE_BANDS[place]), *sides)


def _sentence(
    shown: PublishedTable, counts: list[list[int]], everyone: list[list[int]] | None
) -> str:
    """« 57 % de femmes (52 % chez les comparables) ; 24 % de 55 ans et plus (28 %). »."""
    older = [place for place, (low, _) in enumerate(AGE_BANDS) if low >= OLDER_FROM]
    said = []
    if shown.column_totals[WOMEN] is not None:
        said.append(_part("de femmes", counts, everyone, [(p, WOMEN) for p in range(len(counts))]))
    if None not in [shown.row_totals[place] for place in older]:
        cells = [(place, sex) for place in older for sex in range(SEXES)]
        said.append(_part(f"de {OLDER_FROM} ans et plus", counts, everyone, cells))
    return f"{f'{NNBSP}; '.join(said)}." if said else ""


def _part(
    words: str,
    counts: list[list[int]],
    everyone: list[list[int]] | None,
    cells: Sequence[tuple[int, int]],
) -> str:
    own = percent(sum(counts[row][column] for row, column in cells) / _total(counts))
    if everyone is None:
        return f"{own} {words}"
    theirs = percent(sum(everyone[row][column] for row, column in cells) / _total(everyone))
    return f"{own} {words} ({theirs} chez les comparables)"


def _total(counts: list[list[int]]) -> int:
    return sum(map(sum, counts))
