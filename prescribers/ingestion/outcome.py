"""What the two functions of a kind are given, and what they give back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.coding import Known


# One array a name, aligned with the rows of the chunk.
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Delivery:
    """The circumstances of a file; a kind asks nothing else of the world."""

    month: date | None
    by: int | None
    synthetic: bool = False
    # Read from the database once a file, and only what the kind asks for.
    known: Known = field(default_factory=Known)


@dataclass(frozen=True)
class Counts:
    """Every row read is in exactly one of the three others."""

    read: int
    accepted: int
    rejected: int
    duplicates: int


@dataclass(frozen=True)
class Totals:
    """What one caisse has in a monthly file, once stored: days, patients or acts, and cents."""

    caisse: str
    rows: int
    prescribers: int
    total: int
    amount_cents: int = 0


@dataclass(frozen=True)
class Stored:
    """What was written: the good rows, but for those that `duplicates` marks."""

    duplicates: NDArray[np.bool_]
    totals: tuple[Totals, ...] = ()


def totals_by_caisse(
    caisse: NDArray[np.bytes_],
    rpps: NDArray[Any],
    total: NDArray[Any],
    amount_cents: NDArray[Any] | None = None,
) -> tuple[Totals, ...]:
    """Rows, prescribers and sums of each caisse; quick where a prescriber's rows are together."""
    if not len(rpps):
        return ()
    new = np.ones(len(rpps), np.bool_)
    new[1:] = (rpps[1:] != rpps[:-1]) | (caisse[1:] != caisse[:-1])
    first = np.flatnonzero(new)
    codes, where = np.unique(caisse[first], return_inverse=True)
    pairs = np.unique(np.stack((where, rpps[first].astype(np.int64))), axis=1)
    cents = np.zeros(len(rpps), np.int8) if amount_cents is None else amount_cents
    sums = (np.add.reduceat(values, first, dtype=np.int64) for values in (total, cents))
    by_run = (np.diff(first, append=len(rpps)), *sums)
    by_caisse = np.zeros((3, len(codes)), np.int64)
    for sums_of_caisse, sums_of_run in zip(by_caisse, by_run, strict=True):
        np.add.at(sums_of_caisse, where, sums_of_run)
    rows, whole, amount = by_caisse.tolist()
    people = np.bincount(pairs[0], minlength=len(codes)).tolist()
    return tuple(
        Totals(code.decode(), *found)
        for code, *found in zip(codes.tolist(), rows, people, whole, amount, strict=True)
    )
