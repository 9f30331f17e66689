"""What came in: files, batches with their identity of counts, and the rows that were refused."""

from django.db import models
from django.db.models import F, Q

from prescribers.enums import BatchStatus, SourceKind


class SourceFile(models.Model):
    kind = models.CharField(max_length=16, choices=SourceKind)
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=1024)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    month = models.DateField(null=True)
    received_at = models.DateTimeField()
    # The actor is an id and not a key: a file outlives the account that brought it.
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_is_hex"
            ),
            models.CheckConstraint(condition=Q(size__gte=0), name="source_size_not_negative"),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__day=1), name="source_month_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.name}"


class ImportBatch(models.Model):
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=16, choices=SourceKind)
    month = models.DateField(null=True)
    status = models.CharField(
        max_length=8, choices=BatchStatus, default=BatchStatus.QUEUED, db_index=True
    )
    read = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    duplicates = models.IntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    job_id = models.BigIntegerField(null=True)
    message = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=BatchStatus.DONE)
                | Q(read=F("accepted") + F("rejected") + F("duplicates")),
                name="batch_every_row_accounted_for",
            ),
            models.CheckConstraint(
                condition=Q(read__gte=0, accepted__gte=0, rejected__gte=0, duplicates__gte=0),
                name="batch_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="batch_times_ordered",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__day=1), name="batch_month_first_day"
            ),
            models.CheckConstraint(
                condition=Q(status__in=BatchStatus.values), name="batch_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"lot {self.pk} · {self.kind} · {self.status}"


class RejectedRow(models.Model):
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.IntegerField()
    # Empty when the line itself is malformed.
    column = models.CharField(max_length=64, blank=True, default="")
    code = models.CharField(max_length=32)
    message = models.CharField(max_length=300)
    # What was written; for a medical column or a NIR, its shape only.
    value = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["batch", "line", "column"]
        constraints = [
            models.CheckConstraint(condition=Q(line__gte=1), name="rejected_row_line_from_1"),
        ]

    def __str__(self) -> str:
        return f"ligne {self.line}, {self.column} : {self.code}"
