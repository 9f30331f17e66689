"""A file of requests: read once, shown to who brought it, received line by line."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sosij.enums import Channel, Regime
from sosij.models.request import HelpRequest


class FileBatch(models.Model):
    """What was counted in a file, without a word of it; its good lines are `FileLine`."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    good = models.IntegerField()
    twins = models.IntegerField()
    bad = models.IntegerField()
    # The first faults: line, column and code, never a value.
    faults = models.JSONField(default=list, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    # Received to its last line, or given up: no line holds a text any more.
    closed_at = models.DateTimeField(null=True)
    job_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="file_batch_counts_positive",
                condition=Q(good__gte=0, twins__gte=0, bad__gte=0),
            ),
            models.CheckConstraint(
                name="batch_confirmed_then_run",
                condition=Q(confirmed_at__isnull=True, job_id__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_at__gte=F("read_at"), good__gt=0),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="counted_once", fields=["by", "read_at", "good", "twins", "bad", "faults"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.good}"


class FileLine(models.Model):
    """A good line, behind the wall; its text leaves it once the request holds it."""

    batch = models.ForeignKey(FileBatch, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    number = models.IntegerField()
    # Of the whole line: behind the wall, since a short text can be guessed from it.
    digest = models.CharField(max_length=64)
    rpps = models.CharField(max_length=11)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=9, choices=Channel)
    regime = models.CharField(max_length=3, choices=Regime, blank=True, default="")
    question = models.TextField(blank=True, default="")
    request = models.OneToOneField(HelpRequest, models.PROTECT, null=True, related_name="+")
    # Why it was not received after all: a code of a refusal.
    refused = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "file_line"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(name="file_line_once", fields=["batch", "number"]),
            models.UniqueConstraint(
                name="file_line_received_once",
                fields=["digest"],
                condition=Q(request__isnull=False),
            ),
            models.CheckConstraint(
                name="file_line_described",
                condition=Q(
                    number__gte=2,
                    digest__regex=r"^[0-9a-f]{64}$",
                    rpps__regex=r"^[0-9]{11}$",
                    channel__in=Channel.values,
                    regime__in=Regime.values,
                ),
            ),
            models.CheckConstraint(
                name="file_line_text_until_received",
                condition=(Q(request__isnull=True, refused="") & ~Q(question=""))
                | Q(request__isnull=False, refused="", question="")
                | (Q(request__isnull=True, question="") & ~Q(refused="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.number}"
