"""One file, from its path to its rows in the database, whatever its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from prescribers.enums import SourceKind
from prescribers.ingestion.activity import code_activity, store_activity
from prescribers.ingestion.caisses import code_caisses, store_caisses
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.directory import code_prescribers, store_prescribers
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.gathered import Gathered, Gathering
from prescribers.ingestion.leaves import code_leaves, store_leaves
from prescribers.ingestion.manifest import Announced, announced, compare_content, compare_rows
from prescribers.ingestion.memberships import code_memberships, store_memberships
from prescribers.ingestion.outcome import Columns, Counts, Delivery, Stored, Totals
from prescribers.ingestion.patient_lists import code_patient_lists, store_patient_lists
from prescribers.ingestion.reader import Source, open_source
from prescribers.ingestion.refusals import FileRefused
from prescribers.ingestion.register import code_register, store_register
from prescribers.ingestion.rejects import Rejects
from prescribers.ingestion.senders_totals import SendersTotals
from prescribers.ingestion.structures import (
    code_establishments,
    code_structures,
    store_establishments,
    store_structures,
)
from prescribers.ingestion.territories import (
    code_communes,
    code_iris,
    store_communes,
    store_iris,
)


@dataclass(frozen=True)
class Kind:
    """What is done of a chunk of rows, then of the whole file."""

    code: Callable[[Checks, Delivery], Columns]
    store: Callable[[Gathered, Delivery], Stored]
    # Some rules look at the refused rows too.
    keep_refused: bool = False


KINDS: Final[dict[SourceKind, Kind]] = {
    SourceKind.CAISSES: Kind(code_caisses, store_caisses),
    SourceKind.COMMUNES: Kind(code_communes, store_communes),
    SourceKind.IRIS: Kind(code_iris, store_iris),
    SourceKind.RPPS: Kind(code_register, store_register),
    SourceKind.FINESS: Kind(code_establishments, store_establishments),
    SourceKind.STRUCTURES: Kind(code_structures, store_structures),
    SourceKind.PRESCRIPTEURS: Kind(code_prescribers, store_prescribers, keep_refused=True),
    SourceKind.APPARTENANCES: Kind(code_memberships, store_memberships, keep_refused=True),
    SourceKind.ACTIVITE: Kind(code_activity, store_activity),
    SourceKind.PATIENTELE: Kind(code_patient_lists, store_patient_lists),
    SourceKind.ARRETS: Kind(code_leaves, store_leaves),
}


@dataclass(frozen=True)
class Loaded:
    """What became of a file: its counts, its faults, and the columns nobody read."""

    counts: Counts
    rejects: Rejects
    ignored: tuple[str, ...]
    absent: tuple[str, ...]
    totals: tuple[Totals, ...] = ()


_EVERY_ROW_WRONG = ("AUCUNE_LIGNE", "Aucune ligne du fichier ne peut être retenue.")
_HEADER_ONLY = ("FICHIER_VIDE", "Le fichier n’a que son en-tête : aucune ligne à importer.")


class NoRowKept(FileRefused):
    """No row, or every row wrong: nothing is written, and the account says why, row by row."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__(*(_EVERY_ROW_WRONG if loaded.counts.read else _HEADER_ONLY))
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
    source = open_source(path, FORMATS[kind])
    delivery = Delivery(month, by, said.synthetic)
    rejects = Rejects()
    rows, read = _read(source, KINDS[kind], delivery, said, rejects)
    stored = KINDS[kind].store(rows, delivery) if rows.ok.any() else _nothing(rows)
    rejects.add_late(rows)
    counts = _count(read, rows, stored)
    loaded = Loaded(counts, rejects, source.ignored, source.absent, stored.totals)
    if not counts.accepted:
        raise NoRowKept(loaded)
    return loaded


def _read(
    source: Source, kind: Kind, delivery: Delivery, said: Announced, rejects: Rejects
) -> tuple[Gathered, int]:
    """Check the file chunk by chunk; the rows to store, and how many were read."""
    gathering, totals, read = Gathering(keep_refused=kind.keep_refused), SendersTotals(said), 0
    for chunk in source.chunks():
        checks = Checks(chunk)
        if len(chunk.lines):
            gathering.add(checks, kind.code(checks, delivery))
        rejects.add(checks)
        totals.add(chunk)
        read += chunk.read
    compare_rows(said, read)
    totals.compare()
    return gathering.whole(), read


def _nothing(rows: Gathered) -> Stored:
    return Stored(np.zeros(len(rows), np.bool_))


def _count(read: int, rows: Gathered, stored: Stored) -> Counts:
    """A refused row is refused even when it doubles another."""
    good = int(rows.ok.sum())
    duplicates = int((rows.ok & stored.duplicates).sum())
    return Counts(read, accepted=good - duplicates, rejected=read - good, duplicates=duplicates)


def _compare_month(said: Announced, month: date | None) -> None:
    if said.month and month is not None and said.month != f"{month:%Y-%m}":
        raise FileRefused(
            "MANIFESTE_MOIS",
            f"Le manifeste annonce le mois {said.month} : ce n’est pas celui qui est demandé "
            f"({month:%Y-%m}).",
        )
