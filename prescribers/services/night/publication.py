"""Last step: readers pass from one run to the next by one UPDATE; yesterday's rows stay."""

from datetime import datetime

from django.db import transaction

from core.journal import record
from prescribers.enums import RunState
from prescribers.models import ProfileRun, Publication


@transaction.atomic
def publish(run: ProfileRun, *, by: int | None, at: datetime) -> bool:
    """Point the readers to this run; False when they already read it or a later one."""
    if Publication.objects.filter(id=1, run__number__gte=run.number).exists():
        return False
    ProfileRun.objects.filter(pk=run.pk, published_at__isnull=True).update(
        state=RunState.PUBLISHED, published_at=at
    )
    if not Publication.objects.filter(id=1).update(run=run):
        Publication.objects.create(id=1, run=run)
    record(
        action="prescripteurs.publier",
        by=by,
        obj=("calcul", str(run.number)),
        **({} if by is not None else {"system": "nuit"}),
    )
    return True
