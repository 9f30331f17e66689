"""Where a prescriber stands among his comparables, with what is not known of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from ijstats.bisection import bisect
from ijstats.columns import BoolArray, FloatArray, IntArray
from ijstats.parameters import TOP_SHARE
from ijstats.reference import comparators, need_nation
from ijstats.shrinkage import Shrunken
from ijstats.validation import finite, flags, one_level, positive


class Standing(NamedTuple):
    """Place within the comparable group, above the minima; (D,) each, NaN for the others.

    Attributes:
        top_probability: P(top décile), probability of a true ratio among the highest.
        centile: `rang_centile`, 100 (rank - ½) / n of the shrunken ratio, 100 the highest.
    """

    top_probability: FloatArray
    centile: FloatArray


def standing(
    shrunken: Shrunken,
    eligible: ArrayLike,
    group: ArrayLike,
    specialty: ArrayLike,
    *,
    fallback: ArrayLike | None = None,
    national: Shrunken | None = None,
    top_share: float = TOP_SHARE,
) -> Standing:
    """Rank prescribers within their group, and tell how probably each is of its top decile.

    P(top décile) = 1 - Φ((C - M_d) / S_d), C solving Σ_j [1 - Φ((C - M_j) / S_j)] = 0.1 n over
    the group's prescribers above the minima (Lin, Louis, Paddock & Ridgeway 2006), by bisection.
    Ties share their mean rank. Those of a fallback group stand among all the prescribers of
    the specialty, everyone against the nation.

    Args:
        shrunken: what is known of each ratio, against his comparator.
        eligible: (D,) above the minima.
        group: (D,) comparable group.
        specialty: (D,) specialty.
        fallback: (D,) true where the comparator is the whole specialty in the nation.
        national: what is known of each ratio against the nation (`shrinkage` with
            `national_mu` and `national_tau2`), where a specialty is partly fallback; rows of
            specialties without fallback group are not read.
        top_share: share of the group that makes its top.

    Raises:
        WrongShapeError: dimensions that differ, a group over two specialties or half fallback.
        NotANumberError: an eligible prescriber of whom nothing is expected.
        MissingNationError: a specialty partly fallback, and `national` not given.
        LevelError: top_share not strictly between 0 and 1.
    """
    size = np.size(shrunken.mean)
    kept = flags("eligible", eligible, size)
    who = comparators(group, specialty, fallback, size)
    need_nation(who, given=national is not None)
    one_level(top_share)
    result = Standing(np.full(size, np.nan), np.full(size, np.nan))
    by_nation = who.national[who.group]
    _place(result, shrunken, who.group, kept & ~by_nation, top_share)
    if by_nation.any():
        concerned = np.isin(who.specialty, who.specialty[by_nation])
        apart = Standing(np.full(size, np.nan), np.full(size, np.nan))
        against_nation = shrunken if national is None else national
        _place(apart, against_nation, who.specialty, kept & concerned, top_share)
        for column, placed in zip(result, apart, strict=True):
            column[by_nation] = placed[by_nation]
    return result


def _place(
    into: Standing, shrunken: Shrunken, label: IntArray, kept: BoolArray, top_share: float
) -> None:
    rows = np.flatnonzero(kept)
    mean = finite("mean", shrunken.mean[rows], None)
    sd = positive("sd", shrunken.sd[rows], rows.size)
    members, index = np.unique(label[rows], return_inverse=True)
    size = np.bincount(index, minlength=members.size).astype(np.float64)
    # At the lowest of these every prescriber has at least that share, at the highest at most.
    reach = mean + sd * ndtri(1 - top_share)
    low, high = np.full(size.size, np.inf), np.full(size.size, -np.inf)
    np.minimum.at(low, index, reach)
    np.maximum.at(high, index, reach)

    def share_above(cut: FloatArray) -> BoolArray:
        expected = np.bincount(index, ndtr((mean - cut[index]) / sd), minlength=members.size)
        return np.asarray(expected > top_share * size)

    cut = bisect(low, high, share_above)
    into.top_probability[rows] = ndtr((mean - cut[index]) / sd)
    into.centile[rows] = 100 * (_mean_ranks(shrunken.ratio[rows], index) - 0.5) / size[index]


def _mean_ranks(value: FloatArray, group: IntArray) -> FloatArray:
    """Rank 1 for the lowest of each group, ties sharing the mean of their ranks."""
    order = np.lexsort((value, group))
    new_group = np.diff(group[order], prepend=-1) != 0
    new_value = new_group | (np.diff(value[order], prepend=np.nan) != 0)
    first = np.flatnonzero(new_group)
    position = np.arange(order.size) - first[np.cumsum(new_group) - 1] + 1.0
    tie = np.cumsum(new_value) - 1
    ranks = np.zeros(order.size)
    ranks[order] = (np.bincount(tie, position) / np.bincount(tie))[tie]
    return ranks
