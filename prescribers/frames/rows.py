"""The rows behind a block, as the columns that it is made from."""

from datetime import date

import numpy as np

from prescribers.enums import LeaveNature, LeaveRisk
from prescribers.frames.columns_out import fetch_arrays


def _place(column: str, values: list[str]) -> str:
    return f"array_position(ARRAY{values}, {column}::text) - 1"


# The quintile of the commune is that of the IRIS today: the rows do not keep the one of the day.
LEAVES = f"""
SELECT l.rpps::int8, l.patient::int8, (l.start - DATE '1970-01-01')::int4,
       (l."end" - DATE '1970-01-01')::int4, l.days::int4, l.amount_cents::int4, l.stratum::int4,
       coalesce(i.commune_quintile, 0)::int4, ({_place("l.risk", LeaveRisk.values)})::int4,
       ({_place("l.nature", LeaveNature.values)})::int4, l.ald::int4, l.tpt::int4,
       l.replacement::int4, l.teleconsultation::int4
  FROM medical.leave l
  LEFT JOIN prescribers_iris i ON i.code = l.iris
 WHERE l.month = %s AND l.caisse = %s
 ORDER BY l.rpps, l.start
"""  # noqa: S608 (constants of this package)
LEAVE_COLUMNS = (
    ("rpps", ">i8"),
    ("patient", ">i8"),
    *((name, ">i4") for name in (
        "start", "end", "days", "amount_cents", "stratum", "commune_quintile", "risk", "nature",
        "ald", "tpt", "replacement", "teleconsultation",
    )),
)  # fmt: skip
LISTS = """
SELECT rpps::int8, stratum::int4, commune_quintile::int4, patients::int4
  FROM medical.patient_list
 WHERE window_end = %s AND caisse = %s
 ORDER BY rpps
"""
LIST_COLUMNS = (
    ("rpps", ">i8"),
    *((name, ">i4") for name in ("stratum", "commune_quintile", "patients")),
)


def read_leave_rows(month: date, caisse: str) -> dict[str, np.ndarray]:
    rows = fetch_arrays(LEAVES, [month, caisse], LEAVE_COLUMNS)
    for name in ("start", "end"):
        rows[name] = rows[name].astype("datetime64[D]")
    return _of_caisse(rows, caisse)


def read_list_rows(window_end: date, caisse: str) -> dict[str, np.ndarray]:
    return _of_caisse(fetch_arrays(LISTS, [window_end, caisse], LIST_COLUMNS), caisse)


def _of_caisse(rows: dict[str, np.ndarray], caisse: str) -> dict[str, np.ndarray]:
    return rows | {"caisse": np.full(len(rows["rpps"]), caisse.encode())}
