"""The statements of the ledger: each is short, fenced by the lease's token, safe to repeat."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from core.models import Job, JobStatus


CLAIM = """
    UPDATE core_job
    SET status = 'RUNNING', attempts = attempts + 1, lease_token = %(token)s,
        lease_until = %(now)s + %(lease)s, started_at = coalesce(started_at, %(now)s),
        next_attempt_at = NULL, error_code = '', error_message = ''
    WHERE id = (
        SELECT id FROM core_job
        WHERE id = %(id)s AND status IN ('QUEUED', 'FAILED') AND next_attempt_at <= %(now)s
              AND attempts < max_attempts
        FOR UPDATE SKIP LOCKED
    )
"""


@dataclass(frozen=True)
class Progress:
    """How far a job is, and what it counted; written by the next statement on its row."""

    done: int = 0
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


def claim(job_id: int, *, now: datetime, lease: timedelta) -> Job | None:
    """Take the job, the attempt counted before it runs; None when it is not there to be taken."""
    token = uuid.uuid4()
    values: dict[str, Any] = {"id": job_id, "token": token, "now": now, "lease": lease}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        if cursor.rowcount == 0:
            return None
    return Job.objects.get(pk=job_id, lease_token=token)


def renew(job_id: int, token: uuid.UUID, *, lease: timedelta, progress: Progress) -> bool:
    """Push the end of the lease; False when the token no longer holds the job."""
    return bool(
        _held(job_id, token).update(
            lease_until=Now() + lease,
            progress_done=progress.done,
            progress_total=progress.total,
            counts=progress.counts,
        )
    )


def done(job_id: int, token: uuid.UUID, *, progress: Progress) -> bool:
    """Close the job; called in the transaction of its last effect."""
    return settle(
        job_id,
        token,
        status=JobStatus.DONE,
        counts=progress.counts,
        progress_done=progress.total,
        progress_total=progress.total,
    )


def settle(job_id: int, token: uuid.UUID, *, status: JobStatus, **fields: object) -> bool:
    """End the job held by this token."""
    changes = {"lease_token": None, "lease_until": None, "finished_at": Now(), **fields}
    return bool(_held(job_id, token).update(status=status, **changes))


def postpone(
    job_id: int, token: uuid.UUID, *, delay: timedelta, error_code: str, error_message: str
) -> bool:
    """Give the job back for another try after `delay`; its tries spent, it is dead."""
    held = _held(job_id, token)
    waits = held.filter(attempts__lt=F("max_attempts")).update(
        status=JobStatus.FAILED,
        lease_token=None,
        lease_until=None,
        next_attempt_at=Now() + delay,
        error_code=error_code,
        error_message=error_message,
    )
    return bool(waits) or settle(
        job_id,
        token,
        status=JobStatus.DEAD,
        error_code=error_code,
        error_message=error_message,
    )


def mark_rung(job_ids: Iterable[int], *, now: datetime) -> None:
    Job.objects.filter(pk__in=list(job_ids)).update(rung_at=now)


def _held(job_id: int, token: uuid.UUID) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, lease_token=token, status=JobStatus.RUNNING)
