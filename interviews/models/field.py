"""What a device sent after an interview: once by number and revision, whatever the network did."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from interviews.enums import FieldOutcome, KeptSide
from interviews.models.interview import Interview


class FieldReport(models.Model):
    """One draft of a device; `uuid` is made there, `received_at` is the time of the server.

    No word of the report is here: it is in `InterviewReport`, or in one of the two tables below
    while somebody chooses.
    """

    uuid = models.UUIDField(unique=True)
    revision = models.BigIntegerField()
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="field_reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    # As the device told it: its clock may be wrong, and nothing is decided by it.
    device_time = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=7, choices=FieldOutcome)
    # The edition of the report that this one wrote, or the one that was kept instead of it.
    edition = models.IntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(name="field_report_of_interview", fields=["interview", "outcome"])]
        constraints = [
            models.CheckConstraint(
                name="field_report_plausible",
                condition=Q(outcome__in=FieldOutcome.values, revision__gte=1, edition__gte=0),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="sent_once", fields=["uuid", "interview", "by"]),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} · {self.outcome}"


class TwoVersions(models.Model):
    """A report written twice: `sent` came from the device, `replaced` is what was not kept.

    Nothing of either is lost: the one that is not kept stays here.
    """

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    report = models.ForeignKey(FieldReport, models.PROTECT, related_name="+")
    revision = models.BigIntegerField()
    sent = models.JSONField()
    # The version of the portal, as it was when the choice was made.
    replaced = models.JSONField(null=True)
    kept = models.CharField(max_length=8, choices=KeptSide, blank=True, default="")
    kept_at = models.DateTimeField(null=True)
    kept_by_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True
        ordering = ["report", "revision"]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.revision}"


def _chosen_whole(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(kept="", kept_at__isnull=True, kept_by_id__isnull=True, replaced__isnull=True)
        | Q(
            kept__in=KeptSide.values,
            kept_at__isnull=False,
            kept_by_id__isnull=False,
            replaced__isnull=False,
        ),
    )


WRITTEN_ONCE = [
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    pgtrigger.ReadOnly(
        name="sent_once", fields=["interview", "caisse", "report", "revision", "sent"]
    ),
    pgtrigger.Protect(
        name="chosen_once", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__kept="")
    ),
]


class FieldText(TwoVersions):
    """Those of a delegate: administrative words only."""

    class Meta(TwoVersions.Meta):
        constraints = [
            _chosen_whole("field_text_chosen_whole"),
            models.UniqueConstraint(name="field_text_once", fields=["report", "revision"]),
        ]
        triggers = WRITTEN_ONCE


class FieldNote(TwoVersions):
    """Behind the medical wall: those of a practitioner."""

    class Meta(TwoVersions.Meta):
        db_table = "interview_field_note"
        constraints = [
            _chosen_whole("field_note_chosen_whole"),
            models.UniqueConstraint(name="field_note_once", fields=["report", "revision"]),
        ]
        triggers = WRITTEN_ONCE
