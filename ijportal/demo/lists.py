"""The patients of each list: drawn one by one, then counted by stratum for the source file."""

from dataclasses import dataclass

import numpy as np

from ijportal.demo import calibration as published
from ijportal.demo.doctors import Doctors
from ijportal.demo.territory import Territory


COMMUNE_SHARE = 0.6  # of the patients who do not live in the doctor's own IRIS
NEIGHBOUR_KM = 7.0
# Size of each axis of a line of `patientele`.
AXES = (7, 2, 3, 2, 6, 6)


@dataclass(frozen=True)
class Patients:
    """One position per patient of a list, in the order of the doctors."""

    doctor: np.ndarray
    iris: np.ndarray  # -1 unknown
    quintile: np.ndarray
    commune_quintile: np.ndarray
    band: np.ndarray
    sex: np.ndarray
    ald: np.ndarray
    c2s: np.ndarray

    def __len__(self) -> int:
        return len(self.doctor)


@dataclass(frozen=True)
class ListLines:
    """The lines of `patientele`, sorted by doctor then stratum."""

    doctor: np.ndarray
    axes: tuple[np.ndarray, ...]
    patients: np.ndarray


def draw_patients(rng: np.random.Generator, doctors: Doctors, territory: Territory) -> Patients:
    doctor, iris = _homes(rng, doctors, territory)
    known = rng.random(len(doctor), dtype=np.float32) >= published.UNKNOWN_IRIS_SHARE
    quintile = np.where(known, territory.quintile[iris], 0).astype(np.int8)
    band, sex = _age_and_sex(rng, len(doctor))
    ald = _ald(rng, band, doctors.ald_factor[doctor])
    c2s = _c2s(rng, band, quintile, doctors.c2s_factor[doctor])
    return Patients(
        doctor=doctor,
        iris=np.where(known, iris, -1).astype(np.int32),
        quintile=quintile,
        commune_quintile=np.where(known, territory.commune_quintile[iris], 0).astype(np.int8),
        band=band,
        sex=sex,
        ald=ald,
        c2s=c2s,
    )


def count_lines(patients: Patients) -> ListLines:
    axes = (
        patients.band,
        patients.sex - 1,
        patients.ald,
        patients.c2s,
        patients.quintile,
        patients.commune_quintile,
    )
    cell = np.ravel_multi_index(tuple(a.astype(np.int64) for a in axes), AXES)
    counts = np.bincount(patients.doctor * np.prod(AXES) + cell)
    filled = np.flatnonzero(counts)
    doctor, cell = np.divmod(filled, np.prod(AXES))
    band, sex, *rest = np.unravel_index(cell, AXES)
    return ListLines(doctor=doctor, axes=(band, sex + 1, *rest), patients=counts[filled])


def _homes(rng, doctors: Doctors, territory: Territory) -> tuple[np.ndarray, np.ndarray]:
    """Own IRIS, then own commune, then neighbours: the list has the deprivation of its place."""
    population = territory.iris_population
    home = territory.commune_of_iris
    commune = home[doctors.iris]
    near = np.exp(-territory.distance_km / NEIGHBOUR_KM)[commune][:, home] * population
    same = (home[None, :] == commune[:, None]) * population
    share = COMMUNE_SHARE * same / same.sum(axis=1, keepdims=True)
    share = share + (1 - COMMUNE_SHARE) * near / near.sum(axis=1, keepdims=True)
    share = share * (1 - doctors.own_iris_share)[:, None]
    share[np.arange(len(doctors)), doctors.iris] += doctors.own_iris_share
    counts = rng.multinomial(doctors.list_size, share / share.sum(axis=1, keepdims=True))
    doctor, iris = np.nonzero(counts)
    times = counts[doctor, iris]
    return np.repeat(doctor, times), np.repeat(iris, times)


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
