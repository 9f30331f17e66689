"""How many patients of a stratum have a leave in the year, where nobody prescribes differently."""

import numpy as np

from benchmarks.nations.practices import REGION_SHARES, SPECIALTIES
from ijstats import N_STRATA, stratum_factors


MEAN_SHARE = 0.22
"""Patients of a generalist's list with a leave in the year; × 1.4 leaves: 300 for a list of 980."""

BY_AGE = np.array((0.95, 1.2, 1.15, 1.05, 1.0, 0.8, 0.25))
BY_SEX = np.array((0.9, 1.1))
BY_ALD = np.array((1.0, 1.6))
BY_C2S = np.array((1.0, 0.55))
BY_QUINTILE = np.array((1.0, 0.82, 0.91, 1.0, 1.10, 1.24))
MEAN_BY_FACTORS = 0.98
"""Mean of the product of the five over an ordinary list."""

# No product of five factors is the truth: each stratum of a specialty has its own 5 %. Regions
# differ in level by 15 %, and in the shape by age by 5 % from one end to the middle.
STRATUM_LOG_SD, REGION_LOG_SD, SHAPE_LOG_SD = 0.05, 0.15, 0.05
MOST_SHARE = 0.95


def draw_rates(rng: np.random.Generator) -> np.ndarray:
    """(specialties, regions, S) probability that a patient has a leave in the year."""
    factors = stratum_factors(np.arange(N_STRATA))
    product = (
        BY_AGE[factors.age_band]
        * BY_SEX[factors.sex - 1]
        * BY_ALD[factors.ald]
        * BY_C2S[factors.c2s]
        * BY_QUINTILE[factors.quintile]
    )
    kinds, regions = len(SPECIALTIES), len(REGION_SHARES)
    own = np.exp(STRATUM_LOG_SD * rng.standard_normal((kinds, 1, N_STRATA)))
    level = np.exp(REGION_LOG_SD * rng.standard_normal((kinds, regions, 1)))
    tilt = SHAPE_LOG_SD * rng.standard_normal((kinds, regions, 1))
    shape = np.exp(tilt * (factors.age_band - 3) / 3)
    specialty = np.array([one.rate for one in SPECIALTIES.values()])[:, None, None]
    return np.minimum(
        MEAN_SHARE / MEAN_BY_FACTORS * specialty * product * own * level * shape, MOST_SHARE
    )
