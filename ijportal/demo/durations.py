"""Days of a leave: mostly a week, 7 % over six months that bring half of all days."""

import numpy as np

from ijportal.demo.calibration import LONG_DAYS, LONG_SHARE


LONGEST = 365
LONG_EXCESS_MEAN = 66.0
WEEK_SHARE = 0.48  # of the leaves that are not long
WEEK_MEAN = 4.0
MIDDLE_FIRST = 8
MIDDLE_MEDIAN = 16.5
MIDDLE_LOG_SD = 0.9


def draw_days(rng: np.random.Generator, long_weight: np.ndarray) -> np.ndarray:
    """`long_weight` says who has long leaves, relatively; the overall share is published."""
    draw = rng.random(len(long_weight))
    long = draw < np.minimum(0.6, long_weight * (LONG_SHARE / long_weight.mean()))
    week = rng.random(len(long)) < WEEK_SHARE
    short = 1 + rng.binomial(6, (WEEK_MEAN - 1) / 6, len(long))
    middle = MIDDLE_FIRST + rng.lognormal(np.log(MIDDLE_MEDIAN), MIDDLE_LOG_SD, len(long))
    days = np.where(week, short, np.minimum(middle, LONG_DAYS))
    excess = LONG_DAYS + 1 + rng.exponential(LONG_EXCESS_MEAN, len(long))
    return np.where(long, np.minimum(excess, LONGEST), days).astype(np.int64)
