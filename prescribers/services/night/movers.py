"""How far the figures moved since the run that everyone reads.

A profile looks at twelve months and changes by one or two between two runs: a night that moves
many prescribers at once tells of a fault in the data, not of the prescribers.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

from prescribers.frames.window import span
from prescribers.models import ProfileRun


@dataclass(frozen=True)
class Bounds:
    """What a night may move; usual: 0.2 to 0.5 % of movers, a median move of 2.4 %."""

    # A prescriber above the minima moves when his ratio changes by more than this.
    move: float = 0.15
    moved_share: float = 0.02
    median_move: float = 0.05
    # Under so many compared, 2 % are fewer than ten persons: shares say nothing.
    fewest_compared: int = 500
    # A complete month of a caisse, corrected or completed; smaller ones move by chance alone.
    month_change: float = 0.20
    month_days: int = 10_000


BOUNDS = Bounds()
# A national feed cut in half moves a thousand months of caisses: twenty say it as well.
MONTHS_TOLD = 20
RATIOS = """
SELECT count(*), count(*) FILTER (WHERE move > %(move)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY move)
  FROM (SELECT abs(new.ratio_days / old.ratio_days - 1) AS move
          FROM prescribers_profile new
          JOIN prescribers_profile old ON old.rpps = new.rpps AND old.run_id = %(old)s
         WHERE new.run_id = %(new)s AND new.enough AND old.enough AND old.ratio_days > 0) AS moves
"""


@dataclass(frozen=True)
class Movers:
    """The moves between two runs; `months` are caisse, month, days before and days after."""

    against: int
    compared: int
    moved: int
    median: float
    months: tuple[tuple[str, str, int, int], ...]

    @property
    def beyond(self) -> bool:
        return bool(self.months) or self._ratios_beyond

    @property
    def _ratios_beyond(self) -> bool:
        if self.compared < BOUNDS.fewest_compared:
            return False
        share = self.moved / self.compared
        return share > BOUNDS.moved_share or self.median > BOUNDS.median_move

    def stored(self) -> dict[str, Any]:
        """What the run keeps, so that whoever releases it sees what was seen."""
        return {
            **asdict(self),
            "months": [*map(list, self.months[:MONTHS_TOLD])],
            "months_beyond": len(self.months),
            "bounds": asdict(BOUNDS),
        }


def movers(new: ProfileRun, old: ProfileRun) -> Movers:
    """Compare two runs whose rows are loaded."""
    with connection.cursor() as cursor:
        cursor.execute(RATIOS, {"old": old.pk, "new": new.pk, "move": BOUNDS.move})
        compared, moved, median = cursor.fetchone()
    return Movers(old.number, compared, moved, float(median or 0), tuple(_months(new, old)))


def _months(new: ProfileRun, old: ProfileRun) -> Iterator[tuple[str, str, int, int]]:
    """Months complete in both windows; a caisse that is no longer there has lost all its days."""
    before, after = _days(old), _days(new)
    first = max(old.window_start, new.window_start).isoformat()
    last = min(old.window_end, new.window_end).isoformat()
    for caisse, month in sorted({*before, *after}):
        had, has = before.get((caisse, month), 0), after.get((caisse, month), 0)
        looked_at = first <= month <= last and max(had, has) >= BOUNDS.month_days
        if looked_at and abs(has - had) > BOUNDS.month_change * had:
            yield caisse, month, had, has


def _days(run: ProfileRun) -> dict[tuple[str, str], int]:
    months = [month.isoformat() for month in span(run.window_start, run.window_end)]
    told = run.parameters.get("month_days", {})
    return {
        (caisse, month): days
        for caisse, row in told.items()
        for month, days in zip(months, row, strict=True)
    }
