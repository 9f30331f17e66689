"""What the map reads of one caisse: its leaves and its patient lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from prescribers.frames.binary_copy import fetch_arrays
from prescribers.frames.kept import REASON_SQL
from prescribers.frames.window import Window, month_number


LEAVES = f"""
SELECT rpps::int8, patient::int8, (start - DATE '2000-01-01')::int4, stratum::int2, days::int4,
       amount_cents::int8, (extract(year FROM month) * 12 + extract(month FROM month) - 1)::int4,
       ({REASON_SQL})::int2
  FROM medical.leave
 WHERE caisse = %s AND month = ANY(%s::date[])
"""  # noqa: S608 (constants of this package)
LEAVE_COLUMNS = (
    ("rpps", ">i8"),
    ("patient", ">i8"),
    ("start", ">i4"),
    ("stratum", ">i2"),
    ("days", ">i4"),
    ("amount_cents", ">i8"),
    ("month", ">i4"),
    ("reason", ">i2"),
)
LISTS = """
SELECT rpps::int8, stratum::int2, patients::int4
  FROM medical.patient_list
 WHERE caisse = %s AND window_end = %s AND stratum >= 0
"""
LIST_COLUMNS = (("rpps", ">i8"), ("stratum", ">i2"), ("patients", ">i4"))
DIRECTORY = """
SELECT p.rpps::int8
  FROM prescribers_prescriber p
 WHERE EXISTS (SELECT FROM prescribers_attachment a WHERE a.prescriber_id = p.id)
"""


@dataclass(frozen=True)
class Leaves:
    """Rows of one caisse; `month` is a position in the months of the window."""

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
    """Patients of one caisse by prescriber and stratum."""

    rpps: np.ndarray
    stratum: np.ndarray
    patients: np.ndarray


def read_leaves(caisse: str, window: Window) -> Leaves:
    months: Sequence[date] = list(window.all_months)
    columns = fetch_arrays(LEAVES, [caisse, months], LEAVE_COLUMNS)
    columns["month"] = columns["month"] - month_number(window.start)
    return Leaves(**columns)


def read_patient_lists(caisse: str, window_end: date) -> PatientLists:
    return PatientLists(**fetch_arrays(LISTS, [caisse, window_end], LIST_COLUMNS))


def read_known_prescribers() -> np.ndarray:
    """Prescribers of the directory: with an attachment, hence a caisse and a region."""
    return np.sort(fetch_arrays(DIRECTORY, [], (("rpps", ">i8"),))["rpps"])
