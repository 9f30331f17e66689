"""Where the growth of days comes from: more leaves, other patients, or longer leaves.

Ang, « The LMDI approach to decomposition analysis: a practical guide », Energy Policy 33 (2005);
cells that are empty in one of the years: Ang and Liu, Energy Policy 35 (2007).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import FloatArray
from ijstats.validation import NegativeValueError, integers


class GrowthSplit(NamedTuple):
    """(C,) days each; the three of a unit add up to its change of days.

    Attributes:
        volume: what the number of leaves explains.
        structure: what the change of the shares of the strata among them explains.
        duration: what the days per leave inside each stratum explain.
    """

    volume: FloatArray
    structure: FloatArray
    duration: FloatArray


class _Year(NamedTuple):
    leaves: FloatArray
    days: FloatArray


def growth_split(
    leaves_before: ArrayLike, days_before: ArrayLike, leaves: ArrayLike, days: ArrayLike
) -> GrowthSplit:
    """Split the change of days of C units by the logarithmic mean of each stratum's days.

    With N leaves of which a share w_s in stratum s, of d_s days each, days are Σ N w_s d_s; a
    factor x explains Σ_s L(D'_s, D_s) ln(x' / x), L being the logarithmic mean. The effects of
    several units add up, so a region is the sum of its caisses.

    Where a logarithm has no value its limit is taken: the days of a stratum that appears or
    disappears are structure, those of leaves that had no day are duration, and those of a unit
    that had no leave at all are volume.

    Args:
        leaves_before: (C, S) leaves of each unit and stratum, a year ago.
        days_before: (C, S) their days.
        leaves: (C, S) the leaves of now.
        days: (C, S) their days.

    Raises:
        WrongShapeError: tables of different shapes.
        NotANumberError: a table that does not hold integers.
        NegativeValueError: a negative count, or days where there is no leave.
    """
    shape = np.shape(leaves_before)
    tables = [
        np.atleast_2d(integers(name, table, shape)).astype(np.float64)
        for name, table in (
            ("leaves_before", leaves_before),
            ("days_before", days_before),
            ("leaves", leaves),
            ("days", days),
        )
    ]
    before, now = _Year(*tables[:2]), _Year(*tables[2:])
    _check(before, "before")
    _check(now, "now")
    return _split(before, now)


def _check(year: _Year, name: str) -> None:
    if (year.leaves < 0).any() or (year.days < 0).any():
        raise NegativeValueError(f"{name}: leaves and days must not be negative")
    if (year.days[year.leaves == 0] > 0).any():
        raise NegativeValueError(f"{name}: some strata have days and no leave")


def _split(before: _Year, now: _Year) -> GrowthSplit:
    change = now.days - before.days
    total_before, total_now = before.leaves.sum(axis=1), now.leaves.sum(axis=1)
    nothing = (total_before == 0) | (total_now == 0)
    both = (before.leaves > 0) & (now.leaves > 0)
    kept = both & (before.days > 0) & (now.days > 0)
    weight = np.where(kept, _logarithmic_mean(before.days, now.days, kept), 0.0)
    growth = _log_ratio(total_before, total_now, ~nothing)
    volume = (weight * growth[:, None]).sum(axis=1)
    duration = np.where(both & ~kept, change, 0.0)
    per_leave = _log_ratio(before.days, now.days, kept) - _log_ratio(
        before.leaves, now.leaves, kept
    )
    duration = (duration + weight * per_leave).sum(axis=1)
    # What is left, rather than its own logarithms: the three then add up exactly.
    structure = change.sum(axis=1) - volume - duration
    alone = np.where(nothing, change.sum(axis=1), 0.0)
    return GrowthSplit(
        np.where(nothing, alone, volume),
        np.where(nothing, 0.0, structure),
        np.where(nothing, 0.0, duration),
    )


def _logarithmic_mean(first: FloatArray, second: FloatArray, where: np.ndarray) -> FloatArray:
    """(b - a) / ln(b / a), and a itself where the two are equal; both positive in `where`."""
    a, b = np.where(where, first, 1.0), np.where(where, second, 1.0)
    different = a != b
    logarithm = np.log(np.where(different, b / a, 2.0))
    return np.where(different, (b - a) / logarithm, a)


def _log_ratio(first: FloatArray, second: FloatArray, where: np.ndarray) -> FloatArray:
    return np.log(np.where(where, second, 1.0) / np.where(where, first, 1.0))
