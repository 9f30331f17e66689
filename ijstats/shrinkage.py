"""The ratio of a prescriber, brought towards his comparable group as far as it is uncertain."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from ijstats.columns import FloatArray
from ijstats.intervals import normal_quantile
from ijstats.parameters import LEAST_SPREAD, LEVEL
from ijstats.validation import finite, floats, positive


class Shrunken(NamedTuple):
    """What is known of true log ratios: normal laws; (D,) each, NaN where nothing is expected.

    Attributes:
        mean: M_d.
        sd: S_d.
        ratio: `ratio_lisse`, e^M.
        low: lower limit of the ratio, e^(M - z S).
        high: upper limit.
    """

    mean: FloatArray
    sd: FloatArray
    ratio: FloatArray
    low: FloatArray
    high: FloatArray

    def probability_above(self, ratio: float) -> FloatArray:
        """P(ratio > c) = 1 - Φ((log c - M) / S), NaN where nothing is expected.

        Raises:
            NegativeValueError: c that is not positive.
        """
        limit = np.log(positive("ratio", [ratio], 1))
        return np.asarray(ndtr((self.mean - limit) / self.sd), dtype=np.float64)


def shrinkage(
    observed: ArrayLike,
    expected: ArrayLike,
    kappa: ArrayLike,
    mu: ArrayLike,
    tau2: ArrayLike,
    level: float = LEVEL,
) -> Shrunken:
    """Shrink log ratios towards the mean of their group (normal–normal; Morris 1983).

    y* = log((O + κ/2) / E), s*² = κ / (O + κ/2), t = max(τ_g², 0.05²), B = t / (t + s*²):
    mean M = μ_g + B (y* - μ_g), deviation S = √(B s*²). The variance is that of the count
    observed: with κ0 / E a probability said 0.64 was a true 0.85, with s*² a true 0.62.

    Args:
        observed: (D,) O_d.
        expected: (D,) E_d.
        kappa: (D,) κ_d, strictly positive.
        mu: (D,) μ_g, as given by `spread`.
        tau2: (D,) τ_g², as given by `spread`.
        level: confidence of the interval.

    Raises:
        WrongShapeError: vectors of different lengths.
        NegativeValueError: negative counts or τ², or a dispersion that is not positive.
        LevelError: level not strictly between 0 and 1.
    """
    counts = floats("observed", observed, (None,))
    mean = floats("expected", expected, counts.shape)
    own = positive("kappa", kappa, counts.size)
    center = finite("mu", mu, counts.size)
    between = np.maximum(floats("tau2", tau2, counts.shape), LEAST_SPREAD**2)
    z = normal_quantile(level)
    safe = np.where(mean > 0, mean, np.nan)
    effective = counts + own / 2
    variance = own / effective
    kept = between / (between + variance)
    posterior = center + kept * (np.log(effective / safe) - center)
    sd = np.where(mean > 0, np.sqrt(kept * variance), np.nan)
    limits = (np.exp(posterior + side * z * sd) for side in (-1, 1))
    return Shrunken(posterior, sd, np.exp(posterior), *limits)
