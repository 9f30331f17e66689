"""Arrays to a PostgreSQL table by binary COPY: no Python work per row."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.ahead import ahead


HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
NULL_LENGTH = -1
POSTGRES_EPOCH = np.datetime64("2000-01-01", "D")
CHUNK = 20_000

PgType = Literal["bool", "int2", "int4", "int8", "float8", "date", "text", "packed"]
_WIRE = {"bool": "u1", "int2": ">i2", "int4": ">i4", "int8": ">i8", "float8": ">f8", "date": ">i4"}


class Words:
    """Texts of which a column names the places: they are measured once, not row by row."""

    def __init__(self, texts: NDArray[np.bytes_]) -> None:
        self.texts = texts
        self.lengths = np.char.str_len(texts).astype(np.int32)


@dataclass(frozen=True)
class Field:
    """One column of the target: its values, and where they are missing.

    Text is an array of bytes (`S`), already UTF-8, or places among `words`; dates are
    `datetime64[D]`; what is packed is written as it is, a structured record a row.
    """

    name: str
    type: PgType
    values: NDArray[Any]
    missing: NDArray[np.bool_] | None = None
    words: Words | None = None

    def cut(self, chosen: NDArray[np.int64] | slice) -> "Field":
        missing = None if self.missing is None else self.missing[chosen]
        return replace(self, values=self.values[chosen], missing=missing)

    def texts(self) -> tuple[NDArray[np.bytes_], NDArray[np.int32]]:
        """The texts and how many bytes each has."""
        if self.words is None:
            return self.values, np.char.str_len(self.values).astype(np.int32)
        return self.words.texts[self.values], self.words.lengths[self.values]


def copy_rows(cursor: Any, table: str, fields: Sequence[Field], *, freeze: bool = False) -> int:
    """COPY the fields into `table` (a trusted, already quoted name); the number of rows.

    A table made in this very transaction may be filled with rows already frozen: nothing will
    come back to mark them one by one.
    """
    names = ", ".join(f'"{field.name}"' for field in fields)
    options = "FORMAT BINARY, FREEZE" if freeze else "FORMAT BINARY"
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN ({options})") as copy:
        for block in encode(fields):
            copy.write(block)
    return len(fields[0].values)


def encode(fields: Sequence[Field]) -> Iterator[bytes]:
    """The bytes of a binary COPY, a block at a time."""
    yield HEADER
    starts = range(0, len(fields[0].values), CHUNK)
    yield from ahead(lambda start: _block(fields, slice(start, start + CHUNK)), starts)
    yield TRAILER


def _block(whole: Sequence[Field], rows: slice) -> bytes:
    fields = [field.cut(rows) for field in whole]
    layout: list[tuple[str, Any]] = [("count", ">i2")]
    for place, field in enumerate(fields):
        layout += [(f"length{place}", ">i4"), (f"value{place}", _wire(field))]
    records = np.zeros(len(fields[0].values), np.dtype(layout))
    records["count"] = len(fields)
    lengths = [_fill(records, place, field) for place, field in enumerate(fields)]
    return _squeeze(records, lengths)


def _wire(field: Field) -> Any:
    if field.type == "packed":
        return field.values.dtype
    if field.type != "text":
        return _WIRE[field.type]
    texts = field.values if field.words is None else field.words.texts
    return f"S{max(texts.dtype.itemsize, 1)}"


def _fill(records: NDArray[np.void], place: int, field: Field) -> NDArray[np.int32] | None:
    """Write one field; its lengths where they differ from a row to the next, else None."""
    values, width = field.values, records.dtype[f"value{place}"].itemsize
    lengths: NDArray[np.int32] | None = None
    if field.type == "date":
        values = (values - POSTGRES_EPOCH).astype("i8")
        values = np.where(field.missing, 0, values) if field.missing is not None else values
    elif field.type == "text":
        values, lengths = field.texts()
    records[f"value{place}"] = values
    if lengths is None and field.missing is None:
        records[f"length{place}"] = width
        return None
    if lengths is None:
        lengths = np.full(len(records), width, np.int32)
    sent = lengths
    if field.missing is not None:
        sent, lengths = (np.where(field.missing, empty, lengths) for empty in (NULL_LENGTH, 0))
    records[f"length{place}"] = sent
    return None if (lengths == width).all() else lengths


def _squeeze(records: NDArray[np.void], lengths: Sequence[NDArray[np.int32] | None]) -> bytes:
    """Drop the padding of the values that are shorter than their column, all rows at once."""
    if all(one is None for one in lengths):
        return records.tobytes()
    cells = records.view(np.uint8).reshape(len(records), -1)
    keep = np.ones(cells.shape, np.bool_)
    places: Any = records.dtype.fields
    for place, one in enumerate(lengths):
        if one is not None:
            kind, offset = places[f"value{place}"][:2]
            keep[:, offset : offset + kind.itemsize] = np.arange(kind.itemsize) < one[:, None]
    return cells[keep].tobytes()
