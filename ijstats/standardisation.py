"""Expected counts by leave-one-out indirect standardisation (Breslow & Day 1987 §2.3)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.cells import Matrix, on_cells
from ijstats.columns import FloatArray
from ijstats.parameters import SHAPE_PATIENTS
from ijstats.reference import (
    Options,
    References,
    comparators,
    ratio_or_zero,
    refuse_orphans,
)


class Standardised(NamedTuple):
    """Observed and expected of one indicator, in its own unit (days, leaves, cents).

    Attributes:
        observed: (D,) O_d.
        expected: (D,) E_d; 0 when nobody else in the group can tell a rate.
        level: (D,) λ_gd, the group's level over the nation's, the prescriber left out.
        off_list: (D,) the part of O_d in strata where the prescriber has no patient listed.
        group_rates: (G, S) rates r*_gs of the groups, sorted by label, with every prescriber in.
    """

    observed: FloatArray
    expected: FloatArray
    level: FloatArray
    off_list: FloatArray
    group_rates: FloatArray

    @property
    def ratio(self) -> FloatArray:
        """O_d / E_d, NaN where nothing is expected."""
        return np.where(self.expected > 0, ratio_or_zero(self.observed, self.expected), np.nan)


def standardise(
    observed: Matrix,
    exposure: Matrix,
    group: ArrayLike,
    specialty: ArrayLike,
    *,
    fallback: ArrayLike | None = None,
    shape_patients: float = SHAPE_PATIENTS,
    leave_one_out: bool = True,
) -> Standardised:
    """Compute what each prescriber would show with the rates of his comparable group.

    E_d = Σ_s n_ds r_gsd, with r_gsd of `ijstats.reference`. The rows must be all the prescribers
    of the nation: the national shape comes from them. Leaves in a stratum where the prescriber
    lists no patient (an age band crossed since) count in O_d and in the rates.

    Args:
        observed: (D, S) X_ds, events in the unit of the indicator.
        exposure: (D, S) n_ds, patients × share of the season.
        group: (D,) comparable group, as given by `comparable_groups`.
        specialty: (D,) specialty.
        fallback: (D,) true where the comparator is the whole specialty in the nation.
        shape_patients: K, patients' worth of national shape; 0 borrows nothing.
        leave_one_out: whether a prescriber leaves his own reference.

    Raises:
        WrongShapeError: dimensions that differ, a group over two specialties or half fallback.
        NegativeValueError: negative events, exposure or K.
        NotANumberError: NaN or infinite values.
        EventsWithoutExposureError: events of a prescriber who lists no patient at all.
    """
    cells, (events, patients) = on_cells(observed=observed, exposure=exposure)
    totals = cells.by_prescriber(events)
    refuse_orphans(totals, cells.by_prescriber(patients))
    who = comparators(group, specialty, fallback, cells.shape[0])
    options = Options(shape_patients, leave_one_out)
    reference = References.of(who.sums(cells, events), who.sums(cells, patients), options)
    expected, level = np.zeros(cells.shape[0]), np.zeros(cells.shape[0])
    for block in cells.blocks():
        own = events[block.cells].astype(np.float64)
        listed = patients[block.cells].astype(np.float64)
        level[block.rows], rates = reference.at(block, who.group[block.rows], own, listed)
        expected[block.rows] = block.by_prescriber(listed * rates)
    return Standardised(
        observed=totals,
        expected=expected,
        level=level,
        off_list=cells.by_prescriber(np.where(patients > 0, 0, events)),
        group_rates=reference.with_everyone(),
    )
