"""The encoded blocks of a caisse as arrays, and what is wrong with one that may not be read."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np
import psycopg
from django.db import connection

from prescribers.enums import BlockKind
from prescribers.frames.columns_out import fetch_arrays
from prescribers.frames.kept import reasons
from prescribers.models import block_layout as layout


BLOCKS = """
SELECT month, rows, total, amount_cents, sha256, payload
  FROM medical.encoded_block
 WHERE kind = %s AND caisse = %s AND month = ANY(%s::date[])
 ORDER BY month
"""
NUMBERS = "SELECT number::int4, rpps::int8 FROM medical.prescriber_number WHERE caisse = %s"
RECORDS = {BlockKind.LEAVES: layout.LEAVE_RECORD, BlockKind.PATIENTS: layout.LIST_RECORD}


class Control(NamedTuple):
    """What a block must add up to: its rows, its days or patients, its cents."""

    rows: int
    total: int
    amount_cents: int


class StoredBlock(NamedTuple):
    """A block as it lies in the table: nothing of it is believed yet."""

    kind: BlockKind
    month: date
    said: Control
    sha256: str
    payload: bytes

    @property
    def records(self) -> np.ndarray:
        return np.frombuffer(self.payload, RECORDS[self.kind])


def fetch_blocks(kind: BlockKind, caisse: str, months: Sequence[date]) -> dict[date, StoredBlock]:
    """All the blocks of a caisse in one query, by month."""
    connection.ensure_connection()
    # Straight to the driver: Django asks for text, where bytes are twice as long.
    with psycopg.Cursor(cast(Any, connection.connection)) as cursor:
        parameters = [kind.value, caisse, list(months)]
        rows = cursor.execute(BLOCKS, parameters, binary=True).fetchall()
    return {row[0]: StoredBlock(kind, row[0], Control(*row[1:4]), row[4], row[5]) for row in rows}


def is_sound(block: StoredBlock) -> bool:
    """The bytes are those that were written, under this month, and add up to what is said."""
    size = block.said.rows * np.dtype(RECORDS[block.kind]).itemsize
    if len(block.payload) != size:
        return False
    if hashlib.sha256(block.payload).hexdigest() != block.sha256:
        return False
    records = block.records
    if block.kind == BlockKind.PATIENTS:
        return block.said.total == records["patients"].sum()
    days, cents = records["days"].sum(), records["amount_cents"].sum()
    of_the_month = (records["month"] == layout.month_code(block.month)).all()
    return bool(of_the_month) and block.said[1:] == (days, cents)


def kept_total(block: StoredBlock) -> int:
    """The days that make the figures, or the patients inside the strata."""
    records = block.records
    if block.kind == BlockKind.PATIENTS:
        return int(records["patients"][records["cell"] != layout.OUTSIDE_CELL].sum())
    return int(records["days"][reasons(records["cell"], records["flags"]) == 0].sum())


def read_numbers(caisse: str) -> np.ndarray:
    """The RPPS number of each local number."""
    rows = fetch_arrays(NUMBERS, [caisse], (("number", ">i4"), ("rpps", ">i8")))
    rpps = np.zeros(rows["number"].max(initial=-1) + 1, np.int64)
    rpps[rows["number"]] = rows["rpps"]
    return rpps
