"""The reaper: takes back the jobs of dead workers and rings the bells that were lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least

from core.database_role import DatabaseRole, database_role
from core.jobs import ledger
from core.jobs.bell import ring
from core.models import Job, JobStatus
from core.models.job import WAITING


FORGOTTEN_AFTER = timedelta(seconds=5)
# A long queue is rung again more rarely, or its messages would outnumber its jobs; not so rarely
# that a wiped broker stops it for longer than a dead worker stops a job.
LONGEST_SILENCE = timedelta(seconds=15)
RINGS_AT_ONCE = 500
WORKER_LOST = "WorkerLost"
WORKER_LOST_MESSAGE = (
    "Le programme qui exécutait ce traitement s’est arrêté à chaque essai. "
    "Le traitement n’a pas eu d’effet à moitié ; transmettez son numéro à l’assistance."
)


NO_LEASE = {"lease_token": None, "lease_until": None}


@dataclass(frozen=True)
class Reaped:
    """What one passage did."""

    requeued: int
    dead: int
    cancelled: int
    rung: int


def reap(now: datetime) -> Reaped:
    """One passage; two reapers at once share the work, for each takes only unlocked rows."""
    with database_role(DatabaseRole.GESTION):
        cancelled = _expired(now, Q(cancel_requested=True)).update(
            status=JobStatus.CANCELLED, finished_at=now, **NO_LEASE
        )
        requeued = _expired(now, Q(attempts__lt=F("max_attempts"))).update(
            status=JobStatus.QUEUED, next_attempt_at=now, **NO_LEASE
        )
        # The tries are asked again: a lease that another transaction let expire since the statement
        # before would otherwise be taken for that of a job without any try left.
        dead = _expired(now, Q(attempts__gte=F("max_attempts"))).update(
            status=JobStatus.DEAD,
            finished_at=now,
            error_code=WORKER_LOST,
            error_message=WORKER_LOST_MESSAGE,
            **NO_LEASE,
        )
        forgotten = _forgotten(now)
        ledger.mark_rung(forgotten, now=now)
        transaction.on_commit(partial(ring, forgotten))
    return Reaped(requeued, dead, cancelled, len(forgotten))


def _expired(now: datetime, which: Q) -> QuerySet[Job]:
    locked = (
        Job.objects.select_for_update(skip_locked=True)
        .filter(which, status=JobStatus.RUNNING, lease_until__lt=now)
        .order_by("pk")
    )
    return Job.objects.filter(pk__in=[job.pk for job in locked.only("pk")])


def _forgotten(now: datetime) -> list[int]:
    """Due jobs that no bell seems to have reached.

    A retry rings as soon as it is due; a new job was rung at commit and gets 5 s; a job that the
    reaper rang is rung again after a silence as long as the one before.
    """
    waited = ExpressionWrapper(F("rung_at") - F("next_attempt_at"), DurationField())
    silence = Least(Greatest(waited, Value(FORGOTTEN_AFTER)), Value(LONGEST_SILENCE))
    never = Q(rung_at__isnull=True) | Q(rung_at__lt=F("next_attempt_at"))
    again = Q(rung_at__gte=F("next_attempt_at"), rung_at__lte=Value(now) - silence)
    due = Job.objects.filter(status__in=WAITING, next_attempt_at__lte=now).filter(
        (never & Q(attempts__gt=0))
        | (never & Q(next_attempt_at__lte=now - FORGOTTEN_AFTER))
        | again
    )
    rows = due.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True)
    return list(rows.values_list("pk", flat=True)[:RINGS_AT_ONCE])
