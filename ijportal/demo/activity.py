"""What each doctor did each month: patients seen, acts, duty, days replaced."""

from dataclasses import dataclass

import numpy as np

from ijportal.demo.practices import PracticeTable, table_of
from ijportal.demo.world import Region


# Share of the patients of the year who come in a month, January to December.
SEEN_BY_MONTH = (0.30, 0.29, 0.29, 0.27, 0.26, 0.27, 0.24, 0.18, 0.27, 0.29, 0.28, 0.28)
MORE_ACTS = 0.28  # beyond the first one, for a patient seen
ON_DUTY_SHARE = 0.4  # of the generalists in private practice
DUTY_ACTS = 0.05  # of their acts
REGISTERED_SHARE = 0.93  # of the patients of a generalist
REGISTERED_DRIFT = 0.01


@dataclass(frozen=True)
class Activity:
    """Doctor × month of the calendar; a month without an act has no line."""

    patients: np.ndarray
    acts: np.ndarray
    duty_acts: np.ndarray
    replaced_days: np.ndarray
    registered: np.ndarray  # -1: nobody registers with a specialist


def draw_activity(
    rng: np.random.Generator, region: Region, patients_on_leave: np.ndarray
) -> Activity:
    """Whoever wrote a leave to so many patients saw as many, or more."""
    calendar, doctors, presence = region.calendar, region.doctors, region.presence
    lists = _lists(region, table_of(region.practices))
    number = np.array([month.month - 1 for month in calendar.months])
    share = np.array(SEEN_BY_MONTH)[number] * presence.open_share * calendar.received
    seen = np.maximum(rng.binomial(lists, np.clip(share, 0.0, 1.0)), patients_on_leave)
    acts = seen + rng.poisson(MORE_ACTS * seen)
    generalist = doctors.specialty == 0
    on_duty = generalist & (doctors.mode == "LIB") & (rng.random(len(doctors)) < ON_DUTY_SHARE)
    drift = 1 + REGISTERED_DRIFT * rng.standard_normal(lists.shape)
    registered = np.rint(lists * REGISTERED_SHARE * drift).astype(np.int64)
    return Activity(
        patients=seen,
        acts=acts,
        duty_acts=rng.binomial(acts, on_duty[:, None] * DUTY_ACTS),
        replaced_days=presence.replaced_days,
        registered=np.where(generalist[:, None], registered, -1),
    )


def _lists(region: Region, practices: PracticeTable) -> np.ndarray:
    """Patients of the practices open at some time in each month."""
    calendar = region.calendar
    result = np.zeros((len(region.doctors), len(calendar.months)), np.int64)
    for month in range(len(calendar.months)):
        first, after = calendar.first_day(month), calendar.first_day(month + 1)
        there = (practices.start < after) & (practices.after > first)
        np.add.at(result[:, month], practices.doctor[there], practices.patients[there])
    return result
