"""The map of the night: one caisse's leaves and lists become integers that are enough."""

from dataclasses import dataclass, fields

import numpy as np

from ijstats import N_STRATA, sufficient_statistics
from prescribers.frames.kept import EXCLUSIONS
from prescribers.frames.sources import Leaves, PatientLists
from prescribers.frames.window import Window


@dataclass(frozen=True)
class CaisseStatistics:
    """Integers only, so that sums are exact in any order.

    The first block has one row per prescriber, the `cell_` columns one per non-empty
    (prescriber, stratum); `cell_row` is the prescriber's row. Months are the window's, then the
    provisional ones. `counts` is about the window: rows received, rows kept, rows left out by
    each reason, rows of unknown writers, days kept. `received` is about each month, provisional
    ones too: rows, days and cents, whatever becomes of them.
    """

    rpps: np.ndarray
    day_squares: np.ndarray
    leave_squares: np.ndarray
    patients_on_leave: np.ndarray
    amount_cents: np.ndarray
    month_days: np.ndarray
    month_leaves: np.ndarray
    cell_row: np.ndarray
    cell_stratum: np.ndarray
    cell_days: np.ndarray
    cell_leaves: np.ndarray
    cell_day_squares: np.ndarray
    cell_leave_squares: np.ndarray
    cell_patients: np.ndarray
    counts: np.ndarray
    received: np.ndarray

    @property
    def kept_days(self) -> int:
        return int(self.counts[-1])

    def arrays(self) -> dict[str, np.ndarray]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def summarise(
    leaves: Leaves, lists: PatientLists, known: np.ndarray, window: Window
) -> CaisseStatistics:
    """Reduce one caisse; the order of the rows does not matter."""
    in_directory = np.isin(leaves.rpps, known)
    kept = leaves.where((leaves.reason == 0) & in_directory)
    listed = np.isin(lists.rpps, known)
    rpps = np.union1d(kept.rpps, lists.rpps[listed])
    in_window = kept.where(kept.month < len(window.months))
    clusters = sufficient_statistics(
        np.searchsorted(rpps, in_window.rpps),
        in_window.stratum,
        in_window.days,
        in_window.patient,
        in_window.start,
        n_prescribers=rpps.size,
    )
    patients = np.zeros((rpps.size, N_STRATA), dtype=np.int64)
    place = (np.searchsorted(rpps, lists.rpps[listed]), lists.stratum[listed])
    np.add.at(patients, place, lists.patients[listed])
    row, stratum = np.nonzero(clusters.leaves.observed | patients)
    shape = (rpps.size, len(window.all_months))
    writer = np.searchsorted(rpps, kept.rpps)
    return CaisseStatistics(
        rpps=rpps,
        day_squares=clusters.days.squares,
        leave_squares=clusters.leaves.squares,
        patients_on_leave=clusters.leaves.patients,
        amount_cents=_added(
            (rpps.size,), (np.searchsorted(rpps, in_window.rpps),), in_window.amount_cents
        ),
        month_days=_added(shape, (writer, kept.month), kept.days),
        month_leaves=_added(shape, (writer, kept.month), np.ones_like(kept.days)),
        cell_row=row.astype(np.int64),
        cell_stratum=stratum.astype(np.int64),
        cell_days=clusters.days.observed[row, stratum],
        cell_leaves=clusters.leaves.observed[row, stratum],
        cell_day_squares=clusters.days.last_squares[row, stratum],
        cell_leave_squares=clusters.leaves.last_squares[row, stratum],
        cell_patients=patients[row, stratum],
        counts=_counts(leaves, in_directory, window),
        received=_received(leaves, shape[1]),
    )


def _counts(leaves: Leaves, in_directory: np.ndarray, window: Window) -> np.ndarray:
    """Count the rows of the window: received, kept, by reason, unknown writer, and kept days."""
    in_window = leaves.month < len(window.months)
    reason = np.where((leaves.reason == 0) & ~in_directory, len(EXCLUSIONS) + 1, leaves.reason)
    by_reason = np.bincount(reason[in_window], minlength=len(EXCLUSIONS) + 2)
    kept = in_window & (reason == 0)
    days = leaves.days[kept].sum()
    return np.array([in_window.sum(), *by_reason, days], dtype=np.int64)


def _received(leaves: Leaves, months: int) -> np.ndarray:
    """Rows, days and cents of each month, to be compared with what the imports counted."""
    sums = (np.ones_like(leaves.days), leaves.days, leaves.amount_cents)
    return np.stack([_added((months,), (leaves.month,), values) for values in sums], axis=1)


def _added(shape: tuple[int, ...], place: tuple[np.ndarray, ...], values: np.ndarray) -> np.ndarray:
    total = np.zeros(shape, dtype=np.int64)
    np.add.at(total, place, values)
    return total
