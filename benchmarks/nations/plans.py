"""What a nation is asked to hold: its ordinary spread, its planted prescribers, its odd lists."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Tail(StrEnum):
    """Durations: light, or with 7 % of leaves over six months that bring half of the days."""

    LIGHT = "legere"
    HEAVY = "lourde"


class Kind(IntEnum):
    """Practices; all but the ordinary ones are asked for, and none prescribes differently."""

    ORDINARY = 0
    POOR_IRIS = 1
    """Patients of the most deprived IRIS of one of the least deprived communes."""
    NO_C2S = 2
    """No patient with the C2S."""
    OLD_LIST = 3
    """Patients a decade older, with twice the long-term illnesses of their age."""
    OPENED = 4
    """Opened at mid-year: prolongations of leaves begun before are another's."""
    CLOSED = 5
    """Closed at mid-year."""


CONFOUNDERS = (Kind.POOR_IRIS, Kind.NO_C2S, Kind.OLD_LIST)
HALF_YEARS = (Kind.OPENED, Kind.CLOSED)


@dataclass(frozen=True)
class Plan:
    """One nation; the same plan gives the same bytes."""

    seed: int
    tail: Tail
    spread: float = 0.0
    """Standard deviation of the log of the ratios of those who are not planted."""
    planted: tuple[tuple[float, float, float], ...] = ()
    """Shares of the prescribers, and the ratios between which theirs are drawn, evenly in log."""
    odd: tuple[tuple[Kind, int], ...] = ()
    """How many practices of each kind beside the ordinary ones."""
    prescribers: int = 11_000
    """Of whom over 10 000 are above the minima."""
