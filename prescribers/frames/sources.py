"""What the map reads of one caisse: its leaves and its patient lists, out of their blocks."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from prescribers.enums import BlockKind
from prescribers.frames.blocks import RECORDS, StoredBlock
from prescribers.frames.columns_out import fetch_arrays
from prescribers.frames.kept import reasons
from prescribers.frames.window import Window
from prescribers.models import block_layout as layout


DIRECTORY = """
SELECT n.rpps::int8
  FROM medical.prescriber_number n
  JOIN prescribers_prescriber p ON p.rpps = lpad(n.rpps::text, 11, '0')
 WHERE n.caisse = %s
   AND EXISTS (SELECT FROM prescribers_attachment a WHERE a.prescriber_id = p.id)
"""
OUTSIDE = -1
_STRATA = (np.arange(1 << 16) // layout.COMMUNE_QUINTILES).astype(np.int16)
_STRATA[layout.OUTSIDE_CELL] = OUTSIDE


@dataclass(frozen=True)
class Leaves:
    """Rows of one caisse; `month` is a position in the months of the window.

    `writer` is a place in `writers`, the RPPS numbers of the caisse. `start` orders the leaves of
    a prescriber as their first days do, and is no date.
    """

    writers: np.ndarray
    writer: np.ndarray
    patient: np.ndarray
    start: np.ndarray
    stratum: np.ndarray
    days: np.ndarray
    amount_cents: np.ndarray
    month: np.ndarray
    flags: np.ndarray
    reason: np.ndarray


@dataclass(frozen=True)
class PatientLists:
    """Patients of one caisse by prescriber and stratum; rows of one cell add up."""

    rpps: np.ndarray
    stratum: np.ndarray
    patients: np.ndarray


def leaves_of(blocks: Collection[StoredBlock], rpps_of: np.ndarray, window: Window) -> Leaves:
    """The leaves of sound blocks, in the order of months: their places stand for their dates."""
    records = _chained(BlockKind.LEAVES, blocks)
    first = layout.month_code(window.start)
    return Leaves(
        writers=rpps_of,
        writer=records["prescriber"],
        patient=records["patient"],
        start=np.arange(len(records)),
        stratum=_stratum(records["cell"]),
        days=records["days"],
        amount_cents=records["amount_cents"],
        # Counted modulo 256, as they are written: a later month stays later.
        month=records["month"] - np.uint8(first),
        flags=records["flags"],
        reason=reasons(records["cell"], records["flags"]),
    )


def lists_of(blocks: Collection[StoredBlock], rpps_of: np.ndarray) -> PatientLists:
    """The lists of a sound block, without the patients outside the strata."""
    records = _chained(BlockKind.PATIENTS, blocks)
    records = records[records["cell"] != layout.OUTSIDE_CELL]
    return PatientLists(
        rpps=rpps_of[records["prescriber"]],
        stratum=_stratum(records["cell"]),
        patients=records["patients"].astype(np.int64),
    )


def read_known_prescribers(caisse: str) -> np.ndarray:
    """Those who wrote or list in a caisse and have an attachment, hence a caisse and a region."""
    return np.sort(fetch_arrays(DIRECTORY, [caisse], (("rpps", ">i8"),))["rpps"])


def _chained(kind: BlockKind, blocks: Collection[StoredBlock]) -> np.ndarray:
    nothing = np.zeros(0, RECORDS[kind])
    ordered = sorted(blocks, key=lambda block: block.month)
    return np.concatenate([nothing, *(block.records for block in ordered)])


def _stratum(cell: np.ndarray) -> np.ndarray:
    """By a table of the 65 536 codes: a division and a choice would cost four times as much."""
    return _STRATA[cell]
