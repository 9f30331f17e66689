"""Coded columns to the records of the blocks: arrays in, arrays out, no database."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.checks import Days, Ints
from prescribers.models import block_layout as layout
from prescribers.models.facts import OUTSIDE_STRATA


CANCER_ALD = 2

Records = NDArray[np.void]
Codes = NDArray[np.integer[Any]]


class LeaveColumns(NamedTuple):
    """A month of leaves: `risk` and `nature` are places in their enumerations, `caisse` bytes."""

    caisse: NDArray[np.bytes_]
    rpps: Ints
    patient: Ints
    start: Days
    end: Days
    days: Ints
    amount_cents: Ints
    stratum: Codes
    commune_quintile: Codes
    risk: Codes
    nature: Codes
    ald: Codes
    tpt: Codes
    replacement: Codes
    teleconsultation: Codes


class ListColumns(NamedTuple):
    """Patient lists; rows of one prescriber and cell add up, in any order."""

    caisse: NDArray[np.bytes_]
    rpps: Ints
    stratum: Codes
    commune_quintile: Codes
    patients: Ints


class Runs(NamedTuple):
    """Rows that follow each other with the same caisse and prescriber: few, hence cheap to look up.

    `place` is that of the run's caisse in `caisses`, which is sorted.
    """

    caisses: list[str]
    place: NDArray[np.uint16]
    rpps: Ints
    length: Ints

    def rows(self) -> Iterator[tuple[str, Ints]]:
        """Each caisse and its rows, as many as fit in a cache for what follows."""
        place = np.repeat(self.place, self.length)
        ends = np.cumsum(np.bincount(place, minlength=len(self.caisses)))
        parts = np.split(np.argsort(place, kind="stable"), ends[:-1])
        yield from zip(self.caisses, parts, strict=False)


def runs_of(caisse: NDArray[np.bytes_], rpps: Ints) -> Runs:
    new = np.ones(len(rpps), np.bool_)
    new[1:] = (caisse[1:] != caisse[:-1]) | (rpps[1:] != rpps[:-1])
    first = np.flatnonzero(new)
    names, place = np.unique(caisse[first], return_inverse=True)
    length = np.diff(first, append=len(rpps))
    return Runs([name.decode() for name in names], place.astype(np.uint16), rpps[first], length)


def leave_records(columns: LeaveColumns, month: date, prescriber: Codes) -> Records:
    """One record a row, in the order of the rows; the codes of the patients are still to come."""
    records = np.zeros(len(columns.rpps), layout.LEAVE_RECORD)
    records["prescriber"] = prescriber
    records["cell"] = cells(columns.stratum, columns.commune_quintile)
    records["days"] = columns.days
    records["month"] = layout.month_code(month)
    records["flags"] = flags(columns)
    records["amount_cents"] = columns.amount_cents
    return records


def leave_order(records: Records, start: Days) -> Ints:
    """By prescriber, first day, then cell: the order that stands for the first day.

    Then by patient and flags, which tell any two leaves apart: the same rows and codes always
    give the same bytes, in whatever order the rows come.
    """
    day = (start - start.astype("datetime64[M]")).astype(np.uint8)
    order = np.argsort(records["patient"].astype(np.uint64) << np.uint64(8) | records["flags"])
    # From the last key to the first: numpy sorts keys of 8 and 16 bits by radix, and stably.
    order = order[np.argsort(records["cell"][order], kind="stable")]
    order = order[np.argsort(day[order], kind="stable")]
    return order[np.argsort(records["prescriber"][order], kind="stable")]


def list_records(columns: ListColumns, prescriber: Codes) -> Records:
    records = np.zeros(len(columns.rpps), layout.LIST_RECORD)
    records["prescriber"] = prescriber
    records["cell"] = cells(columns.stratum, columns.commune_quintile)
    records["patients"] = columns.patients
    return records


def list_order(records: Records) -> Ints:
    order = np.argsort(records["cell"], kind="stable")
    return order[np.argsort(records["prescriber"][order], kind="stable")]


def summed(records: Records) -> Records:
    """Add up the patients of each prescriber and cell, in records sorted by both."""
    new = np.ones(len(records), np.bool_)
    new[1:] = records["prescriber"][1:] != records["prescriber"][:-1]
    new[1:] |= records["cell"][1:] != records["cell"][:-1]
    first = np.flatnonzero(new)
    sums = records[first]
    if first.size:
        sums["patients"] = np.add.reduceat(records["patients"].astype(np.int64), first)
    return sums


def cells(stratum: Codes, commune_quintile: Codes) -> NDArray[np.uint16]:
    inside = stratum.astype(np.int32) * layout.COMMUNE_QUINTILES + commune_quintile
    return np.where(stratum == OUTSIDE_STRATA, layout.OUTSIDE_CELL, inside).astype(np.uint16)


def flags(columns: LeaveColumns) -> NDArray[np.uint8]:
    length = (columns.end - columns.start).astype(np.int64) + 1
    found = columns.risk.astype(np.uint8)
    for bit, holds in (
        (layout.PROLONGATION, columns.nature == 1),
        (layout.PART_TIME, columns.tpt == 1),
        (layout.REPLACEMENT, columns.replacement == 1),
        (layout.TELECONSULTATION, columns.teleconsultation == 1),
        (layout.CANCER, columns.ald == CANCER_ALD),
        (layout.SHORT, length <= layout.SHORT_DAYS),
    ):
        found |= holds.astype(np.uint8) * np.uint8(bit)
    return found
