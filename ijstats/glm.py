"""A second way to the expected counts: Poisson regression with main effects.

No stratum borrows anything: the rates of a group are the product of one effect by factor
(age, sex, ALD, C2S, deprivation), fitted by maximum likelihood on the strata collapsed over
prescribers. A variant that tells how much the figures owe to the form of the reference.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.cells import Matrix, on_cells
from ijstats.columns import BoolArray, FloatArray, IntArray
from ijstats.reference import comparators, ratio_or_zero, refuse_orphans
from ijstats.strata import N_STRATA, stratum_factors
from ijstats.validation import NoConvergenceError, floats, integers, numbers


class GlmExpected(NamedTuple):
    """Expected counts by the regression of the group.

    Attributes:
        expected: (D,) E_d, in the unit of the events.
        group_rates: (G, S) fitted rates of the groups, sorted by label, everyone in.
    """

    expected: FloatArray
    group_rates: FloatArray


MOST_STEPS = 100
"""Four to eight steps are usual; a rate that tends to 0 outside a whole level takes some thirty."""

SETTLED = 1e-12
"""Largest move of a fitted count, over the largest count, at which the fit has settled."""


def glm_expected(
    observed: Matrix,
    exposure: Matrix,
    group: ArrayLike,
    specialty: ArrayLike,
    *,
    factors: ArrayLike | None = None,
    fallback: ArrayLike | None = None,
    leave_one_out: bool = True,
) -> GlmExpected:
    """Compute what each prescriber would show with the fitted rates of his comparable group.

    E_d = λ_d Σ_s n_ds r_gs, r from `main_effect_rates` on the sums of the group. The shape of
    the rates keeps the prescriber in; their level leaves him out, as the reference does:
    λ_d = (X_g - X_d) / Σ_s (N_gs - n_ds) r_gs. Unless left out, λ is 1 and Σ E = Σ O.

    Args:
        observed: (D, S) X_ds.
        exposure: (D, S) n_ds.
        group: (D,) comparable group.
        specialty: (D,) specialty.
        factors: (F, S) level of each factor in each stratum; those of the 336 strata when None.
        fallback: (D,) true where the comparator is the whole specialty in the nation.
        leave_one_out: whether a prescriber leaves the level of his reference.

    Raises:
        StatisticsInputError: what `standardise` and `main_effect_rates` refuse.
    """
    cells, (events, patients) = on_cells(observed=observed, exposure=exposure)
    totals = cells.by_prescriber(events)
    refuse_orphans(totals, cells.by_prescriber(patients))
    who = comparators(group, specialty, fallback, cells.shape[0])
    levels = stratum_factors(np.arange(N_STRATA)) if factors is None else factors
    of_events, of_patients = (who.sums(cells, values).group for values in (events, patients))
    rates = np.zeros_like(of_events)
    for index, sums in enumerate(zip(of_events, of_patients, strict=True)):
        rates[index] = main_effect_rates(*sums, levels)
    listed = np.zeros(cells.shape[0])
    for block in cells.blocks():
        at = rates[who.group[block.rows][block.prescriber], block.stratum]
        listed[block.rows] = block.by_prescriber(patients[block.cells] * at)
    left = totals if leave_one_out else np.zeros_like(listed)
    others = (of_patients * rates).sum(axis=1)[who.group] - (listed if leave_one_out else 0.0)
    level = ratio_or_zero(of_events.sum(axis=1)[who.group] - left, others)
    return GlmExpected(level * listed, rates)


def main_effect_rates(events: ArrayLike, exposure: ArrayLike, factors: ArrayLike) -> FloatArray:
    """Fit log rate = constant + one effect by level of each factor, offset log exposure.

    Iteratively reweighted least squares (Nelder & Wedderburn 1972) on one row by pattern of
    factors. A level without any event has rate 0: it leaves the fit, as its effect has no
    finite value. Aliased effects share what they explain; rates do not depend on it.

    Args:
        events: (S,) counts.
        exposure: (S,) patients.
        factors: (F, S) level of each factor in each stratum.

    Returns:
        (S,) fitted rates; 0 in strata without exposure, which tell nothing.

    Raises:
        WrongShapeError: dimensions that differ.
        NegativeValueError: negative events or exposure.
        NoConvergenceError: a fit that has not settled after 100 steps.
    """
    counts = floats("events", events, (None,))
    patients = floats("exposure", exposure, counts.shape)
    levels = integers("factors", numbers("factors", factors, (None, counts.size)), (None, None))
    # Events in a stratum where nobody lists a patient cannot be fitted by any rate.
    told = np.flatnonzero(_with_events(counts, patients, levels))
    rates = np.zeros(counts.size)
    if told.size:
        fitted = _irls(counts[told], patients[told], _design(levels[:, told]))
        rates[told] = fitted / patients[told]
    return rates


def _with_events(counts: FloatArray, patients: FloatArray, levels: IntArray) -> BoolArray:
    """Mark strata with exposure none of whose levels is empty of events."""
    told: BoolArray = patients > 0
    before = -1
    while told.sum() != before:
        before = told.sum()
        for factor in levels:
            happened = np.bincount(factor, np.where(told, counts, 0.0))
            told = told & (happened[factor] > 0)
        told = told & (counts[told].sum() > 0)
    return told


def _design(levels: IntArray) -> FloatArray:
    """A constant, then one column by level of each factor but the lowest present."""
    columns = [np.ones(levels.shape[1])]
    for factor in levels:
        columns += [(factor == level).astype(np.float64) for level in np.unique(factor)[1:]]
    return np.column_stack(columns)


def _irls(counts: FloatArray, patients: FloatArray, design: FloatArray) -> FloatArray:
    """Fitted counts at the maximum of the likelihood."""
    # Starting from the counts themselves, half a case more where there are none, cannot overshoot.
    fitted = np.where(counts > 0, counts, 0.5)
    linear = np.log(fitted / patients)
    for _ in range(MOST_STEPS):
        working = linear + counts / fitted - 1
        normal = design.T @ (design * fitted[:, None])
        effects = np.linalg.lstsq(normal, design.T @ (fitted * working), rcond=1e-11)[0]
        linear = design @ effects
        before, fitted = fitted, patients * np.exp(linear)
        if np.abs(fitted - before).max() <= SETTLED * fitted.max():
            return fitted
    raise NoConvergenceError(f"the regression has not settled after {MOST_STEPS} steps")
