"""A nation through the statistics, in the order and with the options of the night."""

from dataclasses import dataclass
from typing import NamedTuple, TypedDict

import numpy as np

import ijstats
from benchmarks.nations.nation import Nation
from ijstats import CellClusters, CellMatrix


class Compared(NamedTuple):
    """(D,) observed, expected, null dispersion and own dispersion of one indicator."""

    observed: np.ndarray
    expected: np.ndarray
    kappa0: np.ndarray
    kappa: np.ndarray

    @property
    def interval(self) -> ijstats.Interval:
        return ijstats.ratio_interval(*self[:2], self.kappa, self.kappa0)

    @property
    def chance(self) -> np.ndarray:
        return ijstats.chance_score(*self[:3])


class Who(TypedDict):
    """(D,) who is compared with whom, as the statistics ask for it."""

    group: np.ndarray
    specialty: np.ndarray
    fallback: np.ndarray


@dataclass(frozen=True)
class Figures:
    """What the night says of each prescriber; `signal` is of days, as everything but `leaves`."""

    days: Compared
    leaves: Compared
    enough: np.ndarray
    law: ijstats.Spread
    shrunken: ijstats.Shrunken
    standing: ijstats.Standing
    discoveries: ijstats.Discoveries
    signal: np.ndarray
    who: Who

    def spread_score(self, of: Compared) -> np.ndarray:
        """z_tau of an indicator, against its own law."""
        law = self.law if of is self.days else ijstats.spread(*of[:3], **self.who)
        return ijstats.spread_score(*of[:3], law.mu, law.tau2).z


def figures(nation: Nation) -> Figures:
    """Compute the figures of days and leaves, and the signal.

    Raises:
        MissingNationError: a group too small for its minima. The nations of the plans have none:
            a prescriber compared with the nation has the level of his region in his true ratio.
    """
    season = ijstats.seasonal_exposure(nation.month_leaves, nation.active, nation.specialty)
    groups = ijstats.comparable_groups(
        nation.specialty, nation.region, nation.month_leaves.sum(axis=1)
    )
    who = Who(group=groups.group, specialty=nation.specialty, fallback=groups.fallback)
    cells = nation.patients.cells
    exposure = CellMatrix(cells, nation.patients.values * season.fraction[cells.prescriber])
    days, leaves = (_compared(one, exposure, who) for one in (nation.days, nation.leaves))
    law = ijstats.spread(*days[:3], **who)
    shrunken = ijstats.shrinkage(days.observed, days.expected, days.kappa, law.mu, law.tau2)
    enough = (days.expected > 0) & ijstats.above_minima(
        leaves.expected, cells.by_prescriber(nation.patients.values), nation.active.sum(axis=1)
    )
    return Figures(
        days=days,
        leaves=leaves,
        enough=enough,
        law=law,
        shrunken=shrunken,
        standing=ijstats.standing(shrunken, enough, **who),
        discoveries=ijstats.discoveries(days.chance, enough, nation.specialty),
        signal=ijstats.signals(
            days.observed / days.expected, shrunken, enough, fallback=groups.fallback
        ),
        who=who,
    )


def _compared(clusters: CellClusters, exposure: CellMatrix, who: Who) -> Compared:
    standard = ijstats.standardise(clusters.observed, exposure, **who)
    spread = ijstats.dispersion(clusters, exposure, **who)
    return Compared(standard.observed, standard.expected, spread.kappa0, spread.kappa)
