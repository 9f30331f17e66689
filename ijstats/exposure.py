"""The share of the season during which a prescriber was active."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import BoolArray, FloatArray
from ijstats.reference import ratio_or_zero
from ijstats.validation import has_shape, labels, numbers


class SeasonalExposure(NamedTuple):
    """The season of each specialty and what each prescriber saw of it.

    Attributes:
        weights: (K, M) w_m by specialty (sorted by label), rows summing to 1.
        fraction: (D,) e_d, from 0 to 1; exposure n_ds = patients × e_d.
    """

    weights: FloatArray
    fraction: FloatArray


def seasonal_exposure(
    leaves: ArrayLike, active: ArrayLike, specialty: ArrayLike
) -> SeasonalExposure:
    """Weigh months by the leaves they bring: e_d = Σ w_m over the months active.

    w_m is the share of month m in the leaves of the specialty's prescribers active in all months,
    equal months when they wrote none. Active all months gives exactly 1.

    Args:
        leaves: (D, M) leaves written by month of the window.
        active: (D, M) true in the months of activity.
        specialty: (D,) specialty.

    Raises:
        WrongShapeError: dimensions that differ.
        NegativeValueError: negative leaves.
    """
    counts = numbers("leaves", leaves, (None, None))
    months: BoolArray = np.asarray(active, dtype=np.bool_)
    has_shape("active", months.shape, counts.shape)
    kinds, kind = labels("specialty", specialty, counts.shape[0])
    season = np.zeros((len(kinds), counts.shape[1]))
    whole = months.all(axis=1)
    for index in range(len(kinds)):
        by_month = counts[whole & (kind == index)].sum(axis=0)
        season[index] = by_month if by_month.sum() > 0 else 1.0
    year = season.sum(axis=1)
    seen = np.where(months, season[kind], 0.0).sum(axis=1)
    return SeasonalExposure(season / year[:, None], ratio_or_zero(seen, year[kind]))
