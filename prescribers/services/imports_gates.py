"""What becomes of a batch in doubt: nothing of it is kept, until a person answers for it."""

from collections.abc import Sequence

from django.utils import timezone

from prescribers.enums import BatchStatus
from prescribers.ingestion.doubts import Doubt
from prescribers.ingestion.gates import doubts
from prescribers.ingestion.loading import Loaded
from prescribers.models import GateFinding, ImportBatch
from prescribers.services.imports_account import close, keep_account, record_act
from prescribers.services.imports_in_force import same_month


class BatchInDoubt(Exception):  # noqa: N818 (the house works: it waits for a person)
    """Raised across the savepoint of the rows, which it undoes."""

    def __init__(self, loaded: Loaded, found: Sequence[Doubt]) -> None:
        super().__init__([one.code for one in found])
        self.loaded = loaded
        self.doubts = found


def judge(batch: ImportBatch, loaded: Loaded, *, by: int | None, reason: str) -> None:
    """Pass the gates; with a reason to force them, their findings are kept and the batch goes on.

    Raises:
        BatchInDoubt: a gate holds it, and nobody has answered for it.
    """
    if batch.decided_at is not None:  # released: a person has read what the gates say
        return
    found = doubts(batch, loaded)
    if not found:
        return
    if not reason:
        raise BatchInDoubt(loaded, found)
    _keep(batch, found)
    batch.decided_by_id, batch.decided_at = by, timezone.now()
    batch.decision_reason = reason
    record_act("import.forcer", batch, by, reason)


def hold(batch: ImportBatch, doubt: BatchInDoubt, by: int | None) -> ImportBatch:
    """Keep the counts, the rejects and the findings; nothing else of the file."""
    said = keep_account(batch, doubt.loaded)
    _keep(batch, doubt.doubts)
    record_act("import.retenir", batch, by)
    reasons = " ".join(one.message for one in doubt.doubts)
    close(batch, BatchStatus.HELD, f"Retenu avant import. {reasons} {said}".rstrip())
    close_overtaken(batch)
    return batch


def close_overtaken(batch: ImportBatch) -> None:
    """A batch that waits has nothing to wait for once its month is in, or its file came again."""
    waiting = same_month(batch, BatchStatus.HELD)
    if batch.status == BatchStatus.HELD:
        waiting = waiting.filter(source__sha256=batch.source.sha256)
    for one in waiting.select_for_update(of=("self",)):
        one.decided_at = timezone.now()
        one.decision_reason = f"Dépassé par le lot {batch.pk}, reçu depuis."
        record_act("import.ecarter", one, None, one.decision_reason)
        close(one, BatchStatus.REFUSED, one.decision_reason)


def _keep(batch: ImportBatch, found: Sequence[Doubt]) -> None:
    GateFinding.objects.bulk_create(
        GateFinding(batch=batch, code=one.code, message=one.message) for one in found
    )
