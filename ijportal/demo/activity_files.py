"""patientele/AAAA-MM.csv and arrets/AAAA-MM.csv, the bad rows of the leaves included."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ijportal.demo.calendar import Calendar
from ijportal.demo.defects import Defect, add_defects
from ijportal.demo.doctors import Doctors
from ijportal.demo.lists import ListLines
from ijportal.demo.writing import WrittenFile, describe, write_table


LIST_COLUMNS = ("tranche_age", "sexe", "ald", "c2s", "quintile", "quintile_commune")


def write_lists(root: Path, lines: ListLines, doctors: Doctors, calendar: Calendar) -> WrittenFile:
    month = f"{calendar.last_complete:%Y-%m}"
    table = pa.table(
        {
            "rpps": doctors.rpps[lines.doctor],
            **dict(zip(LIST_COLUMNS, lines.axes, strict=True)),
            "patients": lines.patients,
        }
    )
    name = f"patientele/{month}.csv"
    write_table(root / name, table)
    return describe(
        root,
        name,
        kind="patientele",
        rows=table.num_rows,
        month=month,
        patients=int(lines.patients.sum()),
    )


def write_leaves(
    rng: np.random.Generator,
    root: Path,
    table: pa.Table,
    month_of_row: np.ndarray,
    calendar: Calendar,
) -> tuple[list[WrittenFile], tuple[Defect, ...]]:
    """`table` is sorted by day: each month is a slice of it."""
    files: list[WrittenFile] = []
    defects: tuple[Defect, ...] = ()
    edges = np.searchsorted(month_of_row, np.arange(len(calendar.months) + 1))
    for i, first_day in enumerate(calendar.months):
        month = f"{first_day:%Y-%m}"
        name = f"arrets/{month}.csv"
        good = table.slice(edges[i], edges[i + 1] - edges[i])
        whole, spoilt = add_defects(rng, good, name)
        write_table(root / name, whole)
        files.append(
            describe(
                root, name, kind="arrets", rows=whole.num_rows, month=month, **control_totals(whole)
            )
        )
        defects += spoilt
    return files, defects


def control_totals(table: pa.Table) -> dict[str, int]:
    """What the sender counts: every row of the file, the bad ones included."""
    return {name: pc.sum(table[name]).as_py() or 0 for name in ("jours_indem", "montant_cts")}
