"""The caisses put together: one row per prescriber, whatever caisses he worked in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ijstats import N_STRATA, CellClusters, CellMatrix, Cells
from prescribers.frames.statistics import CaisseStatistics


@dataclass(frozen=True)
class Indicator:
    """What the cells and the prescribers hold of one indicator, by the names of `Nation`."""

    cells: str
    cell_squares: str
    squares: str


DAYS = Indicator("days", "day_squares", "day_squares")
LEAVES = Indicator("leaves", "leave_squares", "leave_squares")
AMOUNTS = Indicator("amounts", "amount_squares", "amount_squares")


@dataclass(frozen=True)
class Nation:
    """Sums of integers by prescriber, in the order of RPPS numbers.

    `cells` are the non-empty (prescriber, stratum), and `cell_values` their columns. A prescriber
    who changed caisse adds up. A patient who saw him in both counts once in each, which only
    touches his dispersion.
    """

    rpps: np.ndarray
    day_squares: np.ndarray
    leave_squares: np.ndarray
    amount_squares: np.ndarray
    patients_on_leave: np.ndarray
    kinds: np.ndarray
    month_days: np.ndarray
    month_leaves: np.ndarray
    cells: Cells
    cell_values: dict[str, np.ndarray]

    def of_cells(self, column: str) -> np.ndarray:
        """Sums of a column of the cells by prescriber."""
        return self.cells.by_prescriber(self.cell_values[column]).astype(np.int64)


@dataclass(frozen=True)
class Part:
    """Some prescribers of the nation, by their rows, with their cells alone."""

    nation: Nation
    rows: np.ndarray
    cells: Cells
    kept: np.ndarray

    @classmethod
    def of(cls, nation: Nation, rows: np.ndarray) -> "Part":
        place = np.full(nation.rpps.size, -1, np.int32)
        place[rows] = np.arange(rows.size)
        where = place[nation.cells.prescriber]
        kept = np.flatnonzero(where >= 0).astype(np.int32)
        cells = Cells(where[kept], nation.cells.stratum[kept], (rows.size, N_STRATA))
        return cls(nation, rows, cells, kept)

    def matrix(self, column: str) -> CellMatrix:
        return CellMatrix(self.cells, self.nation.cell_values[column][self.kept])

    def exposure(self, fraction: np.ndarray) -> CellMatrix:
        """Patients times the share of the season that each prescriber saw."""
        patients = self.matrix("patients").values
        return CellMatrix(self.cells, patients * fraction[self.cells.prescriber])

    def clusters(self, of: Indicator) -> CellClusters:
        return CellClusters(
            observed=self.matrix(of.cells),
            squares=getattr(self.nation, of.squares)[self.rows],
            last_squares=self.matrix(of.cell_squares),
            patients=self.nation.patients_on_leave[self.rows],
        )


def _narrow(prescriber: np.ndarray, stratum: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of seven million cells in 40 MB where 64 bits take 110."""
    return prescriber.astype(np.int32), stratum.astype(np.int16)


ROW_COLUMNS = (
    "day_squares", "leave_squares", "amount_squares", "patients_on_leave", "kinds", "month_days",
    "month_leaves",
)  # fmt: skip
CELL_COLUMNS = (
    "days", "leaves", "amounts", "day_squares", "leave_squares", "amount_squares", "patients",
)  # fmt: skip


def gather(parts: Sequence[CaisseStatistics]) -> Nation:
    """Add the caisses, in the order given."""
    rpps = np.unique(np.concatenate([part.rpps for part in parts])).astype(np.int64)
    rows = [np.searchsorted(rpps, part.rpps) for part in parts]
    places = [
        row[part.cell_row] * N_STRATA + part.cell_stratum
        for part, row in zip(parts, rows, strict=True)
    ]
    order = CellOrder.of(np.concatenate(places))
    places.clear()
    prescriber, stratum = _narrow(*np.divmod(order.place, N_STRATA))
    return Nation(
        rpps=rpps,
        cells=Cells(prescriber, stratum, (rpps.size, N_STRATA)),
        cell_values={
            name: order.sums(np.concatenate([getattr(part, f"cell_{name}") for part in parts]))
            for name in CELL_COLUMNS
        },
        **{name: _row_sums(parts, name, rows, rpps.size) for name in ROW_COLUMNS},
    )


@dataclass(frozen=True)
class CellOrder:
    """How the cells of the caisses follow each other in the nation.

    `place` are the distinct ones, prescriber × strata + stratum, in order. `order` sorts all of
    them and `first` is where each distinct one begins in it; those `again` there are of
    prescribers who worked in two caisses, and belong to the distinct cells `cell`.
    """

    place: np.ndarray
    order: np.ndarray
    first: np.ndarray
    again: np.ndarray
    cell: np.ndarray

    @classmethod
    def of(cls, place: np.ndarray) -> "CellOrder":
        # A place has 25 bits and an index 23: sorting the two as one number takes 0.1 s where an
        # argsort of seven million takes 0.7.
        bits = place.size.bit_length()
        packed = place << bits
        packed |= np.arange(place.size)
        packed.sort()
        order = (packed & ((1 << bits) - 1)).astype(np.int32)
        packed >>= bits
        new = np.ones(place.size, dtype=bool)
        new[1:] = packed[1:] != packed[:-1]
        first, again = np.flatnonzero(new), np.flatnonzero(~new)
        cell = np.searchsorted(first, again, side="right") - 1
        return cls(packed[first], order, first.astype(np.int32), again, cell)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """One value a distinct cell, in the type that came unless a sum does not fit.

        A column of the nation takes 7 to 28 MB in the types of the payloads, 56 in int64.
        """
        values = values[self.order]
        found = values[self.first]
        if not self.again.size:
            return found
        touched, where = np.unique(self.cell, return_inverse=True)
        wide = found[touched].astype(np.int64)
        np.add.at(wide, where, values[self.again].astype(np.int64))
        if wide.max() > np.iinfo(found.dtype).max:
            found = found.astype(np.int64)
        found[touched] = wide
        return found


def _row_sums(
    parts: Sequence[CaisseStatistics], name: str, rows: Sequence[np.ndarray], size: int
) -> np.ndarray:
    total = np.zeros((size, *getattr(parts[0], name).shape[1:]), dtype=np.int64)
    for part, row in zip(parts, rows, strict=True):
        total[row] += getattr(part, name).astype(np.int64)
    return total
