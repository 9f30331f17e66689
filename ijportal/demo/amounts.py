"""Euros of each leave, scaled so that the complete months make the département's real amount."""

import numpy as np

from ijportal.demo import calibration as published, reference
from ijportal.demo.calendar import Calendar
from ijportal.demo.leaves import Leaves
from ijportal.demo.scales import Part
from ijportal.demo.world import World


WAGE_LOG_SD = 0.25
OCCUPATIONAL_FACTOR = 1.35


def target_euros(part: Part, calendar: Calendar) -> float:
    """The real yearly amount for the doctors drawn, in proportion to the complete months."""
    yearly = reference.amount_euros(part.departement, published.AMOUNT_YEAR)
    return yearly * part.share * calendar.complete / 12


def draw_cents(rng: np.random.Generator, world: World, leaves: Leaves) -> np.ndarray:
    calendar, patients = world.calendar, world.patients
    wage = rng.lognormal(0.0, WAGE_LOG_SD, len(patients))[leaves.patient]
    daily = np.array(published.DAILY_RATE_BY_AGE)[patients.band[leaves.patient]] * wage
    daily = np.where(leaves.occupational, daily * OCCUPATIONAL_FACTOR, daily)
    euros = daily * leaves.days
    complete = calendar.month_of_day[leaves.day] < calendar.complete
    euros *= target_euros(world.part, calendar) / euros[complete].sum()
    return np.rint(euros * 100).astype(np.int64)
