"""Bringing a file in: asked for, then run in one transaction that keeps all of it or nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from core import journal
from core.jobs import enqueue
from core.models import Job
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.loading import Loaded, NoRowKept, load_file
from prescribers.ingestion.refusals import FileRefused
from prescribers.ingestion.rejects import write_rejects
from prescribers.models import ImportBatch, SourceFile
from prescribers.services.imports_files import described, month_of
from prescribers.services.imports_in_force import already_says, in_force, latest_reference


JOB_KIND = "prescripteurs.import"
# Who acts when nobody does: the operator's command, or the job of a file left in the folder.
SYSTEM = "import"
MOST_NAMED = 6

Progress = Callable[[int, int], None]


def import_source(
    *,
    kind: str,
    path: Path | str,
    month: date | None = None,
    by: int | None,
    on_progress: Progress | None = None,
) -> ImportBatch:
    """Import one file now; the batch says what happened (done, already imported, refused).

    Runs inside the caller's `database_role(MEDICAL, ALL_CAISSES)`.
    """
    batch = _receive(kind=kind, path=Path(path), month=month, by=by)
    return run_batch(batch_id=batch.pk, by=by, on_progress=on_progress)


@transaction.atomic
def request_import(
    *, kind: str, path: Path | str, month: date | None = None, by: int | None
) -> Job:
    """Ask for an import by a worker; the same request again, while nothing changed, is one job."""
    batch = _receive(kind=kind, path=Path(path), month=month, by=by)
    job = enqueue(
        kind=JOB_KIND,
        dedup_key=_dedup_key(batch),
        payload={"batch": batch.pk},
        by=by,
    )
    if job.payload["batch"] != batch.pk:
        source = batch.source
        batch.delete()
        source.delete()
        return job
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    return job


@transaction.atomic
def run_batch(*, batch_id: int, by: int | None, on_progress: Progress | None = None) -> ImportBatch:
    """Run a received batch; killed before the end, it leaves everything as it was."""
    batch = ImportBatch.objects.select_related("source").get(pk=batch_id)
    _one_at_a_time(batch)
    if batch.status == BatchStatus.DONE:  # a job rung twice
        return batch
    _start(batch)
    current = in_force(batch)
    if current and already_says(current, batch):
        return _close(batch, BatchStatus.ALREADY, f"Déjà importé : lot {current.pk}.")
    _tell(on_progress, 0)
    try:
        with transaction.atomic():
            loaded = _load(batch, by)
            _apply(batch, loaded, by)
    except NoRowKept as refused:
        said = _account(batch, refused.loaded)
        return _refuse(batch, f"{refused.message} {said}".rstrip(), by)
    except FileRefused as refused:
        return _refuse(batch, refused.message, by)
    _tell(on_progress, 1)
    return batch


def _receive(*, kind: str, path: Path, month: date | None, by: int | None) -> ImportBatch:
    known = SourceKind(kind)
    month = month_of(path, month) if FORMATS[known].monthly else None
    digest, size = described(path)
    source = SourceFile.objects.create(
        kind=known,
        name=path.name,
        path=str(path),
        sha256=digest,
        size=size,
        month=month,
        received_at=timezone.now(),
        by_id=by,
    )
    return ImportBatch.objects.create(source=source, kind=known, month=month)


def _dedup_key(batch: ImportBatch) -> str:
    """The same file asks for another job once the batch in force or its references changed."""
    seen = [one.pk if one else 0 for one in (in_force(batch), latest_reference(batch))]
    return f"import:{batch.kind}:{batch.month or ''}:{batch.source.sha256}:{seen[0]}:{seen[1]}"


def _one_at_a_time(batch: ImportBatch) -> None:
    """Two importers of one kind and month wait for each other until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import:{batch.kind}:{batch.month or ''}"],
        )


def _start(batch: ImportBatch) -> None:
    """A batch refused before and tried again starts its account afresh."""
    batch.started_at = timezone.now()
    batch.read = batch.accepted = batch.rejected = batch.duplicates = 0
    batch.rejected_rows.all().delete()


def _load(batch: ImportBatch, by: int | None) -> Loaded:
    source = batch.source
    path = Path(source.path)
    if described(path) != (source.sha256, source.size):
        raise FileRefused("FICHIER_CHANGE", "Le fichier a changé depuis sa réception.")
    return load_file(
        kind=SourceKind(batch.kind), path=path, sha256=source.sha256, month=batch.month, by=by
    )


def _apply(batch: ImportBatch, loaded: Loaded, by: int | None) -> None:
    said = _account(batch, loaded)
    _journal("import.appliquer", batch, by)
    _close(batch, BatchStatus.DONE, said)


def _account(batch: ImportBatch, loaded: Loaded) -> str:
    """Give the batch its counts and its rejects; what else there is to say of it."""
    counts = loaded.counts
    batch.read, batch.accepted = counts.read, counts.accepted
    batch.rejected, batch.duplicates = counts.rejected, counts.duplicates
    complete = write_rejects(batch, loaded.rejects)
    return _message(loaded, complete=complete)


def _refuse(batch: ImportBatch, message: str, by: int | None) -> ImportBatch:
    _journal("import.refuser", batch, by)
    return _close(batch, BatchStatus.REFUSED, message)


def _message(loaded: Loaded, *, complete: bool) -> str:
    """What a reader of the batch should know beyond its counts."""
    sentences = []
    if loaded.absent:
        sentences.append(f"Colonnes absentes, lues comme inconnues : {', '.join(loaded.absent)}.")
    if loaded.ignored:
        sentences.append(f"Colonnes ignorées : {_enumerate(loaded.ignored)}.")
    if not complete:
        sentences.append("Trop d’anomalies pour les garder toutes : les premières sont détaillées.")
    return " ".join(sentences)


def _enumerate(names: tuple[str, ...]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} et {len(names) - MOST_NAMED} autres"


def _close(batch: ImportBatch, status: BatchStatus, message: str) -> ImportBatch:
    batch.status, batch.message = status, message
    batch.finished_at = timezone.now()
    batch.save()
    return batch


def _journal(action: str, batch: ImportBatch, by: int | None) -> None:
    journal.record(action=action, by=by, obj=("lot", str(batch.pk)), system=SYSTEM)


def _tell(on_progress: Progress | None, done: int) -> None:
    if on_progress is not None:
        on_progress(done, 1)
