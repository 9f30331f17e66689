"""Sufficient statistics as bytes: the same integers always give the same bytes."""

import hashlib
import json

import numpy as np

from prescribers.frames.statistics import CaisseStatistics


MAGIC = b"IJSS1\n"


class WrongPayloadError(Exception):
    """The stored bytes are not the statistics that were written."""


def encode(statistics: CaisseStatistics) -> bytes:
    """A magic word, one JSON line of names and shapes, then little-endian int64 columns."""
    arrays = statistics.arrays()
    head = json.dumps({name: list(array.shape) for name, array in arrays.items()})
    body = [np.ascontiguousarray(array, dtype="<i8").tobytes() for array in arrays.values()]
    return b"".join([MAGIC, head.encode(), b"\n", *body])


def digest(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def decode(payload: bytes, expected_digest: str) -> CaisseStatistics:
    if not payload.startswith(MAGIC) or digest(payload) != expected_digest:
        raise WrongPayloadError
    end = payload.index(b"\n", len(MAGIC))
    shapes: dict[str, list[int]] = json.loads(payload[len(MAGIC) : end])
    arrays, position = {}, end + 1
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        column = np.frombuffer(payload, dtype="<i8", count=size, offset=position)
        arrays[name] = column.astype(np.int64).reshape(shape)
        position += size * column.itemsize
    return CaisseStatistics(**arrays)
