"""From Arrow to numpy and back by their buffers.

Arrow's own bridges import pandas: half a second and 60 MB for what is here a view on bytes.
"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def booleans(array: pa.Array) -> NDArray[np.bool_]:
    """The values of a column without nulls; Arrow keeps eight in a byte."""
    if not len(array):
        return np.zeros(0, np.bool_)
    packed = np.frombuffer(array.buffers()[1], np.uint8)
    bits = np.unpackbits(packed, count=array.offset + len(array), bitorder="little")
    return bits[array.offset :].view(np.bool_)


def integers(array: pa.Array) -> NDArray[Any]:
    """The values of a column of whole numbers without nulls, to be read and not written."""
    kind = np.dtype(str(array.type))
    if not len(array):
        return np.zeros(0, kind)
    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]


def arrow_booleans(values: NDArray[np.bool_]) -> pa.Array:
    packed = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(packed)])


def arrow_integers(values: NDArray[np.int64]) -> pa.Array:
    whole = np.ascontiguousarray(values, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def arrow_texts(codes: NDArray[np.bytes_]) -> pa.Array:
    """Fixed-width bytes as a column of strings."""
    width = codes.dtype.itemsize
    lengths = np.char.str_len(codes)
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    cells = np.ascontiguousarray(codes).view(np.uint8).reshape(len(codes), width)
    data = cells[np.arange(width) < lengths[:, None]].tobytes()
    return pa.Array.from_buffers(
        pa.string(), len(codes), [None, pa.py_buffer(ends), pa.py_buffer(data)]
    )
