"""What happened to a request: each passage with its author, each suspension, each qualification."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sosij.enums import Desk, Event, HoldReason, Level, Motive, State
from sosij.models.request import HelpRequest


APPEND_ONLY = [
    pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
]


class Move(models.Model):
    """One passage. `reason` is read outside the medical space: it holds no medical word."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="moves")
    event = models.CharField(max_length=18, choices=Event)
    before = models.CharField(max_length=10, choices=State, blank=True, default="")
    after = models.CharField(max_length=10, choices=State)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    # What the passage changed, when its words need it: a desk, a holder.
    desk = models.CharField(max_length=11, choices=Desk, blank=True, default="")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["request", "id"]
        constraints = [
            models.CheckConstraint(
                name="move_has_an_author",
                condition=Q(by__isnull=False, system="") | Q(Q(by__isnull=True), ~Q(system="")),
            ),
            models.CheckConstraint(
                name="move_words_known",
                condition=Q(
                    event__in=Event.values,
                    before__in=["", *State.values],
                    after__in=State.values,
                    desk__in=["", *Desk.values],
                ),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} · {self.event}"


class Qualification(models.Model):
    """One reading of the request by a qualifier; the last one stands, all are kept."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="qualifications")
    motives = ArrayField(models.CharField(max_length=13, choices=Motive))
    level = models.SmallIntegerField(choices=Level)
    desk = models.CharField(max_length=11, choices=Desk)
    # What the routing table proposed: a desk chosen against it can be counted.
    proposed = models.CharField(max_length=11, choices=Desk)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["request", "id"]
        constraints = [
            models.CheckConstraint(
                name="qualification_has_a_motive", condition=Q(motives__len__gte=1)
            ),
            models.CheckConstraint(
                name="qualification_words_known",
                condition=Q(
                    level__in=Level.values,
                    desk__in=Desk.values,
                    proposed__in=Desk.values,
                    motives__contained_by=Motive.values,
                ),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} · {self.desk}"


class Suspension(models.Model):
    """The clock stopped, why, from when to when."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=10, choices=HoldReason)
    detail = models.CharField(max_length=500)
    start = models.DateTimeField()
    end = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request", "start"]
        constraints = [
            models.CheckConstraint(
                name="suspension_dates_ordered",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
            ),
            models.CheckConstraint(
                name="suspension_says_why",
                condition=Q(reason__in=HoldReason.values) & ~Q(detail=""),
            ),
            models.UniqueConstraint(
                name="suspension_one_open", fields=["request"], condition=Q(end__isnull=True)
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="said_once", fields=["request", "reason", "detail", "start", "by"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.reason}"


class ReadMark(models.Model):
    """Until when a person has read a request: what came later is unread."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="read_marks")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="read_mark_once", fields=["user", "request"])]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.request_id}"
