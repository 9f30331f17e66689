"""What the rule of the signal finds and misses, by true ratio and by size of the list."""

from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
from scipy.optimize import isotonic_regression

from benchmarks.nations.chain import Figures
from benchmarks.nations.measures import Measure, Tallies, Tally, signalled
from benchmarks.nations.nation import Nation
from benchmarks.nations.plans import Plan, Tail
from ijstats import LEVEL, STRONG_SIGNAL, chance_limits


ORDINARY_SPREAD = 0.25
# One in twenty is planted: one at 1.6, four anywhere between 1.4 and 3.4.
PLANTED = ((0.01, 1.6, 1.6), (0.04, 1.4, 3.4))

RATIOS = (0.0, 1.2, 1.3, 1.5, 1.7, 2.0, 2.3, 2.7, np.inf)
EXPECTED_LEAVES = (100.0, 200.0, 300.0, 500.0, np.inf)
NEAR_19 = (1.8, 2.0)
"""True ratios taken for a true 1.9."""


class Place(NamedTuple):
    """A class of true ratio of days and one of expected leaves; lower limits are in."""

    ratio: tuple[float, float]
    leaves: tuple[float, float]


class Seen(NamedTuple):
    """Prescribers, those with a signal, those with a strong one."""

    among: int
    signal: int
    strong: int


class Found(NamedTuple):
    """(D,) each, of the prescribers above the minima: what is true, and what is said."""

    true: np.ndarray
    expected_leaves: np.ndarray
    signal: np.ndarray
    strong: np.ndarray


def power_plan(seed: int, tail: Tail) -> Plan:
    """An ordinary nation, with planted prescribers."""
    return Plan(seed, tail, spread=ORDINARY_SPREAD, planted=PLANTED)


def found(nation: Nation, figures: Figures) -> Found:
    """What the curve needs of a nation."""
    rows = figures.enough
    columns = (
        nation.truth.days,
        figures.leaves.expected,
        signalled(figures),
        figures.signal == STRONG_SIGNAL,
    )
    return Found(*(column[rows] for column in columns))


def curve(seen: Found) -> dict[Place, Seen]:
    """Count by place; each prescriber is in one, and the sum is everyone."""
    counted = {}
    for ratio, leaves in product(pairwise(RATIOS), pairwise(EXPECTED_LEAVES)):
        here = (seen.true >= ratio[0]) & (seen.true < ratio[1])
        here &= (seen.expected_leaves >= leaves[0]) & (seen.expected_leaves < leaves[1])
        kinds = (here, here & seen.signal, here & seen.strong)
        counted[Place(ratio, leaves)] = Seen(*(int(kind.sum()) for kind in kinds))
    return counted


class Enough(NamedTuple):
    """Expected leaves from which a share is found, infinite if never; and among how many."""

    expected_leaves: float
    among: int


def enough_leaves(seen: Found, share: float) -> Enough:
    """Expected leaves from which this share of the true 1.9 have a signal.

    Without a shape given to the curve: the closest that never falls (isotonic regression, Barlow
    et al. 1972).
    """
    near = (seen.true >= NEAR_19[0]) & (seen.true < NEAR_19[1])
    leaves, signal = seen.expected_leaves[near], seen.signal[near]
    order = np.argsort(leaves)
    reached = leaves[order][isotonic_regression(signal[order].astype(float)).x >= share]
    return Enough(round(float(reached[0])) if reached.size else np.inf, leaves.size)


def detection(nation: Nation, figures: Figures) -> Tallies:
    """Count what the method promises to find, and not to find."""
    true, leaves, signal = nation.truth.days, figures.leaves.expected, signalled(figures)
    planted = (nation.planted == PLANTED[0][1]) & figures.enough & (leaves >= 200)
    counted = {}
    for indicator, compared in (("jours", figures.days), ("arrets", figures.leaves)):
        limits = chance_limits(compared.expected, compared.kappa0, LEVEL)
        above = compared.observed > limits.high
        counted[Measure("plante_16", indicator)] = Tally.of(above, planted)
    for name, who in (
        ("signal_27_200", (true >= 2.7) & (leaves >= 200)),
        ("signal_23_500", (true >= 2.3) & (leaves >= 500)),
        ("signal_13", true <= 1.3),
    ):
        counted[Measure(name, "jours")] = Tally.of(signal, who & figures.enough)
    return counted
