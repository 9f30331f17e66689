"""Doubts that the refused rows of a month raise: shifted columns, dates of another month."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from core.charts.numbers import fr, month_name, percent
from prescribers.ingestion.doubts import Doubt
from prescribers.ingestion.outcome import Counts
from prescribers.ingestion.problems import SENTENCES


# Of a file of fewer rows each line is read by the person who sent it: the rejects say enough.
FEWEST_ROWS = 20
# A sound feed has one bad row in two thousand; one in five is no accident of typing.
MOST_REJECTED = 0.2
# Half of the rows in another month: the name of the file is wrong, or its dates are.
MOST_MISDATED = 0.5
MOST_COLUMNS = 4
MISDATED = frozenset({"HORS_MOIS", "MOIS_AUTRE"})
# What a value of one column looks like in the place of another one.
SHAPES = {
    *("VIDE", "ENTIER", "NOMBRE", "BORNES", "DATE", "LISTE", "FORME", "LONGUEUR", "NIR"),
    *("RPPS_FORME", "RPPS_CLE", "LIGNE_COLONNES", "LIGNE_GUILLEMET", "LIGNE_TROP_LONGUE"),
}

# Rows by column and code of their fault.
Faults = Mapping[tuple[str, str], int]


def misdated_rows(counts: Counts, faults: Faults) -> int:
    """How many rows are of another month, when they are most of the file; else 0."""
    rows = sum(number for (_, code), number in faults.items() if code in MISDATED)
    large = counts.read >= FEWEST_ROWS and rows > MOST_MISDATED * counts.read
    return rows if large else 0


def misdated(month: date, rows: int, counts: Counts, seen: Counter[date]) -> Doubt:
    """`seen`: the rows of the file by month of their date, where they have one."""
    most = ""
    if seen:
        likest, number = seen.most_common(1)[0]
        most = f" Mois le plus vu : {month_name(likest)} ({fr(number)} lignes)."
    return Doubt(
        "DATES",
        f"{fr(rows)} lignes sur {fr(counts.read)} ne sont pas de {month_name(month)}, le mois du "
        f"fichier.{most} Vérifiez l’année et le nom du fichier avec l’expéditeur.",
    )


def too_many_rejects(counts: Counts, faults: Faults) -> Doubt | None:
    if counts.read < FEWEST_ROWS or counts.rejected <= MOST_REJECTED * counts.read:
        return None
    misshapen = sum(number for (_, code), number in faults.items() if code in SHAPES)
    # Once more than every other row refused has a cell of a wrong shape, columns have moved.
    if misshapen * 2 >= counts.rejected:
        return Doubt("COLONNES_DECALEES", _sentence(counts, _columns(faults), SHIFTED))
    return Doubt("REJETS", _sentence(counts, _reasons(faults), REFUSED))


SHIFTED = (
    "Des colonnes semblent décalées, ou leur contenu a changé : comparez l’en-tête et une ligne "
    "avec le format attendu."
)
REFUSED = "Corrigez le fichier, ou importez d’abord les fichiers auxquels il renvoie."


def _sentence(counts: Counts, worst: str, advice: str) -> str:
    return (
        f"{fr(counts.rejected)} lignes rejetées sur {fr(counts.read)} "
        f"({percent(counts.rejected / counts.read)}) ; moins de {percent(MOST_REJECTED)} "
        f"attendues. Le plus touché : {worst}. {advice}"
    )


def _columns(faults: Faults) -> str:
    by_column: Counter[str] = Counter()
    for (column, code), number in faults.items():
        if code in SHAPES:
            by_column[column or "ligne entière"] += number
    most = by_column.most_common(MOST_COLUMNS)
    return ", ".join(f"{column} ({fr(number)})" for column, number in most)


def _reasons(faults: Faults) -> str:
    """The fault met most often, in the words of the rejects."""
    (column, code), number = max(faults.items(), key=lambda one: one[1])
    said = SENTENCES[code].rstrip(".")
    return f"{column or 'ligne entière'} ({fr(number)} : {said[0].lower()}{said[1:]})"
