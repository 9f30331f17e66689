"""How much a count of days or leaves varies by chance, patients being the independent units.

One leave brings 1 to 300 days and one patient several leaves: the variance of a total is the sum
over patients of squared totals (Stukel 1994), not the total itself as for a Poisson count.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.cells import Matrix, on_cells
from ijstats.clusters import CellClusters, Clusters
from ijstats.columns import FloatArray
from ijstats.parameters import OWN_DISPERSION_PATIENTS, SHAPE_PATIENTS
from ijstats.reference import (
    ROUNDING,
    Options,
    References,
    comparators,
    ratio_or_zero,
    refuse_orphans,
)
from ijstats.validation import InconsistentClustersError, numbers


class Dispersion(NamedTuple):
    """Variance over mean of the totals of D prescribers; 1 is a Poisson count.

    Attributes:
        kappa0: (D,) κ0_d, expected for the prescriber's list were he as his group; at least 1.
        kappa: (D,) κ_d, his own dispersion shrunk towards κ0_d.
        expected_squares: (D,) Q*_d, expected sum over patients of squared totals.
        observed: (D,) O_d.
        expected: (D,) E_d, to the byte that of `standardise` with the same arguments.
    """

    kappa0: FloatArray
    kappa: FloatArray
    expected_squares: FloatArray
    observed: FloatArray
    expected: FloatArray


def dispersion(
    clusters: Clusters | CellClusters,
    exposure: Matrix,
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
    cells, (events, squares, patients) = on_cells(
        observed=clusters.observed, last_squares=clusters.last_squares, exposure=exposure
    )
    observed = cells.by_prescriber(events)
    refuse_orphans(observed, cells.by_prescriber(patients))
    _check(clusters, observed, cells.by_prescriber(squares))
    who = comparators(group, specialty, fallback, cells.shape[0])
    options = Options(shape_patients, leave_one_out)
    exposed = who.sums(cells, patients)
    of_events = References.of(who.sums(cells, events), exposed, options)
    of_squares = References.of(who.sums(cells, squares), exposed, options)
    expected, centred, expected_squares = (np.zeros(cells.shape[0]) for _ in range(3))
    for block in cells.blocks():
        own, own_squares, listed = (
            values[block.cells].astype(np.float64) for values in (events, squares, patients)
        )
        group_of = who.group[block.rows]
        rates = of_events.at(block, group_of, own, listed)[1]
        square_rates = of_squares.at(block, group_of, own_squares, listed)[1]
        expected[block.rows] = block.by_prescriber(listed * rates)
        expected_squares[block.rows] = block.by_prescriber(listed * square_rates)
        centred[block.rows] = block.by_prescriber(listed * (square_rates - rates * rates))
    kappa0 = np.maximum(1.0, ratio_or_zero(centred, expected))
    usual = ratio_or_zero(expected_squares, expected)
    own = _own_factor(clusters, observed, usual)
    return Dispersion(kappa0, kappa0 * own, expected_squares, observed, expected)


def _own_factor(
    clusters: Clusters | CellClusters, observed: FloatArray, usual: FloatArray
) -> FloatArray:
    """Return the shrunken ratio of the prescriber's V / O to the usual Q* / E, 1 if unknown."""
    own = ratio_or_zero(clusters.squares.astype(np.float64), observed)
    weight = clusters.patients / (clusters.patients + OWN_DISPERSION_PATIENTS)
    known = (own > 0) & (usual > 0)
    relative = np.divide(own, usual, out=np.ones_like(own), where=known)
    return np.asarray(relative**weight, dtype=np.float64)


def _check(clusters: Clusters | CellClusters, observed: FloatArray, squares: FloatArray) -> None:
    totals = numbers("squares", clusters.squares, observed.shape)
    numbers("patients", clusters.patients, observed.shape)
    # Sums of squared cents pass 2 to the 53rd for a few: compared as the floats that they are.
    wrong = (squares != totals.astype(np.float64)) & ~np.isclose(squares, totals, rtol=ROUNDING)
    wrong |= (totals > 0) != (observed > 0)
    if wrong.any():
        raise InconsistentClustersError(
            f"{int(wrong.sum())} prescribers have squares that do not go with their totals"
        )
