"""What a person may decide about a job; each decision is journalled in the same transaction."""

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from core.errors import JobRefused
from core.jobs.bell import ring
from core.journal import record
from core.models import Job, JobStatus
from core.models.job import RETRIABLE, WAITING


@transaction.atomic
def cancel(job: Job, by: int) -> None:
    """A waiting job ends at once; a running one stops at its next step."""
    same = Job.objects.filter(pk=job.pk)
    ended = same.filter(status__in=WAITING).update(
        status=JobStatus.CANCELLED,
        finished_at=Now(),
        next_attempt_at=None,
        error_code="",
        error_message="",
    )
    asked = ended or same.filter(status=JobStatus.RUNNING).update(cancel_requested=True)
    if not asked:
        raise JobRefused(
            "job-ended", "Ce traitement est déjà terminé : il ne peut plus être annulé."
        )
    record(action="traitement.annuler", by=by, obj=("Job", str(job.pk)))
    job.refresh_from_db()


@transaction.atomic
def retry(job: Job, by: int) -> None:
    """Give back all its tries to a job that failed, died or was cancelled, and ring now."""
    again = Job.objects.filter(Q(pk=job.pk), status__in=RETRIABLE).update(
        status=JobStatus.QUEUED,
        attempts=0,
        next_attempt_at=Now(),
        rung_at=None,
        cancel_requested=False,
        finished_at=None,
        error_code="",
        error_message="",
    )
    if not again:
        raise JobRefused(
            "job-not-failed", "Seul un traitement en échec ou annulé peut être relancé."
        )
    record(action="traitement.relancer", by=by, obj=("Job", str(job.pk)))
    transaction.on_commit(partial(ring, [job.pk]))
    job.refresh_from_db()
