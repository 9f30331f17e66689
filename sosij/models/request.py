"""A request for help: who, where, since when, due when. No medical word is in this table."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.workdays import CALENDARS
from sosij.enums import Channel, Desk, DropReason, Level, Motive, Regime, State
from sosij.rules.clock import SERVICE_LEVELS


OPEN_STATES = (State.RECEIVED, State.WAITING, State.HELD, State.SUSPENDED, State.SECOND_READING)
CLOSED_STATES = (State.ANSWERED, State.DROPPED)
# The states in which the clock runs.
RUNNING_STATES = (State.RECEIVED, State.WAITING, State.HELD, State.SECOND_READING)


class ReferenceSeries(models.Model):
    """The last number given in a year: references follow each other without a gap."""

    year = models.SmallIntegerField(primary_key=True)
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="series_counts_from_one", condition=Q(last__gte=1))
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.last}"


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def running(self) -> Self:
        return self.filter(state__in=RUNNING_STATES)


class HelpRequest(models.Model):
    reference = models.CharField(max_length=12, unique=True)
    rpps = models.CharField(max_length=11, db_index=True)
    caisse = models.CharField(max_length=3)
    departement = models.CharField(max_length=3)
    specialty = models.CharField(max_length=8)
    regime = models.CharField(max_length=3, choices=Regime, blank=True, default="")
    channel = models.CharField(max_length=9, choices=Channel)
    received_at = models.DateTimeField()
    # The last passage or text: a person who read before it has something to read.
    changed_at = models.DateTimeField()

    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    motives = ArrayField(models.CharField(max_length=13, choices=Motive), default=list, blank=True)
    level = models.SmallIntegerField(choices=Level, null=True)
    desk = models.CharField(max_length=11, choices=Desk, blank=True, default="")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    redirections = models.SmallIntegerField(default=0)
    # Kept once a reading asked for it: `rules.reading`.
    second_reading = models.BooleanField(default=False)
    # What a desk outside the service médical may read, written by the qualifier.
    administrative_part = models.TextField(blank=True, default="")

    # The promise and the calendar of the day of receipt: no later change rewrites a past delay.
    service_level = models.CharField(max_length=10)
    calendar = models.CharField(max_length=6)
    # Null while suspended, and once closed.
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    # When the head of the desk was told: `rules.escalation`.
    escalated_at = models.DateTimeField(null=True)

    answered_at = models.DateTimeField(null=True)
    by_phone = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    net_seconds = models.IntegerField(null=True)
    gross_seconds = models.IntegerField(null=True)
    in_time = models.BooleanField(null=True)
    drop_reason = models.CharField(max_length=10, choices=DropReason, blank=True, default="")

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="sosij_open_by_due",
                fields=["caisse", "due_at", "id"],
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(name="sosij_by_receipt", fields=["caisse", "-received_at", "-id"]),
            models.Index(
                name="sosij_closed_by_receipt",
                fields=["-received_at", "-id"],
                include=["caisse", "desk"],
                condition=Q(state__in=CLOSED_STATES),
            ),
            models.Index(
                name="sosij_to_warn",
                fields=["warn_at"],
                condition=Q(state__in=RUNNING_STATES, warned_at__isnull=True),
            ),
            models.Index(
                name="sosij_to_breach",
                fields=["due_at"],
                condition=Q(state__in=RUNNING_STATES, breached_at__isnull=True),
            ),
            models.Index(
                name="sosij_to_escalate",
                fields=["breached_at"],
                condition=Q(
                    state__in=RUNNING_STATES, breached_at__isnull=False, escalated_at__isnull=True
                ),
            ),
        ]
        constraints = [
            # What the texts behind the wall refer to: theirs is the caisse of the request.
            models.UniqueConstraint(name="request_with_its_caisse", fields=["id", "caisse"]),
            models.CheckConstraint(
                name="request_rpps_11_digits", condition=Q(rpps__regex=r"^[0-9]{11}$")
            ),
            models.CheckConstraint(
                name="request_words_known",
                condition=Q(
                    state__in=State.values,
                    regime__in=Regime.values,
                    channel__in=Channel.values,
                    desk__in=["", *Desk.values],
                    drop_reason__in=["", *DropReason.values],
                    motives__contained_by=Motive.values,
                    calendar__in=list(CALENDARS),
                    service_level__in=[level.version for level in SERVICE_LEVELS],
                ),
            ),
            models.CheckConstraint(
                name="request_qualified_whole",
                condition=Q(desk="", level__isnull=True, motives=[])
                | Q(~Q(desk=""), ~Q(motives=[]), level__isnull=False, level__in=Level.values),
            ),
            models.CheckConstraint(
                name="request_received_not_qualified",
                condition=~Q(state=State.RECEIVED) | Q(desk=""),
            ),
            models.CheckConstraint(
                name="request_at_a_desk_when_qualified",
                condition=Q(state__in=[State.RECEIVED, State.DROPPED]) | ~Q(desk=""),
            ),
            models.CheckConstraint(
                name="request_held_by_somebody",
                condition=~Q(state__in=[State.HELD, State.SUSPENDED, State.SECOND_READING])
                | Q(holder__isnull=False),
            ),
            models.CheckConstraint(
                name="request_waiting_for_anybody",
                condition=~Q(state__in=[State.RECEIVED, State.WAITING]) | Q(holder__isnull=True),
            ),
            models.CheckConstraint(
                name="request_due_while_it_runs",
                condition=Q(state__in=RUNNING_STATES, due_at__isnull=False, warn_at__isnull=False)
                | Q(~Q(state__in=RUNNING_STATES), due_at__isnull=True, warn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="request_answered_measured",
                condition=Q(
                    state=State.ANSWERED,
                    answered_at__isnull=False,
                    net_seconds__isnull=False,
                    gross_seconds__isnull=False,
                    gross_seconds__gte=F("net_seconds"),
                    in_time__isnull=False,
                )
                | Q(
                    ~Q(state=State.ANSWERED),
                    answered_at__isnull=True,
                    net_seconds__isnull=True,
                    gross_seconds__isnull=True,
                    in_time__isnull=True,
                    by_phone=False,
                ),
            ),
            models.CheckConstraint(
                name="request_closed_when_over",
                condition=Q(state__in=[State.ANSWERED, State.DROPPED], closed_at__isnull=False)
                | Q(state__in=OPEN_STATES, closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="request_dropped_says_why",
                condition=Q(Q(state=State.DROPPED), ~Q(drop_reason=""))
                | Q(~Q(state=State.DROPPED), drop_reason=""),
            ),
            models.CheckConstraint(
                name="request_counts_not_negative", condition=Q(redirections__gte=0)
            ),
            models.CheckConstraint(
                name="request_escalated_after_breach",
                condition=Q(escalated_at__isnull=True) | Q(breached_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="received_once",
                fields=[
                    "reference", "rpps", "caisse", "departement", "specialty", "regime",
                    "channel", "received_at", "service_level", "calendar",
                ],
            ),
            # A closed request stays closed, and the delay of an answer stays what it was.
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[State.ANSWERED, State.DROPPED]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def written_behind_the_wall(self) -> bool:
        """Whether what is written about it is a text of the service médical."""
        return self.desk in {"", Desk.MEDICAL}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
