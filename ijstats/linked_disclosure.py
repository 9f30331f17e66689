"""Small counts of several tables that share margins: hidden, and not found by any subtraction."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from ijstats.disclosure import Shown, publish
from ijstats.parameters import SMALL_COUNT
from ijstats.validation import WrongShapeError


Key = TypeVar("Key", bound=Hashable)
Counts = Mapping[Any, int]
# A count that nothing can move is worked out; rounding leaves 1 - 1e-12 of it.
FIXED = 1 - 1e-9


class Sum(NamedTuple):
    """Some counts and their total, named by keys; a key may stand in several sums."""

    parts: tuple[Hashable, ...]
    total: Hashable


def publish_linked(
    counts: Mapping[Key, int], sums: Sequence[Sum], threshold: int = SMALL_COUNT
) -> dict[Key, Shown]:
    """Hide small counts of tables read side by side, and enough others to keep them hidden.

    A count that stands in two tables is hidden in both or in none. In every sum, the smallest
    other counts are hidden until no hidden one is alone under a total that is shown, and until
    the hidden ones together are not a small count. Then, as long as any combination of the sums,
    added and subtracted across tables, gives a small count exactly, one more of a sum that holds
    it is hidden. With the hidden counts as unknowns x and the sums as A x = b, x_j is found
    exactly when the j-th unit vector is in the row space of A, that is when the j-th diagonal
    entry of the projector pinv(A) A is 1. With every count hidden, b is 0 and no count but 0 is
    found: the search ends. Ranges are not protected: a reader may still bound a hidden count.

    Args:
        counts: of persons, by key.
        sums: what the tables add up, totals included.
        threshold: the smallest count shown, beside 0.

    Returns:
        The counts by key, None where hidden.

    Raises:
        NegativeValueError: a negative count.
        WrongShapeError: a sum that does not add up.
    """
    _check(counts, sums)
    hidden: set[Hashable] = {key for key, n in counts.items() if publish(n, threshold) is None}
    small = frozenset(hidden)
    _protect(counts, sums, hidden, threshold)
    while found := small & _worked_out(sums, hidden):
        for key in sorted(found, key=str):
            _hide_beside(counts, sums, hidden, key)
        _protect(counts, sums, hidden, threshold)
    return {key: None if key in hidden else n for key, n in counts.items()}


def _check(counts: Counts, sums: Sequence[Sum]) -> None:
    for parts, total in sums:
        if sum(counts[part] for part in parts) != counts[total]:
            raise WrongShapeError(f"the parts of {total} do not add up to it")


def _protect(counts: Counts, sums: Sequence[Sum], hidden: set[Hashable], threshold: int) -> None:
    """Hide more until each sum alone keeps its secrets."""
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for one in sums:
            while _tells(counts, one, hidden, threshold):
                shown = [part for part in one.parts if part not in hidden]
                hidden.add(_smallest(counts, shown or [one.total]))


def _tells(counts: Counts, one: Sum, hidden: set[Hashable], threshold: int) -> bool:
    """Whether the total gives a hidden count back, or a small sum of hidden ones."""
    unknown = [part for part in one.parts if part in hidden]
    if one.total in hidden:
        return not unknown
    return len(unknown) == 1 or 0 < sum(counts[part] for part in unknown) < threshold


def _hide_beside(counts: Counts, sums: Sequence[Sum], hidden: set[Hashable], key: Hashable) -> None:
    """One more count of a sum that holds it, a total last; else of any sum."""
    holding = [one for one in sums if key == one.total or key in one.parts]
    for lines in (holding, sums):
        parts = [part for one in lines for part in one.parts if part not in hidden]
        totals = [one.total for one in lines if one.total not in hidden]
        if parts or totals:
            hidden.add(_smallest(counts, parts or totals))
            return


def _smallest(counts: Counts, keys: Iterable[Hashable]) -> Hashable:
    """The least useful: the smallest count, a zero only when nothing else is left."""
    return min(keys, key=lambda key: (not counts[key], counts[key], str(key)))


def _worked_out(sums: Sequence[Sum], hidden: set[Hashable]) -> set[Hashable]:
    """The hidden counts that the sums determine."""
    unknowns = {key: place for place, key in enumerate(sorted(hidden, key=str))}
    if not unknowns:
        return set()
    matrix = np.zeros((len(sums), len(unknowns)))
    for row, one in enumerate(sums):
        for part in one.parts:
            if part in unknowns:
                matrix[row, unknowns[part]] += 1
        if one.total in unknowns:
            matrix[row, unknowns[one.total]] -= 1
    fixed = np.einsum("ij,ji->i", np.linalg.pinv(matrix), matrix)
    return {key for key, place in unknowns.items() if fixed[place] > FIXED}
