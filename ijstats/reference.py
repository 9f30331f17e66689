"""The rates a prescriber is compared with, stratum by stratum.

Indirect standardisation (Breslow & Day 1987 §2.3) with two refinements: the prescriber is
left out of his own reference, and thin strata borrow the *shape* of the specialty's national
rates, rescaled to the *level* of the group, so that no group moves as a whole.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.cells import Block, Cells
from ijstats.columns import BoolArray, FloatArray, IntArray, NumberArray
from ijstats.validation import (
    EventsWithoutExposureError,
    MissingNationError,
    WrongShapeError,
    floats,
    has_shape,
    labels,
)


ROUNDING = 1e-12
"""Share of a sum under which the difference of two sums is their rounding."""


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

    @property
    def specialty_of_group(self) -> IntArray:
        """(G,) the specialty that each group holds."""
        found = np.zeros(self.national.size, np.int64)
        found[self.group] = self.specialty
        return found

    def sums(self, cells: Cells, values: NumberArray) -> "Sums":
        """Add the cells up by group, then the groups by specialty.

        Groups are added in the order of their first members: labels move no byte.
        """
        groups = cells.by_group(values, self.group, self.national.size)
        nation = np.zeros((self.specialties, cells.shape[1]))
        for group in self.group[np.sort(np.unique(self.group, return_index=True)[1])]:
            nation[self.specialty_of_group[group]] += groups[group]
        national = nation[self.specialty_of_group]
        return Sums(np.where(self.national[:, None], national, groups), national)

    @property
    def specialties(self) -> int:
        """How many specialties there are."""
        return int(self.specialty.max(initial=-1)) + 1

    @property
    def wholly_national(self) -> BoolArray:
        """(K,) specialties whose prescribers are all compared with the nation."""
        return np.asarray(self._national_share() == 1.0)

    @property
    def partly_national(self) -> BoolArray:
        """(K,) specialties with some prescribers compared with the nation, others not."""
        share = self._national_share()
        return np.asarray((share > 0.0) & (share < 1.0))

    def _national_share(self) -> FloatArray:
        everyone = np.bincount(self.specialty, minlength=self.specialties)
        by_nation = self.specialty[self.national[self.group]]
        return np.asarray(np.bincount(by_nation, minlength=self.specialties) / everyone)


class Sums(NamedTuple):
    """(G, S) sums that make the rates of the groups, and those of their specialties.

    A national group takes its whole specialty, the members of regional groups among them.
    """

    group: FloatArray
    nation: FloatArray


class References(NamedTuple):
    """Sums of the groups and national rates of their specialties, each (G, S)."""

    events: FloatArray
    exposure: FloatArray
    shape: FloatArray
    options: Options

    @classmethod
    def of(cls, events: Sums, exposure: Sums, options: Options) -> "References":
        """Rates of events by exposure.

        Raises:
            NegativeValueError: shape_patients below zero.
        """
        floats("shape_patients", options.shape_patients, ())
        shape = ratio_or_zero(events.nation, exposure.nation)
        return cls(events.group, exposure.group, shape, options)

    def at(
        self, block: Block, group: IntArray, events: FloatArray, exposure: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return λ_gd (B,) of the block's prescribers and r_gsd (C,) of its cells.

        λ_gd = (X_g - X_d) / Σ_s (N_gs - n_ds) r_ks
        r_gsd = (X_gs - X_ds + K λ_gd r_ks) / (N_gs - n_ds + K)

        λ is 0 when nobody else in the group can tell a level. A stratum with no patient left
        and K = 0 takes λ_gd r_ks, the limit of the formula as K tends to 0.

        Args:
            block: some cells of some prescribers.
            group: (B,) group of each prescriber of the block.
            events: (C,) X_ds of the cells.
            exposure: (C,) n_ds of the cells.
        """
        if not self.options.leave_one_out:
            events, exposure = np.zeros_like(events), np.zeros_like(exposure)
        place = group[block.prescriber] * self.shape.shape[1] + block.stratum
        shape = self.shape.take(place)
        level = self._level(block, group, events, exposure * shape)
        borrowed = level[block.prescriber] * shape
        lent = self.options.shape_patients
        left = self.exposure.take(place) - exposure + lent
        rates = self.events.take(place) - events + lent * borrowed
        np.divide(rates, left, out=borrowed, where=left > 0)
        return level, borrowed

    def _level(
        self, block: Block, group: IntArray, events: FloatArray, at_shape: FloatArray
    ) -> FloatArray:
        whole = (self.exposure * self.shape).sum(axis=1)[group]
        others = whole - block.by_prescriber(at_shape)
        # What remains of a subtraction of equal sums of floats is nobody.
        others[others <= ROUNDING * whole] = 0.0
        return ratio_or_zero(self.events.sum(axis=1)[group] - block.by_prescriber(events), others)

    def with_everyone(self) -> FloatArray:
        """Return r*_gs (G, S), the rates of the groups with every prescriber in."""
        at_shape = (self.exposure * self.shape).sum(axis=1)
        borrowed = ratio_or_zero(self.events.sum(axis=1), at_shape)[:, None] * self.shape
        lent = self.options.shape_patients
        left = self.exposure + lent
        return np.divide(self.events + lent * borrowed, left, out=borrowed.copy(), where=left > 0)


def refuse_orphans(events: FloatArray, exposure: FloatArray) -> None:
    """Refuse events of prescribers who list no patient, given their (D,) sums.

    Raises:
        EventsWithoutExposureError: some have events and no exposure.
    """
    alone = (events > 0) & (exposure <= 0)
    if alone.any():
        raise EventsWithoutExposureError(
            f"{int(alone.sum())} prescribers have events and no patient listed: leave them out"
            " before"
        )


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


def need_nation(who: Comparators, *, given: bool) -> None:
    """Refuse a national group whose members have only figures against their regions.

    Raises:
        MissingNationError: a specialty partly fallback, and national figures not given.
    """
    split = int(who.partly_national.sum())
    if split and not given:
        raise MissingNationError(
            f"{split} specialties have fallback and regional groups: give the figures of all their "
            "prescribers against the nation"
        )


def ratio_or_zero(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide, giving 0 where the denominator is 0."""
    zero = np.zeros(np.shape(numerator), dtype=np.float64)
    return np.divide(numerator, denominator, out=zero, where=denominator > 0)
