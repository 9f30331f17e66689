"""The interval of an observed over expected ratio.

A count of variance κ times its mean is read as an effective count m = O / κ with Poisson limits:
Byar's approximation (Breslow & Day 1987 p. 69), or the exact gamma limits under 10 (Garwood 1936).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from ijstats.columns import FloatArray
from ijstats.parameters import EXACT_BELOW, LEVEL
from ijstats.validation import floats, one_level, positive


class Interval(NamedTuple):
    """Lower and upper limits, of the shape of the input."""

    low: FloatArray
    high: FloatArray


def normal_quantile(level: float) -> float:
    """Return z with P(|N| ≤ z) = level: 1.95996 for 0.95.

    Raises:
        LevelError: level not strictly between 0 and 1.
    """
    return float(ndtri(0.5 + one_level(level) / 2))


def byar_limits(count: ArrayLike, level: float = LEVEL) -> Interval:
    """Limits of a Poisson mean by Byar's approximation (Breslow & Day 1987 p. 69).

    Args:
        count: effective counts, whole or not, any shape; a count of 0 has lower limit 0.
        level: confidence.

    Raises:
        NegativeValueError: a negative count.
        LevelError: level not strictly between 0 and 1.
    """
    below = floats("count", count, np.shape(count))
    z = normal_quantile(level)
    above = below + 1.0
    safe = np.where(below > 0, below, 1.0)
    low = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    # Under one event the bracket is negative; the limit of a mean is never below 0.
    return Interval(np.where(below > 0, np.maximum(low, 0.0), 0.0), high)


def exact_limits(count: ArrayLike, level: float = LEVEL) -> Interval:
    """Exact limits of a Poisson mean as gamma quantiles (Garwood 1936).

    Args:
        count: effective counts, whole or not, any shape; a count of 0 has lower limit 0.
        level: confidence.

    Raises:
        NegativeValueError: a negative count.
        LevelError: level not strictly between 0 and 1.
    """
    shape = floats("count", count, np.shape(count))
    tail = (1.0 - one_level(level)) / 2
    safe = np.where(shape > 0, shape, 1.0)
    low = np.where(shape > 0, gammaincinv(safe, tail), 0.0)
    return Interval(low, np.asarray(gammaincinv(shape + 1.0, 1.0 - tail), dtype=np.float64))


def ratio_interval(
    observed: ArrayLike,
    expected: ArrayLike,
    kappa: ArrayLike,
    kappa0: ArrayLike,
    level: float = LEVEL,
) -> Interval:
    """Interval of O / E for counts that vary κ times more than Poisson counts.

    With m = O / κ: Byar's limits of m, exact ones under 10, both × κ / E. When O = 0 the
    dispersion is κ0: from 0 to 3.6889 κ0 / E at 95 %. NaN where nothing is expected.

    Args:
        observed: (D,) O_d.
        expected: (D,) E_d.
        kappa: (D,) κ_d, strictly positive.
        kappa0: (D,) κ0_d, at least 1.
        level: confidence.

    Raises:
        WrongShapeError: vectors of different lengths.
        NegativeValueError: a negative count, or a dispersion that is not positive.
        LevelError: level not strictly between 0 and 1.
    """
    counts = floats("observed", observed, (None,))
    mean = floats("expected", expected, counts.shape)
    own = positive("kappa", kappa, counts.size)
    null = positive("kappa0", kappa0, counts.size)
    used = np.where(counts > 0, own, null)
    effective = counts / used
    exact, byar = exact_limits(effective, level), byar_limits(effective, level)
    scale = np.divide(used, mean, out=np.full(counts.shape, np.nan), where=mean > 0)
    small = effective < EXACT_BELOW
    return Interval(
        np.where(small, exact.low, byar.low) * scale,
        np.where(small, exact.high, byar.high) * scale,
    )
