"""The comparables of a prescriber without a name: how many they are, and the figures of each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PeerCounts:
    """The comparables above the minima, himself included; `without` are those below them.

    `kappa0` is the dispersion of the funnel, Σ κ0 E / Σ E of the whole group; None in the runs
    made before it was kept. `own` is the rank of the profile, from the lowest ratio.
    """

    measured: int
    without: int
    below: int
    above: int
    kappa0: float | None
    own: int

    @property
    def compatible(self) -> int:
        return self.measured - self.below - self.above


@dataclass(frozen=True)
class Peer:
    """One comparable: his rank from the lowest ratio, and his figures."""

    rank: int
    expected: float
    ratio: float
    low: float
    high: float
    own: bool
