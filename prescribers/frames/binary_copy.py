"""Rows of fixed width out of PostgreSQL by binary COPY, as one numpy structured array."""

from collections.abc import Sequence

import numpy as np
from django.db import connection


SIGNATURE_BYTES = 19
TRAILER_BYTES = 2


class UnexpectedRowError(Exception):
    """A column was null or of another width than declared."""


def fetch_arrays(
    query: str, parameters: Sequence[object], columns: Sequence[tuple[str, str]]
) -> dict[str, np.ndarray]:
    """Run `query` under COPY and return one array per declared (name, big-endian type)."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", parameters) as copy,
    ):
        received = b"".join(copy)
    rows = np.frombuffer(
        received, dtype=_row_type(columns), offset=SIGNATURE_BYTES, count=_count(received, columns)
    )
    for name, kind in columns:
        if (rows[f"{name}_width"] != np.dtype(kind).itemsize).any():
            raise UnexpectedRowError(name)
    return {name: rows[name].astype(np.int64) for name, _ in columns}


def _row_type(columns: Sequence[tuple[str, str]]) -> np.dtype:
    fields = [("fields", ">i2")]
    for name, kind in columns:
        fields += [(f"{name}_width", ">i4"), (name, kind)]
    return np.dtype(fields)


def _count(received: bytes, columns: Sequence[tuple[str, str]]) -> int:
    size = len(received) - SIGNATURE_BYTES - TRAILER_BYTES
    count, rest = divmod(size, _row_type(columns).itemsize)
    if rest:
        raise UnexpectedRowError("row width")
    return count
