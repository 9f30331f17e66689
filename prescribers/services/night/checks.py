"""What is verified before a run may be published, by SQL and not by the arrays that made it."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Sum

from prescribers.frames.kept import KEPT_SQL
from prescribers.frames.statistics import CaisseStatistics
from prescribers.models import Profile, ProfileRun


KEPT_DAYS = f"""
SELECT caisse, sum(days)::bigint
  FROM medical.leave
 WHERE month BETWEEN %s AND %s AND {KEPT_SQL}
   AND rpps IN (SELECT p.rpps::bigint FROM prescribers_prescriber p
                  JOIN prescribers_attachment a ON a.prescriber_id = p.id)
 GROUP BY caisse
"""  # noqa: S608 (constants of this app)


class TotalsDifferError(Exception):
    """Days were lost or counted twice between the rows and the profiles."""


def check_sources(run: ProfileRun, parts: Mapping[str, CaisseStatistics]) -> None:
    """Each caisse handed over as many kept days as its rows hold."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT_DAYS, [run.window_start, run.window_end])
        expected = {caisse: days for caisse, days in cursor.fetchall() if days}
    handed_over = {code: part.kept_days for code, part in parts.items() if part.kept_days}
    if handed_over != expected:
        raise TotalsDifferError


def check_profiles(run: ProfileRun, parts: Mapping[str, CaisseStatistics]) -> None:
    """The rows loaded add up to what the caisses handed over."""
    loaded = Profile.objects.filter(run=run).aggregate(days=Sum("obs_days"))["days"] or 0
    if loaded != sum(part.kept_days for part in parts.values()):
        raise TotalsDifferError
