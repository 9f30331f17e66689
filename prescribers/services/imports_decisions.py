"""What a person decides about a held batch: let it in, or set it aside; each with a reason."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from core import journal
from core.errors import Refusal
from core.jobs import enqueue
from core.models import Job
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch
from prescribers.services.imports import JOB_KIND
from prescribers.services.imports_files import described
from prescribers.services.imports_in_force import in_force
from prescribers.services.reasons import checked_reason


@transaction.atomic
def release(*, batch_id: int, reason: str, by: int) -> Job:
    """Let a held batch in: the job that imports it, gates apart.

    Raises:
        Refusal: decided already, nothing to import, overtaken, or its file has changed.
    """
    reason = checked_reason(reason)
    batch = _held(batch_id)
    _refuse_without_rows(batch)
    _refuse_overtaken(batch)
    _refuse_changed(batch)
    _decide(batch, BatchStatus.QUEUED, reason, by)
    job = enqueue(
        kind=JOB_KIND,
        dedup_key=f"import:libere:{batch.pk}",
        payload={"batch": batch.pk},
        by=by,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    _journal("import.liberer", batch, reason, by)
    return job


@transaction.atomic
def set_aside(*, batch_id: int, reason: str, by: int) -> ImportBatch:
    """Refuse a held batch: nothing of it will be imported, its account stays.

    Raises:
        Refusal: decided already.
    """
    reason = checked_reason(reason)
    batch = _held(batch_id)
    _decide(batch, BatchStatus.REFUSED, reason, by)
    _journal("import.ecarter", batch, reason, by)
    return batch


def _held(batch_id: int) -> ImportBatch:
    """The batch, locked: of two people who decide at once, the second finds it decided."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("source")
    batch = locked.filter(pk=batch_id).first()
    if batch is None:
        raise Refusal("LOT_INCONNU", "Ce lot n’existe pas.")
    if batch.status != BatchStatus.HELD:
        raise Refusal("LOT_DECIDE", _decided(batch))
    return batch


def _decided(batch: ImportBatch) -> str:
    state = f"Le lot {batch.pk} n’attend pas de décision : il est « {batch.get_status_display()} »"
    if batch.decided_at is None:
        return f"{state}."
    moment = timezone.localtime(batch.decided_at)
    return f"{state}, par une décision du {moment:%d/%m/%Y à %H:%M}."


def _refuse_without_rows(batch: ImportBatch) -> None:
    if not batch.accepted:
        raise Refusal(
            "LOT_SANS_LIGNE",
            "Aucune ligne de ce lot ne peut être importée : écartez-le, puis déposez un fichier "
            "corrigé.",
        )


def _refuse_overtaken(batch: ImportBatch) -> None:
    """What was imported after the batch was held would be replaced by what came before it."""
    current = in_force(batch)
    if current is not None and current.pk > batch.pk:
        raise Refusal(
            "LOT_DEPASSE",
            f"Le lot {current.pk}, reçu depuis, tient déjà ce mois : écartez celui-ci, ou déposez "
            "de nouveau son fichier.",
        )


def _refuse_changed(batch: ImportBatch) -> None:
    if described(Path(batch.source.path)) != (batch.source.sha256, batch.source.size):
        raise Refusal(
            "FICHIER_CHANGE",
            "Le fichier n’est plus celui qui a été contrôlé : écartez ce lot et déposez-le de "
            "nouveau.",
        )


def _decide(batch: ImportBatch, status: BatchStatus, reason: str, by: int) -> None:
    batch.status = status
    batch.decided_by_id, batch.decided_at = by, timezone.now()
    batch.decision_reason = reason
    batch.save(update_fields=["status", "decided_by_id", "decided_at", "decision_reason"])


def _journal(action: str, batch: ImportBatch, reason: str, by: int) -> None:
    journal.record(action=action, by=by, obj=("lot", str(batch.pk)), reason=reason)
