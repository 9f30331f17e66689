"""What a loader is given, and what it gives back."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from prescribers.ingestion.checks import Bools, Checks


@dataclass(frozen=True)
class Delivery:
    """The circumstances of a file; a loader asks nothing else of the world."""

    month: date | None
    by: int | None
    synthetic: bool = False


@dataclass(frozen=True)
class Counts:
    """Every row read is in exactly one of the three others."""

    read: int
    accepted: int
    rejected: int
    duplicates: int


def count(checks: Checks, duplicate: Bools) -> Counts:
    """A refused row is refused even when it doubles another."""
    return Counts(
        read=checks.rows.read,
        accepted=int((checks.ok & ~duplicate).sum()),
        rejected=checks.rows.read - int(checks.ok.sum()),
        duplicates=int((checks.ok & duplicate).sum()),
    )


def later_twins(checks: Checks, *keys: np.ndarray) -> Bools:
    """The good rows whose keys were already seen on an earlier good row."""
    good = np.flatnonzero(checks.ok)
    columns = [key[good] for key in keys]
    # lexsort is stable: among equal keys the order of the file remains.
    order = np.lexsort(columns)
    same = np.ones(max(len(order) - 1, 0), np.bool_)
    for column in columns:
        ordered = column[order]
        same &= ordered[1:] == ordered[:-1]
    twins = np.zeros(len(checks.ok), np.bool_)
    twins[good[order[1:][same]]] = True
    return twins
