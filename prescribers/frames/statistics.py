"""The map of the night: one caisse's leaves and lists become integers that are enough."""

from dataclasses import dataclass, fields

import numpy as np

from ijstats import N_STRATA, SufficientStatistics, sufficient_statistics
from prescribers.frames.kept import EXCLUSIONS
from prescribers.frames.sources import Leaves, PatientLists
from prescribers.frames.window import Window
from prescribers.models import block_layout as layout


@dataclass(frozen=True)
class Account:
    """What a caisse received and what became of it, kept when its cells are let go.

    `counts` is about the window: rows received, rows kept, rows left out by each reason, rows of
    unknown writers, days kept. `received` is about each month, provisional ones too: rows, days
    and cents, whatever becomes of them.
    """

    counts: np.ndarray
    received: np.ndarray

    @property
    def kept_days(self) -> int:
        return int(self.counts[-1])


@dataclass(frozen=True)
class CaisseStatistics:
    """Integers only, so that sums are exact in any order.

    The first block has one row per prescriber, the `cell_` columns one per non-empty
    (prescriber, stratum); `cell_row` is the prescriber's row. Months are the window's, then the
    provisional ones. `kinds` counts the leaves of the window by `KINDS`;
    `counts` and `received` are those of the caisse's `Account`.
    """

    rpps: np.ndarray
    day_squares: np.ndarray
    leave_squares: np.ndarray
    amount_squares: np.ndarray
    patients_on_leave: np.ndarray
    kinds: np.ndarray
    month_days: np.ndarray
    month_leaves: np.ndarray
    cell_row: np.ndarray
    cell_stratum: np.ndarray
    cell_days: np.ndarray
    cell_leaves: np.ndarray
    cell_amounts: np.ndarray
    cell_day_squares: np.ndarray
    cell_leave_squares: np.ndarray
    cell_amount_squares: np.ndarray
    cell_patients: np.ndarray
    counts: np.ndarray
    received: np.ndarray

    @property
    def account(self) -> Account:
        """Copies: a view would keep the whole payload in memory."""
        return Account(self.counts.copy(), self.received.copy())

    def arrays(self) -> dict[str, np.ndarray]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def summarise(
    leaves: Leaves, lists: PatientLists, known: np.ndarray, window: Window
) -> CaisseStatistics:
    """Reduce one caisse; the order of the rows does not matter."""
    in_directory = np.isin(leaves.writers, known)[leaves.writer]
    kept = np.flatnonzero((leaves.reason == 0) & in_directory)
    listed = np.isin(lists.rpps, known)
    seen = np.zeros(leaves.writers.size, dtype=bool)
    seen[leaves.writer[kept]] = True
    rpps = np.union1d(leaves.writers[seen], lists.rpps[listed])
    row_of = np.searchsorted(rpps, leaves.writers)
    in_window = kept[leaves.month[kept] < len(window.months)]
    clusters = _clusters(leaves, row_of, in_window, rpps.size)
    patients = np.zeros((rpps.size, N_STRATA), dtype=np.int64)
    place = (np.searchsorted(rpps, lists.rpps[listed]), lists.stratum[listed])
    np.add.at(patients, place, lists.patients[listed])
    row, stratum = np.nonzero(clusters.leaves.observed | patients)
    months = len(window.all_months)
    by_month = row_of[leaves.writer[kept]] * months + leaves.month[kept]
    shape = (rpps.size, months)
    return CaisseStatistics(
        rpps=rpps,
        day_squares=clusters.days.squares,
        leave_squares=clusters.leaves.squares,
        amount_squares=clusters.amounts.squares,
        patients_on_leave=clusters.leaves.patients,
        kinds=_kinds(leaves, row_of, in_window, rpps.size),
        month_days=_summed(by_month, leaves.days[kept], shape),
        month_leaves=_summed(by_month, None, shape),
        cell_row=row,
        cell_stratum=stratum,
        cell_days=clusters.days.observed[row, stratum],
        cell_leaves=clusters.leaves.observed[row, stratum],
        cell_amounts=clusters.amounts.observed[row, stratum],
        cell_day_squares=clusters.days.last_squares[row, stratum],
        cell_leave_squares=clusters.leaves.last_squares[row, stratum],
        cell_amount_squares=clusters.amounts.last_squares[row, stratum],
        cell_patients=patients[row, stratum],
        counts=_counts(leaves, in_directory, window),
        received=_received(leaves, months),
    )


def _clusters(
    leaves: Leaves, row_of: np.ndarray, chosen: np.ndarray, size: int
) -> SufficientStatistics:
    return sufficient_statistics(
        row_of[leaves.writer[chosen]],
        leaves.stratum[chosen],
        leaves.days[chosen],
        leaves.patient[chosen],
        leaves.start[chosen],
        n_prescribers=size,
        amount_cents=leaves.amount_cents[chosen],
    )


# The shares of the method have the leaves as their denominator: what is counted beside them.
KINDS = ("initial", "over_30_days", "over_90_days", "work_related", "short", "teleconsultation")
# Places of the risks « AT » and « MP » in their enumeration, written in two bits.
_WORK_RELATED = (1, 2)


def _kinds(leaves: Leaves, row_of: np.ndarray, chosen: np.ndarray, size: int) -> np.ndarray:
    """Leaves of each prescriber by kind, in the order of `KINDS`; a leave may be of several."""
    flags, days, row = leaves.flags[chosen], leaves.days[chosen], row_of[leaves.writer[chosen]]
    of_kind = (
        (flags & layout.PROLONGATION) == 0,
        days > 30,
        days > 90,
        np.isin(flags & layout.RISK_BITS, _WORK_RELATED),
        (flags & layout.SHORT) != 0,
        (flags & layout.TELECONSULTATION) != 0,
    )
    return np.stack([np.bincount(row[mask], minlength=size) for mask in of_kind], axis=1)


def _counts(leaves: Leaves, in_directory: np.ndarray, window: Window) -> np.ndarray:
    """Count the rows of the window: received, kept, by reason, unknown writer, and kept days."""
    in_window = leaves.month < len(window.months)
    unknown = len(EXCLUSIONS) + 1
    reason = np.where((leaves.reason == 0) & ~in_directory, unknown, leaves.reason)[in_window]
    by_reason = np.bincount(reason, minlength=unknown + 1)
    days = leaves.days[in_window][reason == 0].sum(dtype=np.int64)
    return np.array([reason.size, *by_reason, days], dtype=np.int64)


def _received(leaves: Leaves, months: int) -> np.ndarray:
    """Rows, days and cents of each month, to be compared with what the imports counted."""
    sums = (None, leaves.days, leaves.amount_cents)
    return np.stack([_summed(leaves.month, values, (months,)) for values in sums], axis=1)


def _summed(place: np.ndarray, values: np.ndarray | None, shape: tuple[int, ...]) -> np.ndarray:
    """Sums by place, exact: the floats of `bincount` hold any integer under 2 to the 53rd."""
    return np.bincount(place, values, int(np.prod(shape))).astype(np.int64).reshape(shape)
