"""How far apart the months of comparable prescribers are: deciles of observed over expected.

Quantiles: type 7 of Hyndman and Fan, « Sample quantiles in statistical packages », The American
Statistician 50 (1996), which is also that of `percentile_cont` in SQL.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import FloatArray
from ijstats.parameters import SMALL_COUNT
from ijstats.validation import floats


DECILES = (0.1, 0.5, 0.9)


class MonthDeciles(NamedTuple):
    """(M,) ratios each, without unit; NaN in a month where too few are compared.

    Attributes:
        low: P10 of the ratios of the month.
        median: P50.
        high: P90.
    """

    low: FloatArray
    median: FloatArray
    high: FloatArray


def month_deciles(
    observed: ArrayLike, expected: ArrayLike, *, fewest: int = SMALL_COUNT
) -> MonthDeciles:
    """Spread of the ratios O_dm / E_dm of the prescribers of one group, month by month.

    A prescriber of whom nothing is expected in a month (no activity, or no event of his group) has
    no ratio in it. Chance is in these ratios: they say how far apart months are seen, not how far
    apart practices are.

    Args:
        observed: (D, M) events by month.
        expected: (D, M) expected in the same months, as given by `monthly_expected`.
        fewest: ratios that a month needs; with fewer, a decile is nearly somebody's own ratio.

    Raises:
        WrongShapeError: tables of different shapes.
        NotANumberError, NegativeValueError: anything but finite counts.
    """
    mean = floats("expected", expected, (None, None))
    counts = floats("observed", observed, mean.shape)
    found = np.full((len(DECILES), mean.shape[1]), np.nan)
    for month in range(mean.shape[1]):
        known = mean[:, month] > 0
        if np.count_nonzero(known) >= fewest:
            found[:, month] = np.quantile(counts[known, month] / mean[known, month], DECILES)
    return MonthDeciles(*found)
