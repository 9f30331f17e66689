"""How finely a reader sees the volumes of a territory.

The list writes no figure of a prescriber below the minima, and the groups add up the others. Taken
from an exact total of everybody, their days would give the days that are hidden. Outside the
medical space the totals are therefore rounded, always and in the same steps: whether a figure is
rounded says nothing of anybody.

Half a step is 500 days, some 20 leaves of 25 days, 50 leaves, or 50 000 € (1 400 days at 35 €):
each is wider than the 10 leaves that are masked. Ratios, shares and durations stay those of the
exact figures: they are relative, and written with three digits.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rounding:
    """The step of each volume; `note` says it after a title, `unit` is that of the days."""

    days: int = 1
    leaves: int = 1
    cents: int = 1
    note: str = ""
    unit: str = "jours indemnisés"

    def of_days(self, value: int) -> int:
        return _nearest(value, self.days)

    def of_leaves(self, value: int) -> int:
        return _nearest(value, self.leaves)

    def of_cents(self, value: int) -> int:
        return _nearest(value, self.cents)


EXACT = Rounding()
ROUNDED = Rounding(
    days=1_000,
    leaves=100,
    cents=10_000_000,
    note="jours arrondis au millier, arrêts à la centaine",
    unit="jours indemnisés, arrondis au millier",
)


def _nearest(value: int, step: int) -> int:
    return (value + step // 2) // step * step
