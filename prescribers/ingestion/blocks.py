"""The encoded blocks of a month or of a window: written with the rows, read by the night.

One block a caisse, in the caller's transaction. What a caisse shares between months (numbers of
prescribers, codes of patients) is written under its lock, taken in the order of the codes and
kept until the commit: two months imported at once queue for this part only. Call it last.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from prescribers.enums import BlockKind
from prescribers.ingestion.binary_rows import insert_rows
from prescribers.ingestion.block_records import (
    LeaveColumns,
    ListColumns,
    Records,
    Runs,
    leave_order,
    leave_records,
    list_order,
    list_records,
    runs_of,
    summed,
)
from prescribers.ingestion.patient_codes import codes_of
from prescribers.ingestion.prescriber_numbers import numbers_of
from prescribers.models import EncodedBlock


# First key of the advisory locks of the caisses.
CAISSE_LOCK = 7_200_002
STORE = """
INSERT INTO medical.encoded_block
       (kind, month, caisse, rows, total, amount_cents, sha256, payload)
VALUES (%s, %s, %s, %s, %s, %s, %s, %b)
"""


class Block(NamedTuple):
    """A row of the table, its control totals taken from the records themselves."""

    kind: str
    month: date
    caisse: str
    rows: int
    total: int
    amount_cents: int
    sha256: str
    payload: bytes


def write_leave_blocks(month: date, columns: LeaveColumns, caisse: str | None = None) -> None:
    """Replace the blocks of the month, or that of one caisse; no row left, no block left."""
    runs = runs_of(columns.caisse, columns.rpps)
    records = leave_records(columns, month, _numbers(runs))
    blocks = []
    for name, rows in runs.rows():
        mine = records[rows]
        mine["patient"] = codes_of(name, columns.patient[rows])
        mine = mine[leave_order(mine, columns.start[rows])]
        days, cents = int(mine["days"].sum()), int(mine["amount_cents"].sum())
        blocks.append(_block(BlockKind.LEAVES, month, name, mine, days, cents))
    _replace(BlockKind.LEAVES, month, caisse, blocks)


def write_list_blocks(window_end: date, columns: ListColumns, caisse: str | None = None) -> None:
    """Replace the blocks of the window, or that of one caisse."""
    runs = runs_of(columns.caisse, columns.rpps)
    records = list_records(columns, _numbers(runs))
    blocks = []
    for name, rows in runs.rows():
        mine = records[rows]
        mine = summed(mine[list_order(mine)])
        patients = int(mine["patients"].sum())
        blocks.append(_block(BlockKind.PATIENTS, window_end, name, mine, patients, 0))
    _replace(BlockKind.PATIENTS, window_end, caisse, blocks)


def _numbers(runs: Runs) -> NDArray[np.uint16]:
    """The local number of each row's prescriber; from here on the caisses are ours."""
    for caisse in runs.caisses:
        _lock(caisse)
    return np.repeat(numbers_of(runs.caisses, runs.place, runs.rpps), runs.length)


def _lock(caisse: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [CAISSE_LOCK, caisse])


def _block(
    kind: BlockKind, month: date, caisse: str, records: Records, total: int, amount_cents: int
) -> Block:
    payload = records.tobytes()
    digest = hashlib.sha256(payload).hexdigest()
    return Block(kind.value, month, caisse, len(records), total, amount_cents, digest, payload)


def _replace(kind: BlockKind, month: date, caisse: str | None, blocks: Iterable[Block]) -> None:
    gone = EncodedBlock.objects.filter(kind=kind, month=month)
    (gone if caisse is None else gone.filter(caisse=caisse)).delete()
    insert_rows(STORE, blocks)
