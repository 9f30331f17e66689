"""One file, from its path to its rows in the database, whatever its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prescribers.enums import SourceKind
from prescribers.ingestion.caisses import load_caisses
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.directory import load_names, load_prescribers
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.leaves import load_leaves
from prescribers.ingestion.manifest import Announced, announced, compare_content, compare_rows
from prescribers.ingestion.outcome import Counts, Delivery
from prescribers.ingestion.patient_lists import load_patient_lists
from prescribers.ingestion.reader import read_rows
from prescribers.ingestion.refusals import FileRefused
from prescribers.ingestion.rejects import Reject, rejects_of
from prescribers.ingestion.territories import load_communes, load_iris


LOADERS: dict[SourceKind, Callable[[Checks, Delivery], Counts]] = {
    SourceKind.CAISSES: load_caisses,
    SourceKind.COMMUNES: load_communes,
    SourceKind.IRIS: load_iris,
    SourceKind.RPPS: load_names,
    SourceKind.PRESCRIPTEURS: load_prescribers,
    SourceKind.PATIENTELE: load_patient_lists,
    SourceKind.ARRETS: load_leaves,
}


@dataclass(frozen=True)
class Loaded:
    """What became of a file: its counts, its faults, and the columns nobody read."""

    counts: Counts
    rejects: list[Reject]
    ignored: tuple[str, ...]
    absent: tuple[str, ...]


class NoRowKept(FileRefused):
    """Every row was wrong: nothing is written, and the account says why, row by row."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__("AUCUNE_LIGNE", "Aucune ligne du fichier ne peut être retenue.")
        self.loaded = loaded


def load_file(
    *, kind: SourceKind, path: Path, sha256: str, month: date | None, by: int | None
) -> Loaded:
    """Read, check and write one file, in the caller's transaction.

    Raises:
        FileRefused: the file as a whole; nothing of it was written that the caller may keep.
        NoRowKept: read to its end, without one good row.
    """
    said = announced(path)
    compare_content(said, sha256)
    _compare_month(said, month)
    rows = read_rows(path, FORMATS[kind])
    compare_rows(said, rows.read)
    if not rows.read:
        raise FileRefused("FICHIER_VIDE", "Le fichier n’a que son en-tête.")
    checks = Checks(rows)
    counts = LOADERS[kind](checks, Delivery(month, by, said.synthetic))
    absent = tuple(c.name for c in FORMATS[kind].columns if not rows.has(c.name))
    loaded = Loaded(counts, sorted(rejects_of(checks)), rows.ignored, absent)
    if not counts.accepted:
        raise NoRowKept(loaded)
    return loaded


def _compare_month(said: Announced, month: date | None) -> None:
    if said.month and month is not None and said.month != f"{month:%Y-%m}":
        raise FileRefused(
            "MANIFESTE_MOIS",
            f"Le manifeste annonce le mois {said.month} : ce n’est pas celui qui est demandé.",
        )
