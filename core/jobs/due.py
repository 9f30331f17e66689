"""The jobs that wait for a person: the dead ones, as rows of what is to be done."""

from core.due import Due, Hint
from core.models import Job, JobStatus


KIND = "traitement"


def failed_jobs() -> list[Due]:
    """Somebody retries them or cancels them; the caller knows who may."""
    dead = Job.objects.filter(status=JobStatus.DEAD).order_by()
    return [
        Due(
            kind=KIND,
            step="relancer",
            ident=str(row.pk),
            by=None,
            route="traitements",
            hint=Hint.AT_ONCE,
            facts=row,
        )
        for row in dead.values_list("pk", "kind", "finished_at", "error_message", named=True)
    ]
