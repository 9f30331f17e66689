"""The rates a prescriber is compared with, stratum by stratum.

Indirect standardisation (Breslow & Day 1987 §2.3) with two refinements: the prescriber is
left out of his own reference, and thin strata borrow the *shape* of the specialty's national
rates, rescaled to the *level* of the group, so that no group moves as a whole.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import BoolArray, FloatArray, IntArray, NumberArray
from ijstats.validation import (
    EventsWithoutExposureError,
    WrongShapeError,
    floats,
    has_shape,
    labels,
    numbers,
)


ROWS_AT_ONCE = 2_048
"""Prescribers per block: 5.5 MB per temporary matrix at 336 strata; results do not depend on it."""


class Options(NamedTuple):
    """The two choices of the reference: K patients of shape, prescriber left out or not."""

    shape_patients: float
    leave_one_out: bool


class Comparators(NamedTuple):
    """Who is compared with whom, by index: (D,) group, (D,) specialty, (G,) national flag."""

    group: IntArray
    specialty: IntArray
    national: BoolArray

    def targets(self, group: int) -> IntArray:
        """Rows whose comparator is this group."""
        return np.flatnonzero(self.group == group)

    def members(self, group: int) -> IntArray:
        """Rows that make the group's rates: a national group takes the whole specialty."""
        targets = self.targets(group)
        if not self.national[group]:
            return targets
        return np.flatnonzero(self.specialty == self.specialty[targets[0]])


class Reference(NamedTuple):
    """Sums of one group and the national rates of its specialty, each (S,)."""

    events: FloatArray
    exposure: FloatArray
    shape: FloatArray
    options: Options

    def rates(self, observed: FloatArray, exposure: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return λ_gd (B,) and r_gsd (B, S) for a block of B prescribers of the group.

        λ_gd = (X_g - X_d) / Σ_s (N_gs - n_ds) r_ks
        r_gsd = (X_gs - X_ds + K λ_gd r_ks) / (N_gs - n_ds + K)

        λ is 0 when nobody else in the group can tell a level. A stratum with no patient left
        and K = 0 takes λ_gd r_ks, the limit of the formula as K tends to 0.
        """
        if not self.options.leave_one_out:
            observed, exposure = np.zeros_like(observed), np.zeros_like(exposure)
        events, patients = self.events - observed, self.exposure - exposure
        level = ratio_or_zero(events.sum(axis=1), (patients * self.shape).sum(axis=1))
        borrowed = level[:, None] * self.shape
        lent = self.options.shape_patients
        rates = np.divide(
            events + lent * borrowed,
            patients + lent,
            out=borrowed.copy(),
            where=patients + lent > 0,
        )
        return level, rates

    def with_everyone(self) -> FloatArray:
        """Return r*_gs (S,), the rates of the group with every prescriber in."""
        nobody = np.zeros((1, self.events.size))
        rates: FloatArray = self.rates(nobody, nobody)[1][0]
        return rates


def events_and_exposure(
    observed: ArrayLike, exposure: ArrayLike
) -> tuple[NumberArray, NumberArray]:
    """Check events and exposure of the same prescribers: same shape, none without a list."""
    events = numbers("observed", observed, (None, None))
    patients = numbers("exposure", exposure, events.shape)
    orphans = int(((events.sum(axis=1) > 0) & (patients.sum(axis=1) <= 0)).sum())
    if orphans:
        raise EventsWithoutExposureError(
            f"{orphans} prescribers have events and no patient listed: leave them out before"
        )
    return events, patients


def comparators(
    group: ArrayLike, specialty: ArrayLike, fallback: ArrayLike | None, size: int
) -> Comparators:
    """Index who is compared with whom.

    Args:
        group: (D,) label of the comparable group.
        specialty: (D,) label of the specialty.
        fallback: (D,) true where the group is the whole specialty; None for nowhere.
        size: D.

    Raises:
        WrongShapeError: not D entries, a group spread over specialties, or half fallback.
    """
    groups, of_group = labels("group", group, size)
    _, of_specialty = labels("specialty", specialty, size)
    flags = np.zeros(size, dtype=np.bool_) if fallback is None else np.asarray(fallback, np.bool_)
    has_shape("fallback", flags.shape, (size,))
    first = np.unique(of_group, return_index=True)[1]
    if (of_specialty != of_specialty[first][of_group]).any():
        raise WrongShapeError("a comparable group must hold one specialty")
    if (flags != flags[first][of_group]).any():
        raise WrongShapeError("a comparable group is fallback for all its prescribers or for none")
    national = flags[first] if len(groups) else np.zeros(0, dtype=np.bool_)
    return Comparators(of_group, of_specialty, national)


def references(
    observed: NumberArray, exposure: NumberArray, who: Comparators, options: Options
) -> Iterator[tuple[IntArray, Reference]]:
    """Yield, for each block of rows, the reference of its group, in the order of the groups.

    Integer totals are exact; float totals are added in the order of the rows, so the same rows
    give the same bytes whatever the number of workers that prepared them.

    Raises:
        NegativeValueError: shape_patients below zero.
    """
    floats("shape_patients", options.shape_patients, ())
    shapes: dict[int, FloatArray] = {}
    for group in range(who.national.size):
        targets = who.targets(group)
        kind = int(who.specialty[targets[0]])
        if kind not in shapes:
            nation = np.flatnonzero(who.specialty == kind)
            shapes[kind] = ratio_or_zero(total(observed, nation), total(exposure, nation))
        members = who.members(group)
        reference = Reference(
            total(observed, members), total(exposure, members), shapes[kind], options
        )
        for start in range(0, targets.size, ROWS_AT_ONCE):
            yield targets[start : start + ROWS_AT_ONCE], reference


def total(matrix: NumberArray, rows: IntArray) -> FloatArray:
    """Sum the given rows of a matrix in their order, integers exactly."""
    kind = np.int64 if matrix.dtype.kind in "iu" else np.float64
    result = np.zeros(matrix.shape[1], dtype=kind)
    for start in range(0, rows.size, ROWS_AT_ONCE):
        part = np.ascontiguousarray(matrix[rows[start : start + ROWS_AT_ONCE]], dtype=kind)
        result += part.sum(axis=0)
    return result.astype(np.float64)


def block(matrix: NumberArray, rows: IntArray) -> FloatArray:
    """Copy rows as C-ordered float64, so that sums along a row always add in the same order."""
    return np.ascontiguousarray(matrix[rows], dtype=np.float64)


def ratio_or_zero(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide, giving 0 where the denominator is 0."""
    zero = np.zeros(np.shape(numerator), dtype=np.float64)
    return np.divide(numerator, denominator, out=zero, where=denominator > 0)
