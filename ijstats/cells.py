"""Matrices of prescribers × strata, of which only the cells that hold something are kept.

A prescriber fills a third of the 336 strata: the nation has 6.5 million cells where the whole
matrices would have 20, and each formula of the method is a sum over the cells of a prescriber.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import FloatArray, IntArray, NumberArray, PlaceArray
from ijstats.validation import UnknownCategoryError, WrongShapeError, integers, numbers


CELLS_AT_ONCE = 1 << 17
"""Cells per block: 1 MB per temporary column; results do not depend on it."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Where the cells are: (C,) prescriber, never decreasing, and (C,) stratum; none twice."""

    prescriber: PlaceArray
    stratum: PlaceArray
    shape: tuple[int, int]

    @classmethod
    def at(
        cls, prescriber: ArrayLike, stratum: ArrayLike, *, n_prescribers: int, n_strata: int
    ) -> "Cells":
        """Check the places of cells.

        Raises:
            WrongShapeError: columns of different lengths, cells out of order or given twice.
            UnknownCategoryError: a prescriber or a stratum out of range.
        """
        rows = integers("prescriber", prescriber, (None,))
        columns = integers("stratum", stratum, rows.shape)
        for name, found, size in (
            ("prescriber", rows, n_prescribers),
            ("stratum", columns, n_strata),
        ):
            if ((found < 0) | (found >= size)).any():
                raise UnknownCategoryError(f"{name} must lie between 0 and {size - 1}")
        places = rows * n_strata + columns
        if (places[1:] <= places[:-1]).any():
            raise WrongShapeError("cells must be in order, by prescriber then stratum, none twice")
        return cls(rows, columns, (n_prescribers, n_strata))

    def by_prescriber(self, values: NumberArray) -> FloatArray:
        """(D,) sums of one value a cell; the cells of one alone decide of his bytes."""
        return _summed(self.prescriber, values, self.shape[0])

    def by_group(self, values: NumberArray, group: IntArray, n_groups: int) -> FloatArray:
        """(G, S) sums of one value a cell; `group` is that of each prescriber, (D,)."""
        n_strata = self.shape[1]
        place = group[self.prescriber] * n_strata + self.stratum
        sums = np.asarray(np.bincount(place, values, n_groups * n_strata), dtype=np.float64)
        return sums.reshape(n_groups, n_strata)

    def blocks(self) -> Iterator["Block"]:
        """The cells a block at a time, those of one prescriber never apart."""
        starts = np.arange(0, self.prescriber.size, CELLS_AT_ONCE)
        cuts = np.unique(np.searchsorted(self.prescriber, self.prescriber[starts])).tolist()
        for first, last in zip(cuts, [*cuts[1:], self.prescriber.size], strict=False):
            own, place = self.prescriber[first:last], slice(first, last)
            rows = slice(int(own[0]), int(own[-1]) + 1)
            yield Block(place, rows, own - own[0], self.stratum[place])


class Block(NamedTuple):
    """Some cells, the prescribers that they are of, and each cell's place among these."""

    cells: slice
    rows: slice
    prescriber: PlaceArray
    stratum: PlaceArray

    def by_prescriber(self, values: NumberArray) -> FloatArray:
        """(B,) sums of one value a cell, as `Cells.by_prescriber`."""
        return _summed(self.prescriber, values, self.rows.stop - self.rows.start)


def _summed(owner: PlaceArray, values: NumberArray, size: int) -> FloatArray:
    """Sums of values whose owners follow each other: ten times as fast as by their places."""
    sums = np.zeros(size)
    if owner.size:
        first = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
        sums[owner[first]] = np.add.reduceat(values, first, dtype=np.float64)
    return sums


@dataclass(frozen=True, eq=False)
class CellMatrix:
    """One value for each of the cells; every other place of the matrix is 0."""

    cells: Cells
    values: NumberArray


Matrix = ArrayLike | CellMatrix


def on_cells(**matrices: Matrix) -> tuple[Cells, list[NumberArray]]:
    """Put matrices of the same prescribers and strata on common cells, each value checked.

    Args:
        matrices: all dense, (D, S), or all `CellMatrix` of the very same `Cells`.

    Returns:
        The cells, and the (C,) values of each matrix.

    Raises:
        WrongShapeError: dimensions that differ, or cells that are not the same object.
        NotANumberError: neither integers nor floats, NaN or infinite.
        NegativeValueError: a value below zero.
    """
    sparse = [matrix for matrix in matrices.values() if isinstance(matrix, CellMatrix)]
    if not sparse:
        return _dense(matrices)
    cells = sparse[0].cells
    if len(sparse) < len(matrices) or any(matrix.cells is not cells for matrix in sparse):
        raise WrongShapeError("matrices by cell must all be on the same cells")
    size = (cells.prescriber.size,)
    named = zip(matrices, sparse, strict=True)
    return cells, [numbers(name, matrix.values, size) for name, matrix in named]


def _dense(matrices: dict[str, Matrix]) -> tuple[Cells, list[NumberArray]]:
    shape: tuple[int | None, ...] = (None, None)
    checked = []
    for name, matrix in matrices.items():
        checked.append(numbers(name, matrix, shape))  # type: ignore[arg-type]
        shape = checked[0].shape
    filled = np.any([matrix != 0 for matrix in checked], axis=0)
    row, stratum = np.nonzero(filled)
    cells = Cells(row.astype(np.int64), stratum.astype(np.int64), checked[0].shape)
    return cells, [matrix[row, stratum] for matrix in checked]
