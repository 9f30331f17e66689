"""What really is, never imported: planted doctors, bad rows, totals of the good ones.

A ratio compares a doctor with his specialty in his region, over the last twelve complete months;
it holds his own habit and the level of his département, which is that of the published amounts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ijportal.demo.calendar import Calendar
from ijportal.demo.calibration import SPECIALTY_NAMES
from ijportal.demo.defects import Defect
from ijportal.demo.doctors import Doctors
from ijportal.demo.leaves import ROWS_PER_EPISODE, Intensity, Leaves, open_share, written_share
from ijportal.demo.practices import PracticeTable
from ijportal.demo.writing import write_rows


TRUTH_COLUMNS = (
    "rpps",
    "departement",
    "specialite",
    "profil",
    "effet",
    "effet_apres",
    "date_changement",
    "ratio_vrai",
    "patients",
    "arrets_attendus",
)
MONTH_COLUMNS = ("mois", "arrets", "jours_indem", "montant_cts")


@dataclass(frozen=True)
class TrueMonths:
    """Good rows by month: what the import must have accepted."""

    leaves: np.ndarray
    days: np.ndarray
    cents: np.ndarray

    def __add__(self, other: "TrueMonths") -> "TrueMonths":
        return TrueMonths(
            self.leaves + other.leaves, self.days + other.days, self.cents + other.cents
        )


def true_months(leaves: Leaves, cents: np.ndarray, calendar: Calendar) -> TrueMonths:
    month = calendar.month_of_day[leaves.day]
    size = len(calendar.months)
    return TrueMonths(
        np.bincount(month, minlength=size),
        np.bincount(month, leaves.days, size).astype(np.int64),
        np.bincount(month, cents, size).astype(np.int64),
    )


@dataclass(frozen=True)
class Expectation:
    """By doctor of a region: leaves his list calls for, and those that he is drawn to write."""

    base: np.ndarray
    written: np.ndarray

    def __add__(self, other: "Expectation") -> "Expectation":
        return Expectation(self.base + other.base, self.written + other.written)


def expectation(
    doctors: Doctors, practices: PracticeTable, calendar: Calendar, intensity: Intensity
) -> Expectation:
    """Over the window, in one département."""
    opened = open_share(practices, calendar, calendar.window)
    written = written_share(doctors, practices, calendar, calendar.window)
    rows = intensity.base * intensity.scale * ROWS_PER_EPISODE
    size = len(doctors)
    return Expectation(
        np.bincount(practices.doctor, intensity.base * opened, size),
        np.bincount(practices.doctor, rows * written, size),
    )


def doctor_rows(
    doctors: Doctors, departements: list[str], expected: Expectation
) -> list[tuple[object, ...]]:
    """`arrets_attendus` × `ratio_vrai` is what the doctor is drawn to write."""
    base = np.bincount(doctors.specialty, expected.base, len(SPECIALTY_NAMES))
    written = np.bincount(doctors.specialty, expected.written, len(SPECIALTY_NAMES))
    mean = np.divide(written, base, out=np.zeros_like(base), where=base > 0)
    called_for = expected.base * mean[doctors.specialty]
    ratio = np.divide(
        expected.written, called_for, out=np.ones_like(called_for), where=called_for > 0
    )
    changed = ["" if np.isnat(day) else str(day) for day in doctors.changed_on]
    return list(
        zip(
            doctors.rpps.tolist(),
            (departements[d] for d in doctors.departement.tolist()),
            (SPECIALTY_NAMES[s] for s in doctors.specialty.tolist()),
            doctors.profile.tolist(),
            (f"{x:.6f}" for x in doctors.effect.tolist()),
            (f"{x:.6f}" for x in doctors.effect_after.tolist()),
            changed,
            (f"{x:.6f}" for x in ratio.tolist()),
            doctors.list_size.tolist(),
            (f"{x:.3f}" for x in called_for.tolist()),
            strict=True,
        )
    )


def write_truth(root: Path, rows: Iterable[tuple[object, ...]]) -> None:
    write_rows(root / "truth.csv", TRUTH_COLUMNS, rows)


def write_true_months(root: Path, totals: TrueMonths, calendar: Calendar) -> None:
    rows = zip(
        (f"{first_day:%Y-%m}" for first_day in calendar.months),
        totals.leaves.tolist(),
        totals.days.tolist(),
        totals.cents.tolist(),
        strict=True,
    )
    write_rows(root / "truth_months.csv", MONTH_COLUMNS, rows)


def write_true_defects(root: Path, defects: Iterable[Defect]) -> None:
    rows = [(d.file, d.line, d.kind, d.expected) for d in defects]
    write_rows(root / "truth_defects.csv", ("fichier", "ligne", "defaut", "attendu"), rows)
