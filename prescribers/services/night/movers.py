"""How far the figures moved since the run that everyone reads.

A profile looks at twelve months and changes by one or two between two runs: a night that moves
many prescribers at once tells of a fault in the data, not of the prescribers.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

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
RATIOS = """
SELECT count(*), count(*) FILTER (WHERE move > %(move)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY move)
  FROM (SELECT abs(new.ratio_days / old.ratio_days - 1) AS move
          FROM prescribers_profile new
          JOIN prescribers_profile old ON old.rpps = new.rpps AND old.run_id = %(old)s
         WHERE new.run_id = %(new)s AND new.enough AND old.enough AND old.ratio_days > 0) AS moves
"""
# Months complete in both windows; a caisse that is no longer there has lost all its days.
MONTHS = """
WITH months AS (
    SELECT p.run_id, p.caisse,
           (p.months_start + make_interval(months => (m.place - 1)::int))::date AS month,
           sum(m.observed)::bigint AS days
      FROM prescribers_profile p
     CROSS JOIN LATERAL unnest(p.months_observed) WITH ORDINALITY AS m (observed, place)
     WHERE p.run_id IN (%(old)s, %(new)s)
       AND m.place <= cardinality(p.months_observed) - p.provisional_months
     GROUP BY 1, 2, 3
)
SELECT caisse, month, coalesce(old.days, 0) AS before, coalesce(new.days, 0) AS after
  FROM (SELECT * FROM months WHERE run_id = %(old)s) AS old
  FULL JOIN (SELECT * FROM months WHERE run_id = %(new)s) AS new USING (caisse, month)
 WHERE month BETWEEN %(first)s AND %(last)s
   AND greatest(old.days, new.days) >= %(month_days)s
   AND abs(coalesce(new.days, 0) - coalesce(old.days, 0))
       > %(month_change)s * coalesce(old.days, 0)
 ORDER BY caisse, month
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
        return {**asdict(self), "months": [*map(list, self.months)], "bounds": asdict(BOUNDS)}


def movers(new: ProfileRun, old: ProfileRun) -> Movers:
    """Compare two runs whose rows are loaded."""
    asked = {
        "old": old.pk,
        "new": new.pk,
        "first": max(old.window_start, new.window_start),
        "last": min(old.window_end, new.window_end),
        **asdict(BOUNDS),
    }
    with connection.cursor() as cursor:
        cursor.execute(RATIOS, asked)
        compared, moved, median = cursor.fetchone()
        cursor.execute(MONTHS, asked)
        months = tuple(
            (caisse, month.isoformat(), int(before), int(after))
            for caisse, month, before, after in cursor.fetchall()
        )
    return Movers(old.number, compared, moved, float(median or 0), months)
