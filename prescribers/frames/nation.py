"""The caisses put together: one row per prescriber, whatever caisses he worked in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ijstats import N_STRATA, Clusters
from prescribers.frames.statistics import CaisseStatistics


@dataclass(frozen=True)
class Cells:
    """Non-empty (prescriber, stratum) cells of the nation; a cell may come from two caisses."""

    row: np.ndarray
    stratum: np.ndarray
    days: np.ndarray
    leaves: np.ndarray
    day_squares: np.ndarray
    leave_squares: np.ndarray
    patients: np.ndarray


@dataclass(frozen=True)
class Nation:
    """Sums of integers by prescriber, in the order of RPPS numbers.

    A prescriber who changed caisse adds up. A patient who saw him in both counts once in each,
    which only touches his dispersion.
    """

    rpps: np.ndarray
    day_squares: np.ndarray
    leave_squares: np.ndarray
    patients_on_leave: np.ndarray
    amount_cents: np.ndarray
    month_days: np.ndarray
    month_leaves: np.ndarray
    cells: Cells
    patients: np.ndarray

    def matrix(self, column: str, rows: np.ndarray) -> np.ndarray:
        """One column of the cells as a (rows, strata) matrix."""
        place = np.full(self.rpps.size, -1)
        place[rows] = np.arange(rows.size)
        where = place[self.cells.row]
        mine = where >= 0
        matrix = np.zeros(rows.size * N_STRATA, dtype=np.int64)
        flat = where[mine] * N_STRATA + self.cells.stratum[mine]
        np.add.at(matrix, flat, getattr(self.cells, column)[mine])
        return matrix.reshape(rows.size, N_STRATA)

    def day_clusters(self, rows: np.ndarray) -> Clusters:
        return Clusters(
            observed=self.matrix("days", rows),
            squares=self.day_squares[rows],
            last_squares=self.matrix("day_squares", rows),
            patients=self.patients_on_leave[rows],
        )

    def leave_clusters(self, rows: np.ndarray) -> Clusters:
        return Clusters(
            observed=self.matrix("leaves", rows),
            squares=self.leave_squares[rows],
            last_squares=self.matrix("leave_squares", rows),
            patients=self.patients_on_leave[rows],
        )


def gather(parts: Sequence[CaisseStatistics]) -> Nation:
    """Add the caisses, in the order given."""
    rpps = np.unique(np.concatenate([part.rpps for part in parts]))
    rows = [np.searchsorted(rpps, part.rpps) for part in parts]

    def added(name: str) -> np.ndarray:
        total = np.zeros((rpps.size, *getattr(parts[0], name).shape[1:]), dtype=np.int64)
        for part, row in zip(parts, rows, strict=True):
            total[row] += getattr(part, name)
        return total

    def chained(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, f"cell_{name}") for part in parts])

    cells = Cells(
        row=np.concatenate([row[part.cell_row] for part, row in zip(parts, rows, strict=True)]),
        **{name: chained(name) for name in Cells.__dataclass_fields__ if name != "row"},
    )
    patients = np.zeros(rpps.size, dtype=np.int64)
    np.add.at(patients, cells.row, cells.patients)
    names = (
        "day_squares",
        "leave_squares",
        "patients_on_leave",
        "amount_cents",
        "month_days",
        "month_leaves",
    )
    return Nation(
        rpps=rpps, cells=cells, patients=patients, **{name: added(name) for name in names}
    )
