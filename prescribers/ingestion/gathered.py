"""The rows of a whole file, once each chunk was checked: what the rules between rows look at."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.checks import Bools, Checks, Ints
from prescribers.ingestion.outcome import Columns
from prescribers.ingestion.problems import Finding


class Gathered:
    """Columns by name over the kept rows, in the order of the file."""

    def __init__(self, columns: Columns, ok: Bools, lines: NDArray[np.int64]) -> None:
        self.columns = columns
        self.ok = ok
        self.lines = lines
        self.findings: list[Finding] = []

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, column: str, wrong: Bools, code: str) -> None:
        """A fault seen only beside the other rows; the value is no longer there to be shown."""
        places = np.flatnonzero(wrong)
        if places.size:
            self.findings.append(Finding(column, code, places))
            self.ok &= ~wrong

    def later_twins(self, *names: str) -> Bools:
        """The good rows whose keys were already seen on an earlier good row."""
        suspects = _repeated([self.columns[name] for name in names])
        suspects = suspects[self.ok[suspects]]
        twins = np.zeros(len(self.ok), np.bool_)
        twins[suspects[_later([self.columns[name][suspects] for name in names])]] = True
        return twins

    def order(self, rows: Ints, *names: str) -> Ints:
        """Those rows sorted by the columns, the first one first; equals keep their order."""
        order = None
        for word, bits in _words_of_sort([self.columns[name][rows] for name in names]):
            order = _sorted(word, bits) if order is None else order[_sorted(word[order], bits)]
        return rows if order is None else rows[order]


class Gathering:
    """Takes the chunks one by one, and keeps of each what the whole file needs."""

    def __init__(self, *, keep_refused: bool) -> None:
        self.keep_refused = keep_refused
        self.parts: dict[str, list[NDArray[Any]]] = {}
        self.ok: list[Bools] = []
        self.lines: list[NDArray[np.int64]] = []

    def add(self, checks: Checks, columns: Columns) -> None:
        ok, lines = checks.ok, checks.rows.lines
        if not self.keep_refused and not ok.all():
            columns = {name: values[ok] for name, values in columns.items()}
            lines, ok = lines[ok], ok[ok]
        self.ok.append(ok)
        self.lines.append(lines)
        for name, values in columns.items():
            self.parts.setdefault(name, []).append(values)

    def whole(self) -> Gathered:
        """All the chunks end to end; the chunks themselves are let go, one column at a time."""
        columns = {name: np.concatenate(self.parts.pop(name)) for name in list(self.parts)}
        ok = np.concatenate(self.ok) if self.ok else np.zeros(0, np.bool_)
        lines = np.concatenate(self.lines) if self.lines else np.zeros(0, np.int64)
        return Gathered(columns, ok, lines)


_WORD = 64
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)


def _repeated(keys: list[NDArray[Any]]) -> Ints:
    """The rows that may have a twin: those whose keys, mixed into one number, are not alone.

    Equal keys give equal numbers; unequal ones that meet by chance are sorted out afterwards. One
    sort of plain numbers costs a tenth of a sort by four columns.
    """
    mixed = np.zeros(len(keys[0]), np.uint64)
    for key in keys:
        for word in _words(key):
            mixed ^= word
            mixed *= _MIX
            mixed ^= mixed >> _SHIFT
    ordered = np.sort(mixed)
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not again.size:
        return np.zeros(0, np.int64)
    near = np.minimum(np.searchsorted(again, mixed), len(again) - 1)
    return np.flatnonzero(again[near] == mixed)


def _words(key: NDArray[Any]) -> list[NDArray[np.uint64]]:
    """A column as one or several columns of 64 bits."""
    if key.dtype.kind != "S":
        return [key.astype(np.int64).view(np.uint64)]
    width = -(-key.dtype.itemsize // 8)
    padded = key.astype(f"S{8 * width}").view(np.uint64).reshape(len(key), width)
    return [padded[:, place] for place in range(width)]


def _later(keys: list[NDArray[Any]]) -> Ints:
    """Among a few rows, those whose keys were on an earlier one."""
    # lexsort is stable: among equal keys the order of the file remains.
    order = np.lexsort(keys)
    same = np.ones(max(len(order) - 1, 0), np.bool_)
    for key in keys:
        ordered = key[order]
        same &= ordered[1:] == ordered[:-1]
    return order[1:][same]


def _words_of_sort(keys: list[NDArray[Any]]) -> Iterator[tuple[NDArray[np.uint64], int]]:
    """The columns put together in as few numbers of 64 bits as they take, the least one first."""
    if not len(keys[0]):
        return
    word, used = np.zeros(len(keys[0]), np.uint64), 0
    for key in reversed(keys):
        number = key.astype(np.int64)
        low = int(number.min())
        bits = (int(number.max()) - low).bit_length()
        if used and used + bits > _WORD:
            yield word, used
            word, used = np.zeros(len(key), np.uint64), 0
        word |= (number.view(np.uint64) - np.uint64(low % (1 << _WORD))) << np.uint64(used)
        used += bits
    yield word, used


def _sorted(word: NDArray[np.uint64], bits: int) -> Ints:
    """The order of one word; equals keep theirs, as the place is a part of the number sorted."""
    place = len(word).bit_length()
    if bits + place > _WORD:
        return np.argsort(word, kind="stable")
    packed = (word << np.uint64(place)) | np.arange(len(word), dtype=np.uint64)
    packed.sort()
    return (packed & np.uint64((1 << place) - 1)).astype(np.int64)
