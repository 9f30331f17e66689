"""Exports whose days are over: the file goes, the trace of who asked for what stays."""

from datetime import datetime

from core.journal import record
from prescribers.enums import ExportEnding
from prescribers.models import Export, ExportFile


JOB_KIND = "prescripteurs.exports-perimes"
SYSTEM = "exports"


def purge(now: datetime) -> int:
    """How many went. Called in the last step of its job: run twice, it finds nothing more."""
    over = Export.objects.select_for_update().filter(closed_at__isnull=True, expires_at__lte=now)
    expired = list(over.values_list("pk", flat=True))
    ExportFile.objects.filter(export_id__in=expired).delete()
    Export.objects.filter(pk__in=expired).update(closed_at=now, ending=ExportEnding.EXPIRED)
    # A file kept while its export was being closed belongs to nobody any more.
    ExportFile.objects.filter(export__closed_at__isnull=False).delete()
    for export_id in expired:
        record(action="export.expirer", by=None, system=SYSTEM, obj=("export", str(export_id)))
    return len(expired)
