"""A column of text as numpy sees it: its bytes end to end, and where each value begins."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


_ZERO = np.uint8(ord("0"))
_NO_SPACE = 0x20
_ASCII = 0x80


class Texts:
    """Values of an Arrow column of strings; nothing is copied until asked for."""

    def __init__(self, array: pa.Array) -> None:
        self.array = array
        _, offsets, data = array.buffers()
        ends = np.frombuffer(offsets, np.int32) if offsets else np.zeros(1, np.int32)
        starts = ends[array.offset : array.offset + len(array) + 1]
        every = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
        self.bytes: NDArray[np.uint8] = every[starts[0] : starts[-1]]
        # Where each value ends among the bytes.
        self.ends: NDArray[np.int32] = starts[1:] - starts[0]
        self.lengths: NDArray[np.int32] = np.diff(starts)

    def __len__(self) -> int:
        return len(self.array)

    def digits_only(self) -> NDArray[np.bool_]:
        """The values without any other byte than an ASCII digit, the empty ones among them."""
        return self.without((self.bytes - _ZERO) > 9)

    def without(self, wrong: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The values none of whose bytes is marked."""
        good = np.ones(len(self), np.bool_)
        places = np.flatnonzero(wrong)
        if places.size:
            good[np.searchsorted(self.ends, places, side="right")] = False
        return good

    def fixed(self, width: int) -> NDArray[np.uint8]:
        """One row of `width` bytes a value, filled with NUL; none may be longer."""
        full = self.lengths == width
        if full.all():
            return self.bytes.reshape(len(self), width)
        cells = np.zeros((len(self), width), np.uint8)
        if (full | (self.lengths == 0)).all():
            cells[full] = self.bytes.reshape(-1, width)
        else:
            cells[np.arange(width) < self.lengths[:, None]] = self.bytes
        return cells

    def as_bytes(self) -> NDArray[np.bytes_]:
        width = max(int(self.lengths.max(initial=1)), 1)
        return np.ascontiguousarray(self.fixed(width)).view(f"S{width}").reshape(len(self))


def trimmed(array: pa.Array) -> pa.Array:
    """Without the blanks around the values; most columns have none and are given back as such."""
    found = Texts(array).bytes
    # Every blank of Unicode is a control, a space, or beyond ASCII.
    if ((found > _NO_SPACE) & (found < _ASCII)).all():
        return array
    return pc.utf8_trim_whitespace(array)
