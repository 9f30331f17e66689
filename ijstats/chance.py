"""What chance alone does to a count whose mean is known (Spiegelhalter 2005).

On the square-root scale √O is nearly normal with standard deviation √κ0 / 2 whatever the mean.
"""

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import FloatArray
from ijstats.intervals import Interval, normal_quantile
from ijstats.parameters import LEVEL
from ijstats.validation import floats


def chance_limits(expected: ArrayLike, kappa0: ArrayLike, level: float = LEVEL) -> Interval:
    """Limits of an observed count around its expectation: E (1 ± z √(κ0/E) / 2)².

    The lower limit is 0 when the bracket is negative; both are 0 where nothing is expected.
    Divide by E for limits of a ratio.

    Args:
        expected: E, any shape.
        kappa0: κ0, of a shape that broadcasts to it.
        level: confidence.

    Raises:
        NegativeValueError: a negative expectation or dispersion.
        LevelError: level not strictly between 0 and 1.
    """
    root, spread = _roots(expected, kappa0)
    half = normal_quantile(level) * spread / 2
    low = np.square(np.maximum(root - half, 0.0))
    return Interval(np.where(root > 0, low, 0.0), np.where(root > 0, np.square(root + half), 0.0))


def chance_score(observed: ArrayLike, expected: ArrayLike, kappa0: ArrayLike) -> FloatArray:
    """Standard score of an observed count: z = 2 (√O - √E) / √κ0.

    Args:
        observed: O, any shape.
        expected: E, of the same shape.
        kappa0: κ0, of a shape that broadcasts to it.

    Raises:
        WrongShapeError: observed and expected of different shapes.
        NegativeValueError: a negative count, expectation or dispersion.
    """
    counts = floats("observed", observed, np.shape(expected))
    root, spread = _roots(expected, kappa0)
    return np.asarray(2 * (np.sqrt(counts) - root) / spread, dtype=np.float64)


def _roots(expected: ArrayLike, kappa0: ArrayLike) -> tuple[FloatArray, FloatArray]:
    mean = floats("expected", expected, np.shape(expected))
    variance = floats("kappa0", kappa0, np.shape(kappa0))
    return np.sqrt(mean), np.sqrt(variance)
