"""Where values stand among those that the portal knows: a table made once a file, read per row."""

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.arrow_numpy import arrow_booleans
from prescribers.ingestion.binary_copy import Words
from prescribers.ingestion.texts import Texts


Ints = NDArray[np.int64]
_MIX = np.uint64(0x9E3779B97F4A7C15)
# Sixteen slots a value: 3 % of 60 000 values share theirs and are searched by halves.
_SLOTS = 16
_LONGEST_CODE = 9
_ASCII_BITS = np.int64(7)
_ASCII = 0x80


class Lookup:
    """Sorted, distinct whole numbers, found by one look at a table where a search takes sixteen."""

    def __init__(self, values: Ints) -> None:
        self.values = values
        bits = (_SLOTS * len(values)).bit_length()
        self._shift = np.uint64(64 - bits)
        self._table = np.zeros(1 << bits, np.int32)
        if len(values):
            self._table[self._slots(values)] = np.arange(len(values))

    def _slots(self, values: Ints) -> Ints:
        mixed = values.view(np.uint64) * _MIX
        return (mixed >> self._shift).view(np.int64)

    def places(self, values: Ints) -> Ints:
        """The place of each value, -1 where it is not known."""
        if not len(self.values):
            return np.full(len(values), -1, np.int64)
        places = self._table[self._slots(values)].astype(np.int64)
        missed = np.flatnonzero(self.values[places] != values)
        wanted = values[missed]
        near = np.minimum(np.searchsorted(self.values, wanted), len(self.values) - 1)
        places[missed] = np.where(self.values[near] == wanted, near, -1)
        return places


class CodeLookup:
    """Sorted, distinct codes of up to nine ASCII characters, of which 63 bits make a number."""

    def __init__(self, codes: NDArray[np.bytes_]) -> None:
        # The last one stands for the place -1: no code.
        self.words = Words(np.append(codes, np.bytes_(b"")))
        self._width = codes.dtype.itemsize
        assert self._width <= _LONGEST_CODE
        cells = np.ascontiguousarray(codes).view(np.uint8).reshape(len(codes), self._width)
        self._lookup = Lookup(_numbers(cells))

    def places(self, texts: Texts) -> Ints:
        """The place of each value, -1 where it is not known."""
        short = (texts.lengths <= self._width) & texts.without(texts.bytes >= _ASCII)
        places = np.full(len(texts), -1, np.int64)
        few = texts if short.all() else Texts(texts.array.filter(arrow_booleans(short)))
        places[short] = self._lookup.places(_numbers(few.fixed(self._width)))
        return places

    def at(self, places: Ints) -> NDArray[np.bytes_]:
        """The codes at these places; empty at -1."""
        return self.words.texts[places]


def _numbers(cells: NDArray[np.uint8]) -> Ints:
    """Rows of ASCII bytes as numbers in the order of the codes; the first byte weighs most."""
    numbers = np.zeros(len(cells), np.int64)
    for column in cells.T:
        numbers = (numbers << _ASCII_BITS) | column
    return numbers
