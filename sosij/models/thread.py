"""The texts and the files of a request, behind the medical wall save those of the other desks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from sosij.enums import DeskTextKind, FileState, TextKind
from sosij.models.conduct import APPEND_ONLY
from sosij.models.request import HelpRequest


BYTES = Func(F("content"), function="octet_length", output_field=models.IntegerField())


class RequestText(models.Model):
    """Written once; `by_id` is null for the doctor who asks."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    kind = models.CharField(max_length=9, choices=TextKind)
    body = models.TextField()
    by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "request_text"
        ordering = ["request", "id"]
        indexes = [models.Index(name="request_text_thread", fields=["request", "id"])]
        constraints = [
            models.CheckConstraint(
                name="request_text_said",
                condition=Q(kind__in=TextKind.values) & ~Q(body=""),
            ),
            models.CheckConstraint(
                name="request_text_author",
                condition=Q(kind=TextKind.QUESTION) | Q(by_id__isnull=False),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} · {self.kind}"


class RequestFile(models.Model):
    """An attachment; without a clean verdict of the scanner nobody opens it.

    An infected one keeps its name and its fingerprint, and no byte of what it held.
    """

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    # The last try, and the verdict if it gave one.
    tried_at = models.DateTimeField(null=True)
    scanned_at = models.DateTimeField(null=True)
    infected = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "request_file"
        ordering = ["request", "id"]
        indexes = [
            models.Index(
                name="request_file_to_scan",
                fields=["tried_at"],
                condition=Q(scanned_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="request_file_whole_or_emptied",
                condition=Q(Exact(BYTES, F("size")), infected=False)
                | Q(Exact(BYTES, 0), infected=True, scanned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_file_described",
                condition=Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$") & ~Q(name=""),
            ),
            models.UniqueConstraint(name="request_file_once", fields=["request", "sha256"]),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.name}"

    @property
    def state(self) -> FileState:
        if self.infected:
            return FileState.INFECTED
        return FileState.QUARANTINED if self.scanned_at is None else FileState.CLEAN


class DeskText(models.Model):
    """A text of a desk outside the service médical, without medical information nor number."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="desk_texts")
    kind = models.CharField(max_length=7, choices=DeskTextKind)
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["request", "id"]
        constraints = [
            models.CheckConstraint(
                name="desk_text_said",
                condition=Q(kind__in=DeskTextKind.values) & ~Q(body=""),
            )
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} · {self.kind}"
