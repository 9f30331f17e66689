"""Running one job: claim, work under the lease, settle. Nothing here ever raises to Celery."""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import Error

from core.database_role import DatabaseRole, database_role
from core.errors import JobRefused
from core.jobs import ledger
from core.jobs.clock import database_now
from core.jobs.heartbeat import heartbeat
from core.jobs.kinds import JobKind, UnknownKindError, kind_of
from core.jobs.lease import JobCancelled, Lease, LeaseLost
from core.models import Job, JobStatus


logger = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=10)
UNEXPECTED = (
    "Une erreur inattendue a interrompu le traitement. Relancez-le ; si elle revient, "
    "transmettez le numéro du traitement à l’assistance."
)
UNKNOWN_KIND = "Cette version du portail ne connaît pas ce type de traitement."


def backoff(attempts: int) -> timedelta:
    """5 s, 30 s, 3 min, then 10 min: an outage passes, a bug is not hammered."""
    return min(FIRST_DELAY * 6 ** max(attempts - 1, 0), LONGEST_DELAY)


def run_now(job_id: int, *, now: datetime | None = None) -> Job:
    """Run a job here and now (commands, tests); the row says how it ended."""
    execute(job_id, now=now)
    with database_role(DatabaseRole.GESTION):
        return Job.objects.get(pk=job_id)


def execute(job_id: int, *, now: datetime | None = None) -> None:
    """Answer a bell: nothing happens when the job is done, taken, or not due yet."""
    try:
        lease = _claim(job_id, now)
        if lease is not None:
            _work(lease)
    except Error as error:
        # The database went away; the lease ends by itself and the reaper takes over.
        logger.error("job %s: left to the reaper (%s)", job_id, type(error).__name__)  # noqa: TRY400


def _claim(job_id: int, now: datetime | None) -> Lease | None:
    with database_role(DatabaseRole.GESTION):
        name = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
        if name is None:
            return None
        kind = _known(name)
        duration = timedelta(seconds=kind.lease_seconds)
        job = ledger.claim(job_id, now=now or database_now(), lease=duration)
        return Lease.of(job, role=kind.role, duration=duration) if job else None


def _known(name: str) -> JobKind:
    """The kind, or one that refuses: the row may come from another version of the portal."""
    try:
        return kind_of(name)
    except UnknownKindError:
        return JobKind(name, name, DatabaseRole.GESTION, 1, 15, _refuse)


def _refuse(lease: Lease) -> None:
    raise JobRefused("UnknownKind", UNKNOWN_KIND)


def _work(lease: Lease) -> None:
    try:
        with heartbeat(lease):
            _known(lease.kind).handler(lease)
            if not lease.finished:
                with lease.finish():
                    pass
    except LeaseLost:
        logger.warning("job %s (%s): lease lost, step rolled back", lease.job_id, lease.kind)
    except JobCancelled:
        _settle(lease, JobStatus.CANCELLED)
    except JobRefused as refusal:
        _settle(lease, JobStatus.DEAD, error_code=refusal.code, error_message=refusal.message)
    except Exception as error:  # noqa: BLE001 (a handler may fail in any way; the row must say so)
        _postpone(lease, error)


def _settle(lease: Lease, status: JobStatus, **fields: str) -> None:
    with database_role(DatabaseRole.GESTION):
        ledger.settle(lease.job_id, lease.token, status=status, **fields)


def _postpone(lease: Lease, error: Exception) -> None:
    # The message of an exception may quote a row: only its class and its place are logged.
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    place = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    code = type(error).__name__
    logger.error(
        "job %s (%s), try %s: %s at %s", lease.job_id, lease.kind, lease.attempt, code, place
    )
    with database_role(DatabaseRole.GESTION):
        ledger.postpone(
            lease.job_id,
            lease.token,
            delay=backoff(lease.attempt),
            error_code=code,
            error_message=UNEXPECTED,
        )
