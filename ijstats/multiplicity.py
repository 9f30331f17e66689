"""Who differs from his expectation by more than chance, when many are looked at."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from ijstats.columns import BoolArray, FloatArray
from ijstats.parameters import FALSE_DISCOVERIES
from ijstats.validation import LevelError, finite, flags, has_shape, labels, one_level


class Discoveries(NamedTuple):
    """Control of false discoveries over a specialty; (D,) each.

    Attributes:
        q: q-value, NaN below the minima.
        distinct: *distinct du hasard*, q under the rate.
    """

    q: FloatArray
    distinct: BoolArray


def benjamini_hochberg(p: ArrayLike) -> FloatArray:
    """q-values of p-values: min over i ≥ rank of m p_(i) / i, at most 1 (1995).

    Args:
        p: (m,) p-values.

    Raises:
        WrongShapeError: not a vector.
        LevelError: a p-value outside 0–1.
    """
    values = finite("p", p, None)
    if ((values < 0) | (values > 1)).any():
        raise LevelError("p-values must lie between 0 and 1")
    order = np.argsort(values, kind="stable")
    scaled = values[order] * (values.size / np.arange(1, values.size + 1))
    q = np.empty(values.size)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def discoveries(
    score: ArrayLike,
    eligible: ArrayLike,
    specialty: ArrayLike,
    rate: float = FALSE_DISCOVERIES,
) -> Discoveries:
    """Tell who is above his expectation by more than chance, specialty by specialty.

    q-values of the one-sided p = 1 - Φ(z) over the prescribers of the specialty above the minima.

    Args:
        score: (D,) z, as given by `chance_score` on days.
        eligible: (D,) above the minima; the scores of the others are not read.
        specialty: (D,) specialty.
        rate: q under which a prescriber is *distinct*.

    Raises:
        WrongShapeError: vectors of different lengths.
        NotANumberError: a score above the minima that is not finite.
        LevelError: rate not strictly between 0 and 1.
    """
    kinds, kind = labels("specialty", specialty, None)
    kept = flags("eligible", eligible, kind.size)
    z = np.asarray(score, dtype=np.float64)
    has_shape("score", z.shape, kind.shape)
    one_level(rate)
    q = np.full(kind.size, np.nan)
    for index in range(len(kinds)):
        rows = np.flatnonzero(kept & (kind == index))
        q[rows] = benjamini_hochberg(ndtr(-finite("score", z[rows], None)))
    return Discoveries(q, q < rate)
