"""Sufficient statistics as bytes: the same integers always give the same bytes."""

import hashlib
import json
from typing import Any

import numpy as np

from prescribers.frames.statistics import CaisseStatistics


MAGIC = b"IJSS2\n"


class WrongPayloadError(Exception):
    """The stored bytes are not the statistics that were written."""


def encode(statistics: CaisseStatistics) -> bytes:
    """A magic word, one JSON line of names, types and shapes, then little-endian columns.

    Each column is written in the smallest type that holds it: the seven million cells of the
    nation take 150 MB, where they would take 500 in int64.
    """
    arrays = {name: _smallest(array) for name, array in statistics.arrays().items()}
    head = json.dumps({name: [a.dtype.str, *a.shape] for name, a in arrays.items()})
    return b"".join([MAGIC, head.encode(), b"\n", *(a.tobytes() for a in arrays.values())])


def _smallest(array: np.ndarray) -> np.ndarray:
    largest = int(array.max(initial=0))
    kind = next(kind for kind in ("u1", "<u2", "<u4", "<i8") if largest <= np.iinfo(kind).max)
    return np.ascontiguousarray(array, dtype=kind)


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def decode(payload: bytes, expected_digest: str) -> CaisseStatistics:
    if not payload.startswith(MAGIC) or digest(payload) != expected_digest:
        raise WrongPayloadError
    end = payload.index(b"\n", len(MAGIC))
    columns: dict[str, list[Any]] = json.loads(payload[len(MAGIC) : end])
    arrays, position = {}, end + 1
    for name, (kind, *shape) in columns.items():
        column = np.frombuffer(payload, kind, int(np.prod(shape)), position)
        arrays[name] = column.reshape(shape)
        position += column.nbytes
    return CaisseStatistics(**arrays)
