"""How much a count of days or leaves varies by chance, patients being the independent units.

One leave brings 1 to 300 days and one patient several leaves: the variance of a total is the sum
over patients of squared totals (Stukel 1994), not the total itself as for a Poisson count.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.clusters import Clusters
from ijstats.columns import FloatArray, IntArray, NumberArray
from ijstats.parameters import OWN_DISPERSION_PATIENTS, SHAPE_PATIENTS
from ijstats.reference import (
    Options,
    block,
    comparators,
    events_and_exposure,
    ratio_or_zero,
    references,
)
from ijstats.validation import InconsistentClustersError, numbers


class Dispersion(NamedTuple):
    """Variance over mean of the totals of D prescribers; 1 is a Poisson count.

    Attributes:
        kappa0: (D,) κ0_d, expected for the prescriber's list were he as his group; at least 1.
        kappa: (D,) κ_d, his own dispersion shrunk towards κ0_d.
        expected_squares: (D,) Q*_d, expected sum over patients of squared totals.
    """

    kappa0: FloatArray
    kappa: FloatArray
    expected_squares: FloatArray


def dispersion(
    clusters: Clusters,
    exposure: ArrayLike,
    group: ArrayLike,
    specialty: ArrayLike,
    *,
    fallback: ArrayLike | None = None,
    shape_patients: float = SHAPE_PATIENTS,
    leave_one_out: bool = True,
) -> Dispersion:
    """Compute the null and own dispersions of each prescriber.

    κ0_d = max(1, Σ_s n_ds (q_gsd - r_gsd²) / E_d), q being made from Q as r is from X.
    κ_d = κ0_d [(V_d / O_d) / (Q*_d / E_d)]^w, w = P_d / (P_d + 50); κ0_d when O_d = 0.
    Both are 1 when nothing is expected.

    Args:
        clusters: sufficient statistics of one indicator, D prescribers in S strata.
        exposure: (D, S) n_ds.
        group: (D,) comparable group.
        specialty: (D,) specialty.
        fallback: (D,) true where the comparator is the whole specialty in the nation.
        shape_patients: K, as given to `standardise`.
        leave_one_out: as given to `standardise`.

    Raises:
        InconsistentClustersError: V_d is not the row sum of Q_ds, or is zero when O_d is not.
        StatisticsInputError: what `standardise` refuses.
    """
    events, patients = events_and_exposure(clusters.observed, exposure)
    squares = numbers("last_squares", clusters.last_squares, events.shape)
    _check(clusters, events, squares)
    who = comparators(group, specialty, fallback, events.shape[0])
    options = Options(shape_patients, leave_one_out)
    expected, centred, expected_squares = (np.zeros(events.shape[0]) for _ in range(3))
    for (rows, of_events), (_, of_squares) in zip(
        references(events, patients, who, options),
        references(squares, patients, who, options),
        strict=True,
    ):
        listed = block(patients, rows)
        rates = of_events.rates(block(events, rows), listed)[1]
        square_rates = of_squares.rates(block(squares, rows), listed)[1]
        expected[rows] = (listed * rates).sum(axis=1)
        expected_squares[rows] = (listed * square_rates).sum(axis=1)
        centred[rows] = (listed * (square_rates - rates * rates)).sum(axis=1)
    kappa0 = np.maximum(1.0, ratio_or_zero(centred, expected))
    usual = ratio_or_zero(expected_squares, expected)
    return Dispersion(kappa0, kappa0 * _own_factor(clusters, usual), expected_squares)


def _own_factor(clusters: Clusters, usual: FloatArray) -> FloatArray:
    """Return the shrunken ratio of the prescriber's V / O to the usual Q* / E, 1 if unknown."""
    observed = clusters.observed.sum(axis=1).astype(np.float64)
    own = ratio_or_zero(clusters.squares.astype(np.float64), observed)
    weight = clusters.patients / (clusters.patients + OWN_DISPERSION_PATIENTS)
    known = (own > 0) & (usual > 0)
    relative = np.divide(own, usual, out=np.ones_like(own), where=known)
    return np.asarray(relative**weight, dtype=np.float64)


def _check(clusters: Clusters, events: NumberArray, squares: NumberArray) -> None:
    rows: tuple[int] = (events.shape[0],)
    totals: IntArray = np.asarray(numbers("squares", clusters.squares, rows), dtype=np.int64)
    numbers("patients", clusters.patients, rows)
    wrong = (squares.sum(axis=1) != totals) | ((totals > 0) != (events.sum(axis=1) > 0))
    if wrong.any():
        raise InconsistentClustersError(
            f"{int(wrong.sum())} prescribers have squares that do not go with their totals"
        )
