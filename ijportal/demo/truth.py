"""What really is, never imported: planted doctors, bad rows, totals of the good ones."""

from pathlib import Path

import numpy as np

from ijportal.demo.calendar import Calendar
from ijportal.demo.calibration import SPECIALTY_NAMES
from ijportal.demo.defects import Defect
from ijportal.demo.doctors import Doctors
from ijportal.demo.leaves import Leaves
from ijportal.demo.territory import Territory
from ijportal.demo.writing import write_rows


def true_ratios(doctors: Doctors, territory: Territory, expected: np.ndarray) -> np.ndarray:
    """Each doctor's multiplier against the mean of his specialty in his region.

    `expected` is what the list alone calls for. The method compares with the other doctors of the
    group, whose mean is not exactly 1 once some are planted.
    """
    regions = np.array([row["region"] for row in territory.iris])[doctors.iris]
    _, group = np.unique([regions, doctors.specialty.astype(str)], axis=1, return_inverse=True)
    group = group.ravel()
    mean = np.bincount(group, expected * doctors.effect) / np.bincount(group, expected)
    return doctors.effect / mean[group]


def write_truth(root: Path, doctors: Doctors, ratios: np.ndarray, expected: np.ndarray) -> None:
    columns = ("rpps", "specialite", "profil", "effet", "ratio_vrai", "patients", "arrets_attendus")
    rows = zip(
        doctors.rpps.tolist(),
        (SPECIALTY_NAMES[s] for s in doctors.specialty.tolist()),
        doctors.profile.tolist(),
        (f"{x:.6f}" for x in doctors.effect.tolist()),
        (f"{x:.6f}" for x in ratios.tolist()),
        doctors.list_size.tolist(),
        (f"{x:.3f}" for x in expected.tolist()),
        strict=True,
    )
    write_rows(root / "truth.csv", columns, rows)


def write_true_months(root: Path, leaves: Leaves, cents: np.ndarray, calendar: Calendar) -> None:
    """Totals of the good rows: what the import must have accepted."""
    month = calendar.month_of_day[leaves.day]
    size = len(calendar.months)
    rows = zip(
        (f"{first_day:%Y-%m}" for first_day in calendar.months),
        np.bincount(month, minlength=size).tolist(),
        np.bincount(month, leaves.days, size).astype(np.int64).tolist(),
        np.bincount(month, cents, size).astype(np.int64).tolist(),
        strict=True,
    )
    write_rows(root / "truth_months.csv", ("mois", "arrets", "jours_indem", "montant_cts"), rows)


def write_true_defects(root: Path, defects: tuple[Defect, ...]) -> None:
    rows = [(d.file, d.line, d.kind, d.expected) for d in defects]
    write_rows(root / "truth_defects.csv", ("fichier", "ligne", "defaut", "attendu"), rows)
