"""Model answers, their versions, and the requests that each version was put into."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sosij.enums import Motive, Side
from sosij.models.conduct import APPEND_ONLY
from sosij.models.request import HelpRequest


class LibraryEntry(models.Model):
    """A subject to answer on, common to all caisses; its words are those of its last version.

    `side` never changes: the versions of a medical answer would pass the wall with it.
    """

    title = models.CharField(max_length=200)
    motives = ArrayField(models.CharField(max_length=13, choices=Motive))
    side = models.CharField(max_length=14, choices=Side)
    review_on = models.DateField("à revoir le")
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="revue par"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="library_entry_described",
                condition=Q(side__in=Side.values, motives__len__gte=1)
                & Q(motives__contained_by=Motive.values)
                & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="library_withdrawn_whole",
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | Q(
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                    ~Q(withdrawn_reason=""),
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="library_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="side_chosen_once", fields=["side"]),
        ]

    def __str__(self) -> str:
        return self.title


class LibraryVersion(models.Model):
    """What an entry said from a day on, who wrote it and what changed."""

    entry = models.ForeignKey(LibraryEntry, models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    body = models.TextField()
    change = models.CharField("ce qui change", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(name="library_version_once", fields=["entry", "number"]),
            models.CheckConstraint(
                name="library_version_said",
                condition=Q(number__gte=1) & ~Q(body="") & ~Q(change=""),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.entry_id} · version {self.number}"


class AnswerSource(models.Model):
    """A version put into the answer to a request; what its author made of it is in the answer."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="sources")
    version = models.ForeignKey(LibraryVersion, models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answer_source_once", fields=["request", "version"])
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} · {self.version_id}"
