"""patientele/, arrets/ and activite/: one file a month, filled a département at a time."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ijportal.demo.activity import Activity
from ijportal.demo.calendar import Calendar
from ijportal.demo.defects import Defect, add_defects, as_text
from ijportal.demo.doctors import Doctors
from ijportal.demo.lists import ListLines
from ijportal.demo.writing import Sources


LIST_COLUMNS = ("tranche_age", "sexe", "ald", "c2s", "quintile", "quintile_commune")
ACTIVITY_COLUMNS = (
    "rpps",
    "mois",
    "patients_vus",
    "actes",
    "actes_pdsa",
    "jours_remplaces",
    "patientele_mt",
)
# Complete months, from the last one, whose leaves are sent as Parquet: both roads are used.
PARQUET_FROM_LAST = (3, 6)


def leaves_name(calendar: Calendar, month: int) -> str:
    parquet = calendar.complete - 1 - month in PARQUET_FROM_LAST
    return f"arrets/{calendar.months[month]:%Y-%m}.{'parquet' if parquet else 'csv'}"


def write_lists(
    sources: Sources, lines: ListLines, doctors: Doctors, calendar: Calendar, month: int
) -> None:
    written = f"{calendar.months[month]:%Y-%m}"
    table = pa.table(
        {
            "rpps": doctors.rpps[lines.doctor],
            **dict(zip(LIST_COLUMNS, lines.axes, strict=True)),
            "patients": lines.patients,
        }
    )
    sources.add_table(
        f"patientele/{written}.csv",
        table,
        kind="patientele",
        month=written,
        patients=int(lines.patients.sum()),
    )


def write_leaves(
    rng: np.random.Generator,
    sources: Sources,
    table: pa.Table,
    month_of_row: np.ndarray,
    calendar: Calendar,
) -> list[Defect]:
    """`table` is sorted by day: each month is a slice of it."""
    defects: list[Defect] = []
    edges = np.searchsorted(month_of_row, np.arange(len(calendar.months) + 1))
    for i, first_day in enumerate(calendar.months):
        name = leaves_name(calendar, i)
        good = table.slice(edges[i], edges[i + 1] - edges[i])
        good = good if name.endswith(".parquet") else as_text(good)
        whole, spoilt = add_defects(rng, good, name, before=sources.rows_of(name))
        month = f"{first_day:%Y-%m}"
        sources.add_table(name, whole, kind="arrets", month=month, **control_totals(whole))
        defects += spoilt
    return defects


def control_totals(table: pa.Table) -> dict[str, int]:
    """What the sender counts: every row of the file, the bad ones included."""
    return {name: pc.sum(table[name]).as_py() or 0 for name in ("jours_indem", "montant_cts")}


def write_activity(
    sources: Sources, activity: Activity, doctors: Doctors, calendar: Calendar
) -> None:
    for i, first_day in enumerate(calendar.months):
        month = f"{first_day:%Y-%m}"
        there = np.flatnonzero(activity.acts[:, i] > 0)
        registered = activity.registered[there, i]
        columns = (
            doctors.rpps[there],
            np.full(len(there), month),
            activity.patients[there, i],
            activity.acts[there, i],
            activity.duty_acts[there, i],
            activity.replaced_days[there, i],
            pa.array(registered, mask=registered < 0),
        )
        table = pa.table(dict(zip(ACTIVITY_COLUMNS, columns, strict=True)))
        name = f"activite/{month}.csv"
        acts = int(activity.acts[there, i].sum())
        sources.add_table(name, table, kind="activite", month=month, actes=acts)
