"""What was counted on nations with known truth: so many found among so many."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from benchmarks.nations.chain import Compared, Figures
from benchmarks.nations.nation import Nation
from ijstats import FAR_LEVEL, chance_limits


SPREAD_FAR = 3.09023
"""|z_tau| beyond which lie 0.1 % a side: the outer limits with spread."""


TOP = 0.1
NEAR_80 = (0.75, 0.85)


class Measure(NamedTuple):
    """What is counted, on which indicator, in which specialty; empty for all together."""

    name: str
    indicator: str
    specialty: str = ""


class Tally(NamedTuple):
    """So many found among so many."""

    found: int
    among: int

    @property
    def share(self) -> float:
        return self.found / self.among

    @classmethod
    def of(cls, found: np.ndarray, among: np.ndarray) -> "Tally":
        return cls(int((found & among).sum()), int(among.sum()))


Tallies = dict[Measure, Tally]


def together(parts: Iterable[Tallies]) -> Tallies:
    """Add the tallies of several nations."""
    found: Counter[Measure] = Counter()
    among: Counter[Measure] = Counter()
    for part in parts:
        found.update({measure: tally.found for measure, tally in part.items()})
        among.update({measure: tally.among for measure, tally in part.items()})
    return {measure: Tally(found[measure], among[measure]) for measure in among}


def calibration(nation: Nation, figures: Figures) -> Tallies:
    """Count those beyond each outer limit, and the intervals that hold the true ratio.

    Over the prescribers above the minima and active all year.
    """
    judged = figures.enough & nation.active.all(axis=1)
    indicators = (
        ("jours", figures.days, nation.truth.days),
        ("arrets", figures.leaves, nation.truth.leaves),
    )
    counted: Tallies = {}
    for indicator, compared, true in indicators:
        for name, beyond in _beyond(figures, compared):
            counted[Measure(name, indicator)] = Tally.of(beyond, judged)
        held = _holds(compared.interval, true)
        counted |= _by_specialty(Measure("intervalle", indicator), held, judged, nation)
    held = _holds((figures.shrunken.low, figures.shrunken.high), nation.truth.days)
    counted |= _by_specialty(Measure("lisse", "jours"), held, judged, nation)
    counted[Measure("signal", "jours")] = Tally.of(signalled(figures), judged)
    counted[Measure("distinct", "jours")] = Tally.of(figures.discoveries.distinct, judged)
    return counted


def top_decile(nation: Nation, figures: Figures) -> Tallies:
    """Count the true members of the top of their group, of those said to be with chances near 0.8.

    Where true ratios differ: elsewhere there is no top.
    """
    group, true = figures.who["group"], nation.truth.days
    top = np.zeros(true.size, dtype=bool)
    for one in np.unique(group):
        rows = np.flatnonzero(figures.enough & (group == one))
        top[rows] = true[rows] > np.quantile(true[rows], 1 - TOP)
    said = figures.standing.top_probability
    near = (said >= NEAR_80[0]) & (said < NEAR_80[1])
    return {Measure("haut", "jours"): Tally.of(top, near)}


def signalled(figures: Figures) -> np.ndarray:
    """(D,) whether there is a signal, strong or not."""
    return np.char.startswith(figures.signal, "signal")


def _beyond(figures: Figures, compared: Compared) -> Iterator[tuple[str, np.ndarray]]:
    limits = chance_limits(compared.expected, compared.kappa0, FAR_LEVEL)
    yield "hasard_haut", compared.observed > limits.high
    yield "hasard_bas", compared.observed < limits.low
    z_tau = figures.spread_score(compared)
    yield "ecart_haut", z_tau > SPREAD_FAR
    yield "ecart_bas", z_tau < -SPREAD_FAR


def _holds(interval: tuple[np.ndarray, np.ndarray], true: np.ndarray) -> np.ndarray:
    return (interval[0] <= true) & (true <= interval[1])


def _by_specialty(
    measure: Measure, found: np.ndarray, judged: np.ndarray, nation: Nation
) -> Tallies:
    """All specialties together, then each."""
    counted = {measure: Tally.of(found, judged)}
    for specialty in np.unique(nation.specialty).tolist():
        among = judged & (nation.specialty == specialty)
        counted[measure._replace(specialty=specialty)] = Tally.of(found, among)
    return counted
