"""Sick leaves of the patients of the lists: episodes, then prolongations of the same patient."""

from dataclasses import dataclass, fields

import numpy as np

from ijportal.demo import calibration as published
from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.durations import draw_days
from ijportal.demo.lists import Patients
from ijportal.demo.world import World


ROWS_PER_EPISODE = 1.37
PROLONGED_SHARE = 0.8  # of the rows that follow, the others are a new leave
GAP_FIRST, GAP_MEAN = 5, 50.0
UNPAID_DAYS = 3


@dataclass(frozen=True)
class Leaves:
    """One position per row received, sorted by day then doctor."""

    patient: np.ndarray
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
    rng: np.random.Generator,
    world: World,
    expected_complete: float,
) -> Leaves:
    """`expected_complete`: leaves wanted over the complete months, all doctors together."""
    calendar, doctors, patients = world.calendar, world.doctors, world.patients
    rate = base_rates(patients, doctors) * doctors.effect[patients.doctor]
    active = active_share(doctors, calendar)[patients.doctor]
    scale = expected_complete / (np.dot(rate, active) * ROWS_PER_EPISODE)
    episodes = rng.poisson(rate * scale)
    every = _follow(rng, world, np.repeat(np.arange(len(patients)), episodes))
    return _received(rng, every, calendar, doctors)


def active_share(doctors: Doctors, calendar: Calendar) -> np.ndarray:
    """Share of the whole season that each practice was open for, in the complete months."""
    weights = calendar.day_weights * (calendar.month_of_day < calendar.complete)
    until = np.concatenate(([0.0], np.cumsum(weights)))
    first = np.clip((doctors.installed - calendar.days[0]).astype(int), 0, len(calendar.days))
    last = np.where(np.isnat(doctors.end), calendar.days[-1], doctors.end)
    after = np.clip((last - calendar.days[0]).astype(int) + 1, 0, len(calendar.days))
    return until[after] - until[first]


def _follow(rng, world: World, patient_of_episode) -> Leaves:
    """A row after the end of the window comes back at its start: the year before left such rows.

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


def _received(rng, every: Leaves, calendar: Calendar, doctors: Doctors) -> Leaves:
    """Keep what an open practice wrote and the caisse has received, one row per natural key."""
    day = calendar.days[every.day]
    end = doctors.end[every.doctor]
    kept = (day >= doctors.installed[every.doctor]) & (np.isnat(end) | (day <= end))
    kept &= rng.random(len(every)) < calendar.received[calendar.month_of_day[every.day]]
    leaves = every.take(np.flatnonzero(kept))
    key = (leaves.patient * len(calendar.days) + leaves.day) * 2 + leaves.prolongation
    leaves = leaves.take(np.unique(key, return_index=True)[1])
    return leaves.take(np.lexsort((leaves.patient, leaves.doctor, leaves.day)))
