"""The expected count of each month, with the band that chance alone fills."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.cells import on_cells
from ijstats.chance import chance_limits
from ijstats.columns import FloatArray
from ijstats.parameters import LEVEL
from ijstats.reference import comparators, ratio_or_zero
from ijstats.validation import WrongShapeError, floats, has_shape, numbers, positive


class MonthlyExpected(NamedTuple):
    """Each (D, M), in the unit of the indicator: expected count and its band."""

    expected: FloatArray
    low: FloatArray
    high: FloatArray


def month_shares(
    observed: ArrayLike,
    group: ArrayLike,
    specialty: ArrayLike,
    *,
    window_months: int,
    fallback: ArrayLike | None = None,
) -> FloatArray:
    """Share of each month in the window's total of the comparable group of each prescriber.

    Months after the window (still provisional) are compared with the window's total too, so the
    first `window_months` shares sum to 1 and the others may be anything. Equal months when the
    group has no event in the window.

    Args:
        observed: (D, M) events by month, the window first.
        group: (D,) comparable group.
        specialty: (D,) specialty.
        window_months: months of the window, 1 to M.
        fallback: (D,) true where the comparator is the whole specialty in the nation.

    Returns:
        (D, M) shares.

    Raises:
        WrongShapeError: dimensions that differ, or a window that does not fit in M months.
        NegativeValueError: negative events.
    """
    events = numbers("observed", observed, (None, None))
    _check_window(window_months, events.shape[1])
    who = comparators(group, specialty, fallback, events.shape[0])
    shares = np.full((who.national.size, events.shape[1]), 1.0 / window_months)
    cells, (counts,) = on_cells(observed=events)
    by_month = who.sums(cells, counts).group
    in_window = by_month[:, :window_months].sum(axis=1)
    told = in_window > 0
    shares[told] = by_month[told] / in_window[told, None]
    return shares[who.group]


def monthly_expected(
    expected: ArrayLike,
    kappa0: ArrayLike,
    shares: ArrayLike,
    active: ArrayLike | None = None,
    *,
    window_months: int,
    level: float = LEVEL,
) -> MonthlyExpected:
    """Spread the expected count of the window over months, and band it by chance.

    E_dm = E_d × share_m / Σ of the shares of his active months of the window, 0 in a month
    without activity: the months of the window sum to E_d. Band: limits of chance on the
    square-root scale with E_dm and κ0_d (`ijstats.chance`).

    Args:
        expected: (D,) E_d of the window.
        kappa0: (D,) κ0_d.
        shares: (D, M) as given by `month_shares`.
        active: (D, M) true in the months of activity; None for all.
        window_months: months of the window, 1 to M.
        level: confidence of the band of one month.

    Raises:
        WrongShapeError: dimensions that differ, or a window that does not fit in M months.
        NegativeValueError: negative values, or a dispersion that is not positive.
        LevelError: level not strictly between 0 and 1.
    """
    mean = floats("expected", expected, (None,))
    spread = positive("kappa0", kappa0, mean.size)
    share = floats("shares", shares, (mean.size, None))
    _check_window(window_months, share.shape[1])
    if active is not None:
        months = np.asarray(active, dtype=np.bool_)
        has_shape("active", months.shape, share.shape)
        share = np.where(months, share, 0.0)
    seen = np.ascontiguousarray(share[:, :window_months]).sum(axis=1)
    by_month = share * ratio_or_zero(mean, seen)[:, None]
    band = chance_limits(by_month, spread[:, None], level)
    return MonthlyExpected(by_month, band.low, band.high)


def _check_window(window_months: int, months: int) -> None:
    if not 1 <= window_months <= months:
        raise WrongShapeError(f"a window of {window_months} months does not fit in {months}")
