"""Who is on duty at a desk, and who was told that time runs out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models.dated import DatedQuerySet, no_overlap
from sosij.enums import Desk, Told
from sosij.models.conduct import APPEND_ONLY
from sosij.models.request import HelpRequest
from sosij.rules.escalation import LADDER


class Duty(models.Model):
    """A person on duty at a desk of a caisse, from `since` to the day before `until`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    desk = models.CharField(max_length=11, choices=Desk)
    since = models.DateField()
    until = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["caisse", "desk", "since"]
        constraints = [
            models.CheckConstraint(name="duty_dates_ordered", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(name="duty_desk_known", condition=Q(desk__in=Desk.values)),
            no_overlap("duty_one_at_a_time", "caisse", "desk"),
        ]

    def __str__(self) -> str:
        return f"{self.caisse} · {self.desk} · {self.since}"


class Notice(models.Model):
    """One person told of one step, or nobody: written with the passage, once."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="notices")
    step = models.CharField(max_length=18, choices=[(step.value, step.label) for step in LADDER])
    quality = models.CharField(max_length=11, choices=Told)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["request", "id"]
        indexes = [models.Index(name="sosij_told", fields=["to", "request"])]
        constraints = [
            models.UniqueConstraint(
                name="notice_once", fields=["request", "step", "to"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="notice_words_known",
                condition=Q(step__in=[step.value for step in LADDER], quality__in=Told.values),
            ),
            models.CheckConstraint(
                name="notice_names_somebody",
                condition=Q(to__isnull=True, quality=Told.NOBODY)
                | Q(Q(to__isnull=False), ~Q(quality=Told.NOBODY)),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} · {self.step} · {self.quality}"
