"""Practices whose list is odd and who prescribe as the others: are they shown more often?"""

from dataclasses import replace
from math import sqrt
from typing import NamedTuple

import numpy as np

from benchmarks.nations.chain import Figures, figures
from benchmarks.nations.measures import Measure, Tallies, Tally
from benchmarks.nations.nation import Nation
from benchmarks.nations.plans import CONFOUNDERS, Kind, Plan, Tail
from ijstats import LEVEL, CellClusters, CellMatrix, Cells, chance_limits


OF_EACH = 1_100
"""Of whom over 1 000 are above the minima."""
HALF_OF_EACH = 800
"""Half of a year leaves one in three under the minima: over 1 000 of the two kinds together."""
OTHERS = 9_000
Z_99 = 2.575829


class Difference(NamedTuple):
    """Interval of a difference of two shares."""

    low: float
    high: float


def odd_plan(seed: int, tail: Tail) -> Plan:
    """Confounders and half-years among others, nobody prescribing differently."""
    halves = ((Kind.OPENED, HALF_OF_EACH), (Kind.CLOSED, HALF_OF_EACH))
    odd = (*((kind, OF_EACH) for kind in CONFOUNDERS), *halves)
    return Plan(seed, tail, odd=odd, prescribers=OTHERS)


def above_chance(nation: Nation) -> Tallies:
    """Count those above the 95 % limit of chance, by kind of practice.

    With the IRIS, as the method does; and with the commune of the practice for the IRIS, as it
    does not.
    """
    coarser = with_communes(nation)
    return _above(nation, figures(nation), "") | _above(coarser, figures(coarser), "_par_commune")


def _above(nation: Nation, found: Figures, suffix: str) -> Tallies:
    counted = {}
    for indicator, compared in (("jours", found.days), ("arrets", found.leaves)):
        above = compared.observed > chance_limits(compared.expected, compared.kappa0, LEVEL).high
        for kind in Kind:
            among = found.enough & (nation.practices.kind == kind)
            counted[Measure(f"{kind.name.lower()}{suffix}", indicator)] = Tally.of(above, among)
    return counted


def with_communes(nation: Nation) -> Nation:
    """Put all the patients of a practice in the quintile of its commune."""
    cells = nation.patients.cells
    stratum = cells.stratum - cells.stratum % 6 + nation.practices.commune[cells.prescriber]
    place, index = np.unique(cells.prescriber * cells.shape[1] + stratum, return_inverse=True)
    merged = Cells(*np.divmod(place, cells.shape[1]), cells.shape)

    def summed(matrix: CellMatrix) -> CellMatrix:
        sums = np.bincount(index, matrix.values, place.size)
        return CellMatrix(merged, sums.astype(np.int64))

    def moved(clusters: CellClusters) -> CellClusters:
        return clusters._replace(
            observed=summed(clusters.observed), last_squares=summed(clusters.last_squares)
        )

    return replace(
        nation,
        patients=summed(nation.patients),
        days=moved(nation.days),
        leaves=moved(nation.leaves),
    )


def difference(one: Tally, other: Tally, z: float = Z_99) -> Difference:
    """Interval of the difference of two shares, by Wilson's limits (Newcombe 1998, method 10)."""
    (low, high), (other_low, other_high) = _wilson(one, z), _wilson(other, z)
    gap = one.share - other.share
    return Difference(
        gap - sqrt((one.share - low) ** 2 + (other_high - other.share) ** 2),
        gap + sqrt((high - one.share) ** 2 + (other.share - other_low) ** 2),
    )


def _wilson(tally: Tally, z: float) -> tuple[float, float]:
    p, n = tally.share, tally.among
    center = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(p * (1 - p) / n + z**2 / (4 * n * n)) / (1 + z**2 / n)
    return center - half, center + half
