"""Small counts of persons: hidden where they are, and where totals would give them back."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ijstats.parameters import SMALL_COUNT
from ijstats.validation import NegativeValueError, WrongShapeError


Cell = tuple[int, int]
Shown = int | None


class PublishedTable(NamedTuple):
    """What may leave of a table of counts, None where hidden; the totals are those of all cells.

    Attributes:
        cells: R rows of C counts.
        row_totals: R totals.
        column_totals: C totals.
        total: the grand total.
    """

    cells: list[list[Shown]]
    row_totals: list[Shown]
    column_totals: list[Shown]
    total: Shown


def publish(value: int, threshold: int = SMALL_COUNT) -> Shown:
    """Return a count of persons, or None when it is from 1 to threshold - 1.

    Raises:
        NegativeValueError: a negative count.
    """
    if value < 0:
        raise NegativeValueError("value is negative")
    return None if 0 < value < threshold else value


def publish_list(counts: Sequence[int], threshold: int = SMALL_COUNT) -> tuple[list[Shown], Shown]:
    """Hide small counts of a list shown with its total, and enough others to keep them hidden.

    Returns:
        The counts, and their total.

    Raises:
        NegativeValueError: a negative count.
    """
    shown = _Lines([[*counts, sum(counts)]], threshold)
    shown.hide_small()
    shown.protect([[(0, column) for column in range(len(counts) + 1)]])
    *cells, total = shown.published()[0]
    return cells, total


def publish_table(counts: Sequence[Sequence[int]], threshold: int = SMALL_COUNT) -> PublishedTable:
    """Hide small counts of a table shown with its totals, and enough others to keep them hidden.

    Cells and totals from 1 to threshold - 1 are hidden. Then, in every row and column, totals
    included, the smallest other counts are hidden until no hidden count is alone, and the sum of
    the hidden ones is not itself a small count where the total gives it. A hidden count found by
    adding rows and subtracting columns is protected as well: hidden cells are the edges of a
    graph of rows and columns, and what can be worked out exactly is an edge whose removal cuts
    it (Gusfield 1988). Ranges are not protected: a reader may still bound a hidden count.

    Raises:
        WrongShapeError: rows of different lengths, or an empty table.
        NegativeValueError: a negative count.
    """
    if not counts or len({len(row) for row in counts}) != 1 or not counts[0]:
        raise WrongShapeError("a table must have rows of one length, and a cell")
    with_totals = [[*row, sum(row)] for row in counts]
    with_totals.append([sum(column) for column in zip(*with_totals, strict=True)])
    rows, columns = range(len(with_totals)), range(len(with_totals[0]))
    shown = _Lines(with_totals, threshold)
    shown.hide_small()
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    shown.protect(lines)
    while weak := shown.found_by_cuts():
        shown.hide_smallest(weak)
        shown.protect(lines)
    *cells, bottom = shown.published()
    *column_totals, total = bottom
    return PublishedTable(
        [row[:-1] for row in cells], [row[-1] for row in cells], column_totals, total
    )


class _Lines:
    """A table with its totals, and the cells hidden so far."""

    def __init__(self, counts: list[list[int]], threshold: int) -> None:
        self.counts = counts
        self.threshold = threshold
        self.hidden: set[Cell] = set()

    def hide_small(self) -> None:
        for row, values in enumerate(self.counts):
            for column, value in enumerate(values):
                if publish(value, self.threshold) is None:
                    self.hidden.add((row, column))

    def protect(self, lines: list[list[Cell]]) -> None:
        """Hide more until every line keeps its secrets; the last cell of a line is its total."""
        before = -1
        while len(self.hidden) != before:
            before = len(self.hidden)
            for *cells, total in lines:
                while self._tells(cells, total):
                    shown = [cell for cell in cells if cell not in self.hidden]
                    self.hide_smallest(shown or [total])

    def _tells(self, cells: list[Cell], total: Cell) -> bool:
        """Whether the total gives a hidden count back, or a small sum of hidden ones."""
        hidden = [cell for cell in cells if cell in self.hidden]
        if total in self.hidden:
            return not hidden
        return len(hidden) == 1 or 0 < sum(map(self._count, hidden)) < self.threshold

    def hide_smallest(self, cells: Iterable[Cell]) -> None:
        """Hide the least useful of some cells: the smallest count, a zero only when alone left."""
        self.hidden.add(min(cells, key=lambda c: (not self._count(c), self._count(c), c)))

    def found_by_cuts(self) -> list[Cell]:
        """Shown cells, any of which protects one hidden cell that could be worked out; or none."""
        for cell in sorted(self.hidden):
            side = self._joined(cell)
            if len(self.counts) + cell[1] in side:
                continue
            whole = side | self._joined(cell, start=len(self.counts) + cell[1])
            return [
                (row, column)
                for row, values in enumerate(self.counts)
                for column in range(len(values))
                if (row in side) != (len(self.counts) + column in side)
                and {row, len(self.counts) + column} <= whole
                and (row, column) not in self.hidden
            ]
        return []

    def _joined(self, without: Cell, start: int | None = None) -> set[int]:
        """Rows and columns (numbered after the rows) joined to a start by hidden cells but one."""
        reached, frontier = set[int](), {without[0] if start is None else start}
        edges = [(row, len(self.counts) + column) for row, column in self.hidden - {without}]
        while frontier:
            reached |= frontier
            frontier = {b for a, b in edges if a in reached} | {a for a, b in edges if b in reached}
            frontier -= reached
        return reached

    def published(self) -> list[list[Shown]]:
        return [
            [None if (row, column) in self.hidden else value for column, value in enumerate(values)]
            for row, values in enumerate(self.counts)
        ]

    def _count(self, cell: Cell) -> int:
        return self.counts[cell[0]][cell[1]]
