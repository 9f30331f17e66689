"""Sick leaves of the patients of the lists: episodes, then prolongations of the same patient."""

from dataclasses import dataclass, fields

import numpy as np

from ijportal.demo import calibration as published
from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.durations import draw_days
from ijportal.demo.lists import Patients
from ijportal.demo.practices import FAR_END, PracticeTable
from ijportal.demo.world import World


ROWS_PER_EPISODE = 1.37
PROLONGED_SHARE = 0.8  # of the rows that follow, the others are a new leave
GAP_FIRST, GAP_MEAN = 5, 50.0
UNPAID_DAYS = 3


@dataclass(frozen=True)
class Leaves:
    """One position per row received, sorted by day then doctor."""

    patient: np.ndarray
    practice: np.ndarray
    doctor: np.ndarray
    day: np.ndarray  # position in the calendar
    span: np.ndarray
    days: np.ndarray
    prolongation: np.ndarray
    occupational: np.ndarray
    maternity: np.ndarray

    def __len__(self) -> int:
        return len(self.patient)

    def take(self, where: np.ndarray) -> "Leaves":
        return Leaves(**{f.name: getattr(self, f.name)[where] for f in fields(self)})


@dataclass(frozen=True)
class Intensity:
    """Leaves called for by the list of each practice, and how many are written for one."""

    base: np.ndarray  # relative, by stratum and specialty, over the whole season
    scale: float  # episodes a unit of base makes in the département


def base_rates(patients: Patients, doctors: Doctors) -> np.ndarray:
    """Relative leaves of each patient by stratum and specialty, the doctor's own habit left out."""
    specialty = np.array([row[3] for row in published.SPECIALTIES.values()])[doctors.specialty]
    return (
        specialty[patients.doctor]
        * np.array(published.RATE_BY_AGE)[patients.band]
        * np.array(published.RATE_BY_SEX)[patients.sex - 1]
        * np.array(published.RATE_BY_ALD)[patients.ald]
        * np.array(published.RATE_BY_C2S)[patients.c2s]
        * np.array(published.RATE_BY_QUINTILE)[patients.quintile]
    )


def draw_leaves(
    rng: np.random.Generator, world: World, expected_complete: float
) -> tuple[Leaves, Intensity]:
    """`expected_complete`: leaves wanted over the complete months, all doctors together."""
    calendar, doctors, practices = world.calendar, world.doctors, world.practices
    base = base_rates(world.patients, doctors)
    by_practice = np.bincount(world.patients.practice, base, len(practices))
    written = written_share(doctors, practices, calendar, range(calendar.complete))
    scale = expected_complete / (np.dot(by_practice, written) * ROWS_PER_EPISODE)
    highest = np.maximum(doctors.effect, doctors.effect_after)[world.patients.doctor]
    episodes = rng.poisson(base * highest * scale)
    every = _follow(rng, world, np.repeat(np.arange(len(base)), episodes))
    return _received(rng, every, world), Intensity(by_practice, scale)


def open_share(practices: PracticeTable, calendar: Calendar, months: range) -> np.ndarray:
    """Share of the whole season that each practice was open for, in these months."""
    return calendar.season_between(practices.start, practices.after, months)


def written_share(
    doctors: Doctors, practices: PracticeTable, calendar: Calendar, months: range
) -> np.ndarray:
    """The same, each day counting for what the doctor writes that day."""
    changed = np.where(np.isnat(doctors.changed_on), FAR_END, doctors.changed_on)[practices.doctor]
    start, after = practices.start, practices.after
    before = calendar.season_between(start, np.minimum(after, changed), months)
    then = calendar.season_between(np.maximum(start, changed), after, months)
    return before * doctors.effect[practices.doctor] + then * doctors.effect_after[practices.doctor]


def _follow(rng, world: World, patient_of_episode) -> Leaves:
    """A row after the end of the calendar comes back at its start: the time before left such rows.

    So the number of prolongations is as high in the first month as in the last.
    """
    calendar, doctors, patients = world.calendar, world.doctors, world.patients
    chain = rng.geometric(1 / ROWS_PER_EPISODE, len(patient_of_episode))
    first_row = np.cumsum(chain) - chain
    patient = np.repeat(patient_of_episode, chain)
    rank = np.arange(len(patient)) - np.repeat(first_row, chain)
    prolongation = (rank > 0) & (rng.random(len(patient)) < PROLONGED_SHARE)
    occupational, maternity = (
        np.repeat(v, chain) for v in _risk(rng, patients, patient_of_episode)
    )
    days = draw_days(rng, _long_weight(doctors, patients, patient))
    unpaid = ~prolongation & ~occupational & ~maternity & (patients.ald[patient] == 0)
    span = days + UNPAID_DAYS * unpaid
    gap = np.where(prolongation, 0, GAP_FIRST + rng.exponential(GAP_MEAN, len(patient))).astype(int)
    gap[first_row] = rng.choice(len(calendar.days), len(chain), p=calendar.day_weights)
    before = np.cumsum(gap + span) - span
    offset = before - np.repeat((before - gap)[first_row], chain)
    return Leaves(
        patient=patient,
        practice=patients.practice[patient],
        doctor=patients.doctor[patient],
        day=offset % len(calendar.days),
        span=span,
        days=days,
        prolongation=prolongation,
        occupational=occupational,
        maternity=maternity,
    )


def _risk(rng, patients: Patients, patient) -> tuple[np.ndarray, np.ndarray]:
    draw = rng.random(len(patient))
    mother = (patients.sex[patient] == 2) & np.isin(patients.band[patient], (1, 2))
    maternity = mother & (draw < 0.05)
    return (draw > 0.90), maternity


def _long_weight(doctors, patients, patient) -> np.ndarray:
    return (
        np.array(published.LONG_BY_AGE)[patients.band[patient]]
        * np.array(published.LONG_BY_ALD)[patients.ald[patient]]
        * np.array(published.LONG_BY_SPECIALTY)[doctors.specialty[patients.doctor[patient]]]
    )


def _received(rng, every: Leaves, world: World) -> Leaves:
    """Keep what an open practice wrote and the caisse has received, one row per natural key."""
    calendar, practices = world.calendar, world.practices
    day = calendar.days[every.day]
    kept = (day >= practices.start[every.practice]) & (day < practices.after[every.practice])
    kept &= rng.random(len(every)) < calendar.received[calendar.month_of_day[every.day]]
    kept &= rng.random(len(every)) < _habit(world.doctors, every.doctor, day)
    leaves = every.take(np.flatnonzero(kept))
    key = (leaves.patient * len(calendar.days) + leaves.day) * 2 + leaves.prolongation
    leaves = leaves.take(np.unique(key, return_index=True)[1])
    return leaves.take(np.lexsort((leaves.patient, leaves.doctor, leaves.day)))


def _habit(doctors: Doctors, doctor: np.ndarray, day: np.ndarray) -> np.ndarray:
    """What a doctor writes that day, as a share of the most he ever writes."""
    highest = np.maximum(doctors.effect, doctors.effect_after)
    before, after = doctors.effect / highest, doctors.effect_after / highest
    later = day >= doctors.changed_on[doctor]  # never true of a change that never comes
    return np.where(later, after[doctor], before[doctor])
