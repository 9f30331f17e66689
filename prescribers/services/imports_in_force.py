"""Which batch speaks now for a kind and month, and whether its references have changed since."""

from django.db.models import QuerySet

from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.models import ImportBatch


def in_force(batch: ImportBatch) -> ImportBatch | None:
    """The batch whose content is now in the database for this kind and month."""
    return same_month(batch, BatchStatus.DONE).order_by("-finished_at", "-pk").first()


def latest_reference(batch: ImportBatch) -> ImportBatch | None:
    """The last batch done of the kinds that this one is coded against."""
    return _references(batch).order_by("-finished_at", "-pk").first()


def already_says(current: ImportBatch | None, batch: ImportBatch) -> bool:
    """Whether the batch in force is this very file, coded against all that is known today.

    Its start counts, not its end: a reference done in between was not read.
    """
    if current is None or current.source.sha256 != batch.source.sha256:
        return False
    return not _references(batch).filter(finished_at__gt=current.started_at).exists()


def last_set_aside(batch: ImportBatch) -> ImportBatch | None:
    """The last batch of this kind and month that was set aside."""
    refused = same_month(batch, BatchStatus.REFUSED).filter(decided_at__isnull=False)
    return refused.order_by("-pk").first()


def same_month(batch: ImportBatch, status: BatchStatus) -> QuerySet[ImportBatch]:
    """The other batches of this kind and month that ended, or wait, so."""
    same = ImportBatch.objects.filter(kind=batch.kind, month=batch.month, status=status)
    return same.exclude(pk=batch.pk).select_related("source")


def _references(batch: ImportBatch) -> QuerySet[ImportBatch]:
    kinds = FORMATS[SourceKind(batch.kind)].coded_against
    return ImportBatch.objects.filter(kind__in=kinds, status=BatchStatus.DONE)
