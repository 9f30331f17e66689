"""The rows of a whole file, once each chunk was checked: what the rules between rows look at."""

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
        return rows[_order([self.columns[name][rows] for name in names])] if rows.size else rows

    def in_order(self, *names: str) -> tuple[Ints, Bools]:
        """The good rows sorted by a unique key without their later twins, and those twins."""
        order = self.order(np.flatnonzero(self.ok), *names)
        same = np.arange(1, len(order))
        for name in reversed(names):  # the last columns tell most rows apart
            key = self.columns[name]
            same = same[key[order[same]] == key[order[same - 1]]]
        twins = np.zeros(len(self.ok), np.bool_)
        twins[order[same]] = True
        return np.delete(order, same), twins


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


def _order(keys: list[NDArray[Any]]) -> Ints:
    """The rows sorted by the columns, the first one first; equals keep their order.

    One sort of numbers of 64 bits: as much of the columns as there is room for, then the place of
    the row. The few rows that this leaves equal are sorted apart, by all the columns.
    """
    room = _WORD - len(keys[0]).bit_length()
    word, whole = _packed(keys, room)
    packed = word << np.uint64(_WORD - room) | np.arange(len(word), dtype=np.uint64)
    packed.sort()
    order = (packed & np.uint64((1 << (_WORD - room)) - 1)).view(np.int64)
    if not whole:
        packed >>= np.uint64(_WORD - room)
        tied = np.zeros(len(packed) + 1, np.bool_)
        tied[1:-1] = packed[1:] == packed[:-1]
        at = np.flatnonzero(tied[1:] | tied[:-1])
        few = order[at]
        order[at] = few[np.lexsort([key[few] for key in reversed(keys)])]
    return order


def _packed(keys: list[NDArray[Any]], room: int) -> tuple[NDArray[np.uint64], bool]:
    """The first `room` bits of the columns put end to end, and whether that is all of them."""
    word = np.zeros(len(keys[0]), np.uint64)
    for key in keys:
        number = key.astype(np.int64)
        low = int(number.min())
        bits = (int(number.max()) - low).bit_length()
        taken = min(bits, room)
        if taken:
            above = number.view(np.uint64) - np.uint64(low % (1 << _WORD))
            word = word << np.uint64(taken) | above >> np.uint64(bits - taken)
        if taken < bits:
            return word, False
        room -= taken
    return word, True
