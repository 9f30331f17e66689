"""A whole list that somebody asked for: what was asked, why, and the file until it expires."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from prescribers.enums import ExportEnding, ExportFormat, ExportPurpose


class Export(models.Model):
    """Open while it waits or can be taken; closed, it says how it ended and has no file."""

    # The actor and the run are numbers and not keys: the trace outlives both.
    by_id = models.BigIntegerField()
    run_number = models.IntegerField()
    file_format = models.CharField(max_length=4, choices=ExportFormat)
    # The address of the list, and what it says in words; either may hold a searched name.
    query = models.CharField(max_length=2000, blank=True, default="")
    said = models.TextField(blank=True, default="")
    purpose = models.CharField(max_length=12, choices=ExportPurpose)
    purpose_text = models.CharField(max_length=500)
    asked_at = models.DateTimeField(db_default=Now())
    job_id = models.BigIntegerField(null=True)

    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=120, blank=True, default="")
    rows = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    # The caisses whose prescribers stand in the file: whoever takes it must still see them all.
    caisses = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    taken = models.IntegerField(default=0)

    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=ExportEnding, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by_id", "run_number", "file_format", "query"],
                condition=Q(closed_at__isnull=True),
                name="export_one_open_alike",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, expires_at__isnull=True, file_name="")
                | Q(made_at__isnull=False, expires_at__isnull=False) & ~Q(file_name=""),
                name="export_made_has_name_and_expiry",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ending="")
                | Q(closed_at__isnull=False, ending__in=ExportEnding.values),
                name="export_closed_says_how",
            ),
            models.CheckConstraint(
                condition=Q(rows__gte=0, size__gte=0, taken__gte=0),
                name="export_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(file_format__in=ExportFormat.values, purpose__in=ExportPurpose.values),
                name="export_words_known",
            ),
        ]
        indexes = [models.Index(fields=["by_id", "-id"], name="export_of_a_person")]

    def __str__(self) -> str:
        return f"export {self.pk} · {self.file_format}"


class ExportFile(models.Model):
    """The bytes, in a row of their own: lists do not read them, and to expire is to delete it."""

    export = models.OneToOneField(
        Export, on_delete=models.CASCADE, primary_key=True, related_name="file"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"fichier de l’export {self.pk}"
