"""One row per piece of background work: PostgreSQL is the truth, Celery only rings."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class JobStatus(models.TextChoices):
    """FAILED waits for another try at `next_attempt_at`; DEAD waits for a person."""

    QUEUED = "QUEUED", "En attente"
    RUNNING = "RUNNING", "En cours"
    DONE = "DONE", "Terminé"
    FAILED = "FAILED", "Nouvel essai prévu"
    DEAD = "DEAD", "En échec"
    CANCELLED = "CANCELLED", "Annulé"


WAITING = (JobStatus.QUEUED, JobStatus.FAILED)
ENDED = (JobStatus.DONE, JobStatus.DEAD, JobStatus.CANCELLED)
RETRIABLE = (JobStatus.FAILED, JobStatus.DEAD, JobStatus.CANCELLED)
CANCELLABLE = (JobStatus.QUEUED, JobStatus.FAILED, JobStatus.RUNNING)


def _exactly_when(left: Q, right: Q) -> Q:
    return (left & right) | (~left & ~right)


class Job(models.Model):
    """A job: `payload` holds identifiers only, never a person's data."""

    kind = models.CharField(max_length=80)
    dedup_key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.QUEUED)

    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True, db_default=Now())
    rung_at = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)

    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    error_code = models.CharField(max_length=80, blank=True, default="")
    error_message = models.TextField(blank=True, default="")

    actor_id = models.BigIntegerField(null=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_job_status_known", condition=Q(status__in=JobStatus.values)
            ),
            models.CheckConstraint(
                name="core_job_running_has_lease",
                condition=Q(
                    status=JobStatus.RUNNING,
                    lease_token__isnull=False,
                    lease_until__isnull=False,
                    started_at__isnull=False,
                )
                | (
                    ~Q(status=JobStatus.RUNNING)
                    & Q(lease_token__isnull=True, lease_until__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="core_job_ended_has_end",
                condition=_exactly_when(Q(status__in=ENDED), Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="core_job_waiting_has_date",
                condition=_exactly_when(Q(status__in=WAITING), Q(next_attempt_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="core_job_failure_has_code",
                condition=_exactly_when(
                    Q(status__in=[JobStatus.FAILED, JobStatus.DEAD]), ~Q(error_code="")
                ),
            ),
            models.CheckConstraint(
                name="core_job_progress_within_total",
                condition=Q(progress_done__lte=F("progress_total")),
            ),
            models.CheckConstraint(
                name="core_job_attempts_within_max",
                condition=Q(max_attempts__gte=1, attempts__lte=F("max_attempts")),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="core_job_board"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(status__in=WAITING), name="core_job_due"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(status=JobStatus.RUNNING),
                name="core_job_leases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} n° {self.pk}"

    @property
    def may_be_retried(self) -> bool:
        return self.status in RETRIABLE

    @property
    def may_be_cancelled(self) -> bool:
        return self.status in CANCELLABLE and not self.cancel_requested

    @property
    def duration(self) -> timedelta | None:
        """From the first start to the end; None while the job has not run to its end."""
        if self.started_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.started_at
