"""What is written down of a batch: its counts, its rejects, how it ended, and the act."""

from dataclasses import asdict

from django.utils import timezone

from core import journal
from prescribers.enums import BatchStatus
from prescribers.ingestion.doubts import named
from prescribers.ingestion.loading import Loaded
from prescribers.ingestion.rejects import write_rejects
from prescribers.models import ImportBatch, MonthTotals


# Who acts when nobody does: the operator's command, or the job of a file left in the folder.
SYSTEM = "import"


def keep_account(batch: ImportBatch, loaded: Loaded) -> str:
    """Give the batch its counts and its rejects; what else there is to say of it."""
    counts = loaded.counts
    batch.read, batch.accepted = counts.read, counts.accepted
    batch.rejected, batch.duplicates = counts.rejected, counts.duplicates
    batch.absent, batch.ignored = list(loaded.absent), list(loaded.ignored)
    complete = write_rejects(batch, loaded.rejects)
    return _message(loaded, complete=complete)


def keep_totals(batch: ImportBatch, loaded: Loaded) -> None:
    """Say by caisse what the month now holds, in the transaction that writes it."""
    if batch.month is None:
        return
    MonthTotals.objects.filter(kind=batch.kind, month=batch.month).delete()
    MonthTotals.objects.bulk_create(
        MonthTotals(kind=batch.kind, month=batch.month, batch=batch, **asdict(one))
        for one in loaded.totals
    )


def close(batch: ImportBatch, status: BatchStatus, message: str) -> ImportBatch:
    batch.status, batch.message = status, message
    batch.finished_at = timezone.now()
    batch.save()
    return batch


def record_act(action: str, batch: ImportBatch, by: int | None, reason: str = "") -> None:
    journal.record(action=action, by=by, obj=("lot", str(batch.pk)), reason=reason, system=SYSTEM)


def _message(loaded: Loaded, *, complete: bool) -> str:
    """What a reader of the batch should know beyond its counts."""
    sentences = []
    if loaded.absent:
        sentences.append(f"Colonnes absentes, lues comme inconnues : {', '.join(loaded.absent)}.")
    if loaded.ignored:
        sentences.append(f"Colonnes ignorées : {named(loaded.ignored)}.")
    if not complete:
        sentences.append("Trop d’anomalies pour les garder toutes : les premières sont détaillées.")
    return " ".join(sentences)
