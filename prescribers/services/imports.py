"""Bringing a file in: asked for, then run in one transaction that keeps all of it or nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from core.jobs import enqueue
from core.models import Job
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.loading import Loaded, NoRowKept, load_file
from prescribers.ingestion.refusals import FileRefused
from prescribers.models import ImportBatch, SourceFile
from prescribers.services.imports_account import close, keep_account, keep_totals, record_act
from prescribers.services.imports_files import described, month_of, provenance
from prescribers.services.imports_gates import BatchInDoubt, close_overtaken, hold, judge
from prescribers.services.imports_in_force import (
    already_says,
    in_force,
    last_set_aside,
    latest_reference,
)
from prescribers.services.imports_lock import lock_month


JOB_KIND = "prescripteurs.import"

Progress = Callable[[int, int], None]


def import_source(
    *,
    kind: str,
    path: Path | str,
    month: date | None = None,
    by: int | None,
    force_gate: str = "",
    on_progress: Progress | None = None,
) -> ImportBatch:
    """Import one file now; the batch says what happened (done, already imported, held, refused).

    `force_gate` is the reason to import it whatever the gates say; it is kept and journalled.
    Runs inside the caller's `database_role(MEDICAL, ALL_CAISSES)`.
    """
    batch = _receive(kind=kind, path=Path(path), month=month, by=by)
    return run_batch(batch_id=batch.pk, by=by, force_gate=force_gate, on_progress=on_progress)


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
def run_batch(
    *,
    batch_id: int,
    by: int | None,
    force_gate: str = "",
    on_progress: Progress | None = None,
) -> ImportBatch:
    """Run a received batch; killed before the end, it leaves everything as it was."""
    batch = _in_turn(batch_id)
    if _is_over(batch):
        return batch
    _start(batch)
    current = in_force(batch)
    if current and already_says(current, batch):
        return close(batch, BatchStatus.ALREADY, f"Déjà importé : lot {current.pk}.")
    _tell(on_progress, 0)
    try:
        with transaction.atomic():
            _import(batch, by, force_gate)
    except BatchInDoubt as doubt:
        return hold(batch, doubt, by)
    except NoRowKept as refused:
        return _refuse_every_row(batch, refused, by, force_gate)
    except FileRefused as refused:
        return _refuse(batch, refused.message, by)
    _tell(on_progress, 1)
    return batch


def _receive(*, kind: str, path: Path, month: date | None, by: int | None) -> ImportBatch:
    known = SourceKind(kind)
    month = month_of(path, month) if FORMATS[known].monthly else None
    digest, size = described(path)
    said = provenance(path)
    source = SourceFile.objects.create(
        kind=known,
        name=path.name,
        path=str(path),
        sha256=digest,
        size=size,
        month=month,
        received_at=timezone.now(),
        by_id=by,
        origin=said.origin,
        licence=said.licence,
        vintage=said.vintage,
        synthetic=said.synthetic,
    )
    return ImportBatch.objects.create(source=source, kind=known, month=month)


def _dedup_key(batch: ImportBatch) -> str:
    """The same file asks for another job once something that decided of it has changed.

    The batch in force, its references, or the decision to set aside what was received before.
    """
    deciding = (in_force(batch), latest_reference(batch), last_set_aside(batch))
    seen = ":".join(str(one.pk if one else 0) for one in deciding)
    return f"import:{batch.kind}:{batch.month or ''}:{batch.source.sha256}:{seen}"


def _in_turn(batch_id: int) -> ImportBatch:
    """Two importers of a month wait for each other; nobody decides about a batch while it runs."""
    asked = ImportBatch.objects.get(pk=batch_id)
    lock_month(asked.kind, asked.month)
    locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("source")
    return locked.get(pk=batch_id)


def _is_over(batch: ImportBatch) -> bool:
    """A job rung twice, or rung after its batch was set aside by a person."""
    set_aside = batch.status == BatchStatus.REFUSED and batch.decided_at is not None
    return batch.status == BatchStatus.DONE or set_aside


def _start(batch: ImportBatch) -> None:
    """A batch refused or held before and tried again starts its account afresh."""
    batch.started_at = timezone.now()
    batch.read = batch.accepted = batch.rejected = batch.duplicates = 0
    batch.absent, batch.ignored = [], []
    batch.rejected_rows.all().delete()
    if batch.decided_at is None:  # what a person has answered for stays written
        batch.gate_findings.all().delete()


def _import(batch: ImportBatch, by: int | None, force_gate: str) -> None:
    loaded = _load(batch, by)
    judge(batch, loaded, by=by, reason=force_gate)
    said = keep_account(batch, loaded)
    keep_totals(batch, loaded)
    record_act("import.appliquer", batch, by)
    close(batch, BatchStatus.DONE, said)
    close_overtaken(batch)


def _load(batch: ImportBatch, by: int | None) -> Loaded:
    source = batch.source
    path = Path(source.path)
    if described(path) != (source.sha256, source.size):
        raise FileRefused("FICHIER_CHANGE", "Le fichier a changé depuis sa réception.")
    return load_file(
        kind=SourceKind(batch.kind), path=path, sha256=source.sha256, month=batch.month, by=by
    )


def _refuse_every_row(
    batch: ImportBatch, refused: NoRowKept, by: int | None, force_gate: str
) -> ImportBatch:
    """Nothing to import, and nothing to force; the gates may know why: then a person is told."""
    if not force_gate:
        try:
            judge(batch, refused.loaded, by=by, reason="")
        except BatchInDoubt as doubt:
            return hold(batch, doubt, by)
    said = keep_account(batch, refused.loaded)
    return _refuse(batch, f"{refused.message} {said}".rstrip(), by)


def _refuse(batch: ImportBatch, message: str, by: int | None) -> ImportBatch:
    record_act("import.refuser", batch, by)
    return close(batch, BatchStatus.REFUSED, message)


def _tell(on_progress: Progress | None, done: int) -> None:
    if on_progress is not None:
        on_progress(done, 1)
