"""Days of a leave, drawn from tables of equally probable days: one draw is one look-up.

Leaves of one patient go together through a hidden level, drawn once a patient.
"""

from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from benchmarks.nations import lists, rates
from benchmarks.nations.plans import Tail
from benchmarks.nations.practices import SPECIALTIES


LEVELS = 8
DRAWS = 4_096
LONGEST = 365
BANDS, ALDS = 7, 2

# Published: 34 days a leave; 7 % of leaves over 180 days, with half of the days.
LONG_DAYS, LONG_SHARE, LONG_EXCESS_MEAN = 180, 0.07, 66.0
MOST_LONG = 0.6
WEEK_SHARE, WEEK_LONGEST = 0.48, 7
MIDDLE_FIRST, MIDDLE_MEDIAN, MIDDLE_LOG_SD = 8, 16.5, 0.9
LONG_BY_AGE = np.array((0.3, 0.5, 0.9, 1.3, 1.9, 2.5, 2.5))
LONG_BY_ALD = np.array((1.0, 1.8))
LEVEL_LOG_SD = 1.0
"""Of the chance of a long leave, between patients of the same class."""

LIGHT_MEAN, LIGHT_LOG_SD, LIGHT_LEVEL_LOG_SD = 34.0, 0.65, 0.4
LIGHT_BY_LONG = 0.2
"""Without a heavy tail, classes of twice the long leaves have leaves 15 % longer."""


def middles(count: int) -> np.ndarray:
    """Probabilities in the middle of `count` equal parts."""
    return (np.arange(count) + 0.5) / count


@lru_cache
def day_table(tail: Tail) -> np.ndarray:
    """(specialties × bands × ALD, levels, draws) days; int64."""
    long = _long_weights()
    level = ndtri(middles(LEVELS))
    if tail is Tail.LIGHT:
        mean = LIGHT_MEAN * long**LIGHT_BY_LONG / _mean(long**LIGHT_BY_LONG)
        log_sd = np.hypot(LIGHT_LOG_SD, LIGHT_LEVEL_LOG_SD)
        center = np.log(mean - 0.5) - log_sd**2 / 2
        log = center[:, None, None] + LIGHT_LEVEL_LOG_SD * level[:, None]
        drawn = 1 + np.exp(log + LIGHT_LOG_SD * ndtri(middles(DRAWS)))
        return np.minimum(drawn, LONGEST).astype(np.int64)
    times = np.exp(LEVEL_LOG_SD * level)
    share = np.multiply.outer(long / _mean(long), times / times.mean()) * LONG_SHARE
    places = np.rint(DRAWS * np.minimum(share, MOST_LONG)).astype(int)
    return np.array([[_heavy(count) for count in row] for row in places])


def class_of(specialty: np.ndarray, band: np.ndarray, ald: np.ndarray) -> np.ndarray:
    """The line of the table."""
    return (specialty * BANDS + band) * ALDS + ald


def _heavy(long: int) -> np.ndarray:
    """A line with so many long leaves; half of the others last a week at most."""
    week = round(WEEK_SHARE * (DRAWS - long))
    short = 1 + np.floor(WEEK_LONGEST * middles(week))
    normal = ndtri(middles(DRAWS - long - week))
    middle = MIDDLE_FIRST + MIDDLE_MEDIAN * np.exp(MIDDLE_LOG_SD * normal)
    over = LONG_DAYS + 1 - LONG_EXCESS_MEAN * np.log(middles(long))
    days = (short, np.minimum(middle, LONG_DAYS), np.minimum(over, LONGEST))
    return np.concatenate(days).astype(np.int64)


def _long_weights() -> np.ndarray:
    """Who has long leaves, relatively: one value a line."""
    specialty = [one.long for one in SPECIALTIES.values()]
    by_age = np.multiply.outer(LONG_BY_AGE, LONG_BY_ALD)
    return np.multiply.outer(specialty, by_age).ravel()


def _mean(value: np.ndarray) -> float:
    """Mean over the leaves of an ordinary nation, of one value a line."""
    specialty = [one.share * one.median_list * one.rate for one in SPECIALTIES.values()]
    ald = np.stack((1 - lists.ALD_BY_AGE, lists.ALD_BY_AGE), axis=1)
    by_age = (lists.AGE_SHARES * rates.BY_AGE)[:, None] * ald * rates.BY_ALD
    return float(np.average(value, weights=np.multiply.outer(specialty, by_age).ravel()))
