"""When each doctor is there: days open, days replaced, month by month; holidays are in August."""

from dataclasses import dataclass

import numpy as np

from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.practices import FAR_END, Practice


REPLACED_SHARE = 0.6  # of the doctors in private practice are ever replaced
# Days replaced a month, January to December.
REPLACED_DAYS = (0.7, 1.6, 0.9, 1.6, 1.2, 0.8, 3.2, 8.5, 0.8, 1.4, 0.6, 1.9)


@dataclass(frozen=True)
class Presence:
    """Doctor × month of the calendar."""

    open_days: np.ndarray
    replaced_days: np.ndarray
    month_days: np.ndarray  # by month

    @property
    def open_share(self) -> np.ndarray:
        return self.open_days / self.month_days


def draw_presence(
    rng: np.random.Generator, doctors: Doctors, practices: list[Practice], calendar: Calendar
) -> Presence:
    edges = np.array([calendar.first_day(m) for m in range(len(calendar.months) + 1)], "M8[D]")
    opened = np.zeros((len(doctors), len(calendar.months)), np.int64)
    for practice in practices:
        first = np.datetime64(practice.start, "D")
        after = np.datetime64(practice.end or FAR_END.item(), "D") + 1
        days = (np.minimum(edges[1:], after) - np.maximum(edges[:-1], first)).astype(np.int64)
        # Two practices at once are one doctor; two that follow each other add up.
        opened[practice.doctor] += np.maximum(days, 0)
    month_days = np.diff(edges).astype(np.int64)
    opened = np.minimum(opened, month_days)
    ever = (doctors.mode != "SAL") & (rng.random(len(doctors)) < REPLACED_SHARE)
    number = np.array([month.month - 1 for month in calendar.months])
    replaced = rng.poisson(np.outer(ever, np.array(REPLACED_DAYS)[number]))
    return Presence(opened, np.minimum(replaced, opened), month_days)
