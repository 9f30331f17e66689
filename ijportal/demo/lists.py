"""The patients of each list: drawn one by one, then counted by stratum for each window."""

from dataclasses import dataclass

import numpy as np

from ijportal.demo import calibration as published
from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.practices import PracticeTable
from ijportal.demo.territory import Territory


COMMUNE_SHARE = 0.6  # of the patients who do not live in the doctor's own IRIS
NEIGHBOUR_KM = 7.0
# Size of each axis of a line of `patientele`.
AXES = (7, 2, 3, 2, 6, 6)
CELLS = int(np.prod(AXES))


@dataclass(frozen=True)
class Patients:
    """One position per patient of a list, in the order of the practices."""

    practice: np.ndarray  # position in the practices of the département
    doctor: np.ndarray
    iris: np.ndarray  # -1 unknown
    band: np.ndarray
    sex: np.ndarray
    ald: np.ndarray
    c2s: np.ndarray
    quintile: np.ndarray
    commune_quintile: np.ndarray

    def __len__(self) -> int:
        return len(self.doctor)


@dataclass(frozen=True)
class ListLines:
    """The lines of `patientele` of a window, sorted by doctor then stratum."""

    doctor: np.ndarray
    axes: tuple[np.ndarray, ...]
    patients: np.ndarray


def draw_patients(
    rng: np.random.Generator, doctors: Doctors, practices: PracticeTable, territory: Territory
) -> Patients:
    practice, iris = _homes(rng, doctors, practices, territory)
    doctor = practices.doctor[practice].astype(np.int32)
    known = rng.random(len(doctor), dtype=np.float32) >= published.UNKNOWN_IRIS_SHARE
    quintile = np.where(known, territory.quintile[iris], 0).astype(np.int8)
    band, sex = _age_and_sex(rng, len(doctor))
    ald = _ald(rng, band, doctors.ald_factor[doctor])
    c2s = _c2s(rng, band, quintile, doctors.c2s_factor[doctor])
    return Patients(
        practice=practice.astype(np.int32),
        doctor=doctor,
        iris=np.where(known, iris, -1).astype(np.int32),
        band=band,
        sex=sex,
        ald=ald,
        c2s=c2s,
        quintile=quintile,
        commune_quintile=np.where(known, territory.commune_quintile[iris], 0).astype(np.int8),
    )


@dataclass(frozen=True)
class ListCells:
    """The cells (doctor and stratum) that have patients, and the one of each patient."""

    keys: np.ndarray
    of_patient: np.ndarray

    def count(self, seen: np.ndarray) -> np.ndarray:
        return np.bincount(self.of_patient[seen], minlength=len(self.keys))


def list_cells(patients: Patients) -> ListCells:
    axes = (
        patients.band,
        patients.sex - 1,
        patients.ald,
        patients.c2s,
        patients.quintile,
        patients.commune_quintile,
    )
    cell = np.ravel_multi_index(tuple(a.astype(np.int64) for a in axes), AXES)
    return ListCells(
        *np.unique(patients.doctor.astype(np.int64) * CELLS + cell, return_inverse=True)
    )


def seen_share(practices: PracticeTable, calendar: Calendar, months: range) -> np.ndarray:
    """Share of the patients of each practice of a region that its doctor saw in the window.

    Whoever closed or opened on the way saw all of his patients; who moved saw a part of each list,
    so that the two together make one.
    """
    start, after = calendar.first_day(months.start), calendar.first_day(months.stop)
    first, last = np.maximum(practices.start, start), np.minimum(practices.after, after)
    opened = np.maximum((last - first).astype(np.int64), 0)
    by_doctor = np.zeros(practices.doctor.max() + 1)
    longest = np.zeros_like(by_doctor)
    np.add.at(by_doctor, practices.doctor, opened)
    np.maximum.at(longest, practices.doctor, opened)
    span = (after - start).astype(np.int64)
    # Practices held at the same time exceed the window together: each keeps its whole list.
    together = np.where(by_doctor > span, longest, by_doctor)[practices.doctor]
    share = np.where(opened > 0, opened / np.maximum(together, 1), 0.0)
    return np.minimum(share, 1.0) * (1 - published.UNSEEN_SHARE)


def lines_of(key: np.ndarray, patients: np.ndarray) -> ListLines:
    """Lines of several départements put together: a doctor may have patients in two."""
    found, place = np.unique(key[patients > 0], return_inverse=True)
    doctor, cell = np.divmod(found, CELLS)
    band, sex, *rest = np.unravel_index(cell, AXES)
    total = np.bincount(place, patients[patients > 0], len(found)).astype(np.int64)
    return ListLines(doctor=doctor, axes=(band, sex + 1, *rest), patients=total)


def _homes(
    rng, doctors: Doctors, practices: PracticeTable, territory: Territory
) -> tuple[np.ndarray, np.ndarray]:
    """Own IRIS, then own commune, then neighbours: the list has the deprivation of its place."""
    population = territory.iris_population
    home = territory.commune_of_iris
    commune = home[practices.iris]
    own = doctors.own_iris_share[practices.doctor]
    near = np.exp(-territory.distance_km / NEIGHBOUR_KM)[commune][:, home] * population
    same = (home[None, :] == commune[:, None]) * population
    share = COMMUNE_SHARE * same / same.sum(axis=1, keepdims=True)
    share = share + (1 - COMMUNE_SHARE) * near / near.sum(axis=1, keepdims=True)
    share = share * (1 - own)[:, None]
    share[np.arange(len(practices)), practices.iris] += own
    counts = rng.multinomial(practices.patients, share / share.sum(axis=1, keepdims=True))
    practice, iris = np.nonzero(counts)
    times = counts[practice, iris]
    return np.repeat(practice, times), np.repeat(iris, times)


def _age_and_sex(rng, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Two independent axes in one draw, through a table of ten thousand equal cells."""
    ages = np.outer(published.AGE_SHARES, (1 - published.WOMEN_SHARE, published.WOMEN_SHARE))
    table = np.repeat(
        np.arange(ages.size, dtype=np.int8), np.rint(ages.ravel() * 10_000).astype(int)
    )
    cell = table[rng.integers(0, len(table), count, dtype=np.int32)]
    return cell // 2, cell % 2 + np.int8(1)


def _ald(rng, band, factor) -> np.ndarray:
    share = np.minimum(0.9, np.array(published.ALD_BY_AGE)[band] * factor)
    draw = rng.random(len(band), dtype=np.float32)
    cancer = draw < share * published.CANCER_SHARE_OF_ALD
    return np.where(cancer, 2, np.where(draw < share, 1, 0)).astype(np.int8)


def _c2s(rng, band, quintile, factor) -> np.ndarray:
    share = np.array(published.C2S_BY_QUINTILE)[quintile] * np.array(published.C2S_BY_AGE)[band]
    return (rng.random(len(band), dtype=np.float32) < np.minimum(0.8, share * factor)).astype(
        np.int8
    )
