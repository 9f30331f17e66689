"""Sufficient statistics as bytes: the same integers always give the same bytes."""

import hashlib
import json
from typing import Any, cast

import numpy as np
import psycopg
from django.db import connection

from prescribers.frames.statistics import CaisseStatistics


MAGIC = b"IJSS2\n"


STORED = """
SELECT payload, digest FROM medical.sufficient_statistics WHERE run_id = %s AND caisse = %s
"""


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


def stored(run_id: int, caisse: str) -> CaisseStatistics | None:
    """What the map handed over for a caisse; None when it has not.

    Straight to the driver, in bytes: the text that Django asks for is twice as long, and the
    nation's 150 MB would be 500 for a moment.
    """
    connection.ensure_connection()
    with psycopg.Cursor(cast(Any, connection.connection)) as cursor:
        found = cursor.execute(STORED, [run_id, caisse], binary=True).fetchone()
    return decode(*found) if found else None
