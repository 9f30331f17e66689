"""What came in: files, batches with their identity of counts, and the rows that were refused."""

from django.contrib.postgres.fields import ArrayField
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
    # What its manifest says of it: who publishes it, under which licence, of which date.
    origin = models.CharField(max_length=300, blank=True, default="")
    licence = models.CharField(max_length=100, blank=True, default="")
    vintage = models.CharField(max_length=100, blank=True, default="")
    synthetic = models.BooleanField(default=False)

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
    # Optional columns that the file does not have, and columns of the file that nobody reads.
    absent = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    ignored = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    # The person who let a held batch in, or set it aside, and why.
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True, default="")

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


class GateFinding(models.Model):
    """A reason to doubt a batch whose rows are well formed: it waits for a person."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="gate_findings")
    code = models.CharField(max_length=32)
    message = models.CharField(max_length=500)

    class Meta:
        ordering = ["batch", "code"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "code"], name="gate_finding_once_per_batch"),
        ]

    def __str__(self) -> str:
        return f"lot {self.batch_id} · {self.code}"


class MonthTotals(models.Model):
    """What is in the database for a monthly kind, by caisse: the page Données, and the gates."""

    pk = models.CompositePrimaryKey("kind", "month", "caisse")
    kind = models.CharField(max_length=16, choices=SourceKind)
    month = models.DateField()
    caisse = models.CharField(max_length=3)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="totals")
    rows = models.IntegerField()
    prescribers = models.IntegerField()
    # Days of leaves, patients of lists, acts of activity.
    total = models.BigIntegerField()
    amount_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows__gte=0, prescribers__gte=0, total__gte=0, amount_cents__gte=0),
                name="month_totals_not_negative",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_totals_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.month} · {self.caisse}"
