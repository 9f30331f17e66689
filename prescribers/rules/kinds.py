"""Of what the leaves of a window are made: kinds that a run counts, and what they leave over."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import sub


@dataclass(frozen=True)
class Kind:
    """Some of the leaves of the window: those of one column of a profile, less those of others."""

    name: str
    column: str
    without: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, then those taken away from it."""
        return (self.column, *self.without)

    def count(self, counted: Mapping[str, int]) -> int:
        """Leaves of this kind, from the counts of a profile by the name of their column."""
        return reduce(sub, (counted[name] for name in self.columns))


# The kinds of a family are all the leaves of the window, each once.
DURATIONS = (
    Kind("short", "leaves_short"),
    Kind("middle", "obs_leaves", ("leaves_short", "leaves_over_30_days")),
    Kind("long", "leaves_over_30_days", ("leaves_over_90_days",)),
    Kind("longest", "leaves_over_90_days"),
)
NATURES = (
    Kind("initial", "leaves_initial"),
    Kind("prolongation", "obs_leaves", ("leaves_initial",)),
)
RISKS = (
    Kind("illness", "obs_leaves", ("leaves_work_related",)),
    Kind("work_related", "leaves_work_related"),
)
PLACES = (
    Kind("present", "obs_leaves", ("leaves_teleconsultation",)),
    Kind("remote", "leaves_teleconsultation"),
)
FAMILIES = (DURATIONS, NATURES, RISKS, PLACES)
KINDS = tuple(kind for family in FAMILIES for kind in family)
