"""What the map reads of one caisse: its leaves and its patient lists, out of their blocks."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from prescribers.enums import BlockKind
from prescribers.frames.binary_copy import fetch_arrays
from prescribers.frames.blocks import RECORDS, StoredBlock
from prescribers.frames.kept import reasons
from prescribers.frames.window import Window
from prescribers.models import block_layout as layout


DIRECTORY = """
SELECT p.rpps::int8
  FROM prescribers_prescriber p
 WHERE EXISTS (SELECT FROM prescribers_attachment a WHERE a.prescriber_id = p.id)
"""
OUTSIDE = -1


@dataclass(frozen=True)
class Leaves:
    """Rows of one caisse; `month` is a position in the months of the window.

    `start` orders the leaves of a prescriber as their first days do, and is no date.
    """

    rpps: np.ndarray
    patient: np.ndarray
    start: np.ndarray
    stratum: np.ndarray
    days: np.ndarray
    amount_cents: np.ndarray
    month: np.ndarray
    reason: np.ndarray

    def where(self, mask: np.ndarray) -> "Leaves":
        return Leaves(*(getattr(self, name)[mask] for name in self.__dataclass_fields__))


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
        rpps=rpps_of[records["prescriber"]],
        patient=records["patient"].astype(np.int64),
        start=np.arange(len(records)),
        stratum=_stratum(records["cell"]),
        days=records["days"].astype(np.int64),
        amount_cents=records["amount_cents"].astype(np.int64),
        month=(records["month"].astype(np.int64) - first) % 256,
        reason=reasons(records["cell"], records["flags"]).astype(np.int64),
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


def read_known_prescribers() -> np.ndarray:
    """Prescribers of the directory: with an attachment, hence a caisse and a region."""
    return np.sort(fetch_arrays(DIRECTORY, [], (("rpps", ">i8"),))["rpps"])


def _chained(kind: BlockKind, blocks: Collection[StoredBlock]) -> np.ndarray:
    nothing = np.zeros(0, RECORDS[kind])
    ordered = sorted(blocks, key=lambda block: block.month)
    return np.concatenate([nothing, *(block.records for block in ordered)])


def _stratum(cell: np.ndarray) -> np.ndarray:
    inside = cell.astype(np.int64) // layout.COMMUNE_QUINTILES
    return np.where(cell == layout.OUTSIDE_CELL, OUTSIDE, inside)
