"""What a run keeps of each comparable group: the spread of its months."""

from prescribers.frames.group_months import Series
from prescribers.models import GroupMonths, ProfileRun


def store_group_months(run: ProfileRun, found: dict[str, Series]) -> None:
    """In the transaction of the profiles, of which these rows are deciles."""
    GroupMonths.objects.bulk_create(
        GroupMonths(run=run, group_code=code, **series) for code, series in found.items()
    )
