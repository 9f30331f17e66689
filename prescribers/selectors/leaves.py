"""The notices of one prescriber, read behind the wall: month partitions, by the index of RPPS."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from accounts.perimeter import Perimeter
from core.charts.numbers import add_months
from prescribers.frames.kept import KEPT_SQL
from prescribers.models import Leave, Profile
from prescribers.rules.chains import LeaveFact


# With the twelve months of a window, the three years over which article R323-1 counts.
MONTHS_BEFORE = 24


def leaves_read(perimeter: Perimeter, profile: Profile) -> list[LeaveFact]:
    """Notices of the run's window and of the two years before it, one query.

    Those written while the prescriber belonged to a caisse outside the perimeter are not there:
    their patients are not this caisse's to read. Runs under the medical role of the database.
    """
    first = add_months(profile.run.window_start, -MONTHS_BEFORE)
    rows = (
        perimeter.filter(Leave.objects.all())
        .filter(rpps=int(profile.rpps), month__range=(first, profile.run.window_end))
        .annotate(counted=RawSQL(KEPT_SQL, (), output_field=BooleanField()))  # noqa: S611 (a constant)
        .values_list(
            "patient", "start", "end", "days", "nature", "risk", "motif", "age", "sex", "ald",
            "counted",
        )
    )  # fmt: skip
    return [LeaveFact(*row) for row in rows]
