"""Profiles on their way to the database: text COPY, always the same bytes for the same figures."""

import hashlib
from collections.abc import Iterator

import numpy as np
from django.db import connection

from prescribers.frames.profiles import Columns


ROWS_AT_ONCE = 5_000
NULL = r"\N"
# A backslash first: the others add some.
ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def copy_profiles(table: str, run_id: int, columns: Columns) -> str:
    """Load the rows into `table` and return their digest, which does not depend on the run."""
    checksum = hashlib.sha256()
    names = ", ".join(["run_id", *columns])
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for lines in profile_lines(columns):
            checksum.update("".join(lines).encode())
            copy.write("".join(f"{run_id}\t{line}" for line in lines))
    return checksum.hexdigest()


def profile_lines(columns: Columns) -> Iterator[list[str]]:
    """Blocks of lines in the order of the rows, without the run's number."""
    size = columns["rpps"].size
    for start in range(0, size, ROWS_AT_ONCE):
        block = [_texts(column[start : start + ROWS_AT_ONCE]) for column in columns.values()]
        yield ["\t".join(row) + "\n" for row in zip(*block, strict=True)]


def _texts(column: np.ndarray) -> list[str]:
    if column.ndim == 2:
        return ["{" + str(row)[1:-1] + "}" for row in column.tolist()]
    if column.dtype.kind == "f":
        return [NULL if value != value else repr(value) for value in column.tolist()]  # noqa: PLR0124
    if column.dtype.kind == "b":
        return ["t" if value else "f" for value in column.tolist()]
    if column.dtype.kind == "U":
        return [_escaped(value) for value in column.tolist()]
    # The hidden values of a masked column come out as None.
    return [NULL if value is None else str(value) for value in column.tolist()]


def _escaped(text: str) -> str:
    for character, escape in ESCAPES:
        text = text.replace(character, escape)
    return text
