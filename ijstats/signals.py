"""The signal: an effect that is large *and* certain, never a rank; and whether it lasts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ijstats.columns import BoolArray
from ijstats.parameters import (
    MIN_EXPECTED_LEAVES,
    MIN_MONTHS,
    MIN_PATIENTS,
    SIGNAL_EXCEEDS,
    SIGNAL_PROBABILITY,
    SIGNAL_RATIO,
    STABLE_OUT_OF,
    STABLE_RUNS,
    STRONG_EXCEEDS,
)
from ijstats.shrinkage import Shrunken
from ijstats.validation import UnknownCategoryError, WrongShapeError, flags, floats, has_shape


NO_FIGURE, NO_SIGNAL, SIGNAL, STRONG_SIGNAL = "", "aucun", "signal", "signal_fort"
CONFIRMED, TO_CONFIRM, UNSETTLED = "confirmé", "à confirmer", "stabilité non établie"

Words = NDArray[np.str_]


class SignalRule(NamedTuple):
    """What makes a signal: an observed ratio, and the certainty that the true one exceeds."""

    ratio: float = SIGNAL_RATIO
    exceeds: float = SIGNAL_EXCEEDS
    strong_exceeds: float = STRONG_EXCEEDS
    probability: float = SIGNAL_PROBABILITY


def above_minima(
    expected_leaves: ArrayLike,
    patients: ArrayLike,
    months: ArrayLike,
    *,
    min_expected_leaves: float = MIN_EXPECTED_LEAVES,
    min_patients: float = MIN_PATIENTS,
    min_months: float = MIN_MONTHS,
) -> BoolArray:
    """Tell who has enough of everything for a figure to be shown.

    Args:
        expected_leaves: (D,) expected leaves (rows), whatever the indicator.
        patients: (D,) active patients.
        months: (D,) months of activity.
        min_expected_leaves: leaves needed.
        min_patients: patients needed.
        min_months: months needed.

    Raises:
        WrongShapeError: vectors of different lengths.
        NegativeValueError: negative values.
    """
    leaves = floats("expected_leaves", expected_leaves, (None,))
    people = floats("patients", patients, leaves.shape)
    active = floats("months", months, leaves.shape)
    enough = (leaves >= min_expected_leaves) & (people >= min_patients) & (active >= min_months)
    return np.asarray(enough, dtype=np.bool_)


def signals(
    ratio: ArrayLike,
    shrunken: Shrunken,
    eligible: ArrayLike,
    *,
    fallback: ArrayLike | None = None,
    rule: SignalRule | None = None,
) -> Words:
    """Name the signal of each prescriber for this run.

    `signal` when O/E ≥ 1.5 and P(ratio > 1.3) ≥ 0.95; `signal_fort` when also P(ratio > 1.5) ≥
    0.95; `aucun` otherwise, and always for a fallback group; empty below the minima.

    Args:
        ratio: (D,) observed O / E.
        shrunken: what is known of each true ratio.
        eligible: (D,) above the minima.
        fallback: (D,) true where the comparator is the whole specialty in the nation.
        rule: the thresholds in force; those of the method when None.

    Returns:
        (D,) words.

    Raises:
        WrongShapeError: vectors of different lengths.
    """
    observed = np.asarray(ratio, dtype=np.float64)
    size = np.size(shrunken.mean)
    has_shape("ratio", observed.shape, (size,))
    kept = flags("eligible", eligible, size)
    national = flags("fallback", np.zeros(size) if fallback is None else fallback, size)
    asked = rule or SignalRule()
    found = (observed >= asked.ratio) & ~national
    found &= shrunken.probability_above(asked.exceeds) >= asked.probability
    strong = found & (shrunken.probability_above(asked.strong_exceeds) >= asked.probability)
    return np.select([~kept, strong, found], [NO_FIGURE, STRONG_SIGNAL, SIGNAL], NO_SIGNAL)


def stability(
    history: ArrayLike, *, stable_runs: int = STABLE_RUNS, out_of: int = STABLE_OUT_OF
) -> Words:
    """Tell whether the signals of the last run were already there in the runs before.

    `confirmé` when there was a signal in at least 8 of the last 12 monthly runs, the last
    included; `à confirmer` in fewer; `stabilité non établie` while there are not 12 runs; empty
    without a signal in the last run.

    Args:
        history: (D, R) words given by `signals`, oldest run first, empty where the prescriber
            had no figure.
        stable_runs: runs with a signal that confirm it.
        out_of: runs looked at.

    Returns:
        (D,) words.

    Raises:
        WrongShapeError: not a matrix of one run at least.
        UnknownCategoryError: a word that is not one of `signals`.
    """
    words = np.asarray(history, dtype=np.str_)
    has_shape("history", words.shape, (None, None))
    if not words.shape[1]:
        raise WrongShapeError("history must hold one run at least")
    there = (words == SIGNAL) | (words == STRONG_SIGNAL)
    wrong = int((~there & (words != NO_SIGNAL) & (words != NO_FIGURE)).sum())
    if wrong:
        raise UnknownCategoryError(f"history: {wrong} words are no signal")
    if words.shape[1] < out_of:
        settled: Words = np.full(words.shape[0], UNSETTLED)
    else:
        often = there[:, -out_of:].sum(axis=1) >= stable_runs
        settled = np.where(often, CONFIRMED, TO_CONFIRM)
    return np.where(there[:, -1], settled, NO_FIGURE)
