"""The exports of one person: nobody else's are ever read."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.perimeter import Perimeter
from core.models import Job
from prescribers.models import Export


def exports_of(perimeter: Perimeter) -> QuerySet[Export]:
    """Newest first, without the files."""
    return Export.objects.filter(by_id=perimeter.user_id)


def jobs_making(exports: Iterable[Export]) -> dict[int, Job]:
    """The jobs of those that are still to be made, in one query."""
    waiting = [export.job_id for export in exports if export.job_id and not export.made_at]
    return Job.objects.in_bulk(waiting) if waiting else {}
