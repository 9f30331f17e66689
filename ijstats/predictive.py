"""What chance and the ordinary spread do together to a count.

The true ratio is e^(μ + τ x), x normal; around E times it the count moves as in
`ijstats.chance`. The mixture is summed over Gauss–Hermite nodes.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import ArrayLike
from scipy.special import log_ndtr, logsumexp, ndtr, ndtri, ndtri_exp

from ijstats.bisection import bisect
from ijstats.columns import FloatArray, IntArray
from ijstats.intervals import Interval, normal_quantile
from ijstats.parameters import LEVEL, SPREAD_NODES
from ijstats.validation import finite, floats, one_level, positive


_NODES, _RAW_WEIGHTS = hermegauss(SPREAD_NODES)
_WEIGHTS = _RAW_WEIGHTS / _RAW_WEIGHTS.sum()

LEAST_TAIL = 1e-290
"""Under this the tail is summed in logarithms; double precision ends at 1e-308."""

ROWS_AT_ONCE = 4_096
"""Prescribers, or points of a curve, taken together: 1 MB of nodes, near the processor."""


class SpreadScore(NamedTuple):
    """Where counts lie in their predictive law; (D,) each, NaN where nothing is expected.

    Attributes:
        above: p₊, probability of a count at least as high.
        below: p₋, probability of a count at most as high.
        z: z_tau, the standard normal score of the same tail, positive when high.
    """

    above: FloatArray
    below: FloatArray
    z: FloatArray


def spread_score(
    observed: ArrayLike, expected: ArrayLike, kappa0: ArrayLike, mu: ArrayLike, tau2: ArrayLike
) -> SpreadScore:
    """Score counts against chance and the ordinary spread of their group.

    p± = Σ_i ω_i Φ(∓ 2 (√O - √(E e^(μ + τ x_i))) / √κ0), (x_i, ω_i) the 31 probabilists'
    Gauss–Hermite nodes, ω summing to 1; z_tau = Φ⁻¹(1 - p₊) if p₊ < ½, else Φ⁻¹(p₋).
    With τ = μ = 0 it is the `chance_score`.

    Args:
        observed: (D,) O_d.
        expected: (D,) E_d.
        kappa0: (D,) κ0_d.
        mu: (D,) μ_g, as given by `spread`.
        tau2: (D,) τ_g², as given by `spread`.

    Raises:
        WrongShapeError: vectors of different lengths.
        NegativeValueError: negative counts or τ², or a dispersion that is not positive.
    """
    counts = floats("observed", observed, (None,))
    null = positive("kappa0", kappa0, counts.size)
    center, half_tau = _scaled(floats("expected", expected, counts.shape), null, mu, tau2)
    scaled = 2 * np.sqrt(counts / null)
    result = SpreadScore(*(np.full(counts.size, np.nan) for _ in range(3)))
    for rows in _blocks(np.flatnonzero(center > 0)):
        columns = _score(_at_nodes(center[rows], half_tau[rows]), scaled[rows])
        for column, value in zip(result, columns, strict=True):
            column[rows] = value
    return result


def spread_limits(
    expected: ArrayLike,
    kappa0: ArrayLike,
    mu: ArrayLike,
    tau2: ArrayLike,
    level: float = LEVEL,
) -> Interval:
    """Counts between which chance and the ordinary spread leave a prescriber of the group.

    Limits in O where p₊ and p₋ are (1 - level) / 2, by bisection; the lower is 0 where even no
    event is not that rare, both are 0 where nothing is expected. For the curves of a funnel give
    the abscissae E with the `group_kappa0`, `mu` and `tau2` of the group; with τ = μ = 0 these
    are the `chance_limits`.

    Args:
        expected: (P,) E.
        kappa0: (P,) dispersion.
        mu: (P,) μ_g.
        tau2: (P,) τ_g².
        level: confidence.

    Raises:
        WrongShapeError: vectors of different lengths.
        NegativeValueError: a negative mean or τ², or a dispersion that is not positive.
        LevelError: level not strictly between 0 and 1.
    """
    mean = floats("expected", expected, (None,))
    null = positive("kappa0", kappa0, mean.size)
    center, half_tau = _scaled(mean, null, mu, tau2)
    one_level(level)
    limits = Interval(np.zeros(mean.size), np.zeros(mean.size))
    for rows in _blocks(np.flatnonzero(center > 0)):
        nodes = _at_nodes(center[rows], half_tau[rows])
        for side, limit in zip((-1, 1), limits, strict=True):
            scaled = np.maximum(_limit(nodes, side, level), 0.0)
            limit[rows] = null[rows] * np.square(scaled) / 4
    return limits


def _scaled(
    mean: FloatArray, null: FloatArray, mu: ArrayLike, tau2: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """On the scale where chance has unit deviation, 2 √(E e^μ) / √κ0; and τ / 2."""
    center = finite("mu", mu, mean.size)
    half_tau = np.sqrt(floats("tau2", tau2, mean.shape)) / 2
    return 2 * np.sqrt(mean * np.exp(center) / null), half_tau


def _blocks(rows: IntArray) -> Iterator[IntArray]:
    for start in range(0, rows.size, ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


def _at_nodes(center: FloatArray, half_tau: FloatArray) -> FloatArray:
    """(31, B) scaled means of B prescribers at the nodes, in their order."""
    return np.asarray(center * np.exp(np.multiply.outer(_NODES, half_tau)), dtype=np.float64)


def _tail(nodes: FloatArray, count: FloatArray, side: int) -> FloatArray:
    """Σ ω Φ(side × (node - count)): p₊ for side 1, p₋ for side -1.

    Terms are added one after the other, as `accumulate` does: neither a matrix product nor `sum`
    does, and their order of additions would depend on the number of rows.
    """
    terms = _WEIGHTS[:, None] * ndtr(side * (nodes - count))
    return np.asarray(np.add.accumulate(terms, axis=0)[-1], dtype=np.float64)


def _score(nodes: FloatArray, count: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """p₊, p₋ and z_tau of a block."""
    above = _tail(nodes, count, 1)
    below, z = 1 - above, -ndtri(np.clip(above, LEAST_TAIL, 1.0))
    low = np.flatnonzero(above >= 0.5)
    # The thin tail is summed for itself: one minus the thick one would lose its digits.
    below[low] = _tail(nodes[:, low], count[low], -1)
    above[low] = 1 - below[low]
    z[low] = ndtri(np.maximum(below[low], LEAST_TAIL))
    for side, tail in ((1, above), (-1, below)):
        far = np.flatnonzero(tail < LEAST_TAIL)
        terms = np.log(_WEIGHTS)[:, None] + log_ndtr(side * (nodes[:, far] - count[far]))
        z[far] = -side * ndtri_exp(logsumexp(terms, axis=0))
    return above, below, z


def _limit(nodes: FloatArray, side: int, level: float) -> FloatArray:
    """The scaled count whose tail on one side is (1 - level) / 2."""
    target = (1 - level) / 2
    reach = side * normal_quantile(level)
    # At the first node plus z every tail is at least the target, at the last one at most.
    return bisect(
        nodes[0] + reach,
        nodes[-1] + reach,
        lambda count: side * (_tail(nodes, count, side) - target) > 0,
    )
