"""An interview: with whom, by whom, when, what it came to. No medical word is in this table."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interviews.enums import Channel, Ending, Event, Kind, Motive, Quality, State
from interviews.rules.workflow import AHEAD
from prescribers.models import Prescriber


APPEND_ONLY = [
    pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
]
OPEN_STATES = tuple(state for state in State if state != State.CLOSED)
# A date is set in these; `MISSED` keeps the date that was missed.
DATED_STATES = (State.SCHEDULED, State.HELD, State.MISSED)
AHEAD_STATES = tuple(state for state in State if state in AHEAD)


class InterviewQuerySet(models.QuerySet["Interview"]):
    def still_open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Interview(models.Model):
    prescriber = models.ForeignKey(Prescriber, models.PROTECT, related_name="interviews")
    caisse = models.CharField(max_length=3)
    kind = models.CharField(max_length=14, choices=Kind)
    motive = models.CharField(max_length=12, choices=Motive)
    # What it is about, in administrative words.
    subject = models.CharField(max_length=200, blank=True, default="")
    channel = models.CharField(max_length=9, choices=Channel)
    place = models.CharField(max_length=200, blank=True, default="")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    starts_at = models.DateTimeField(null=True)
    # Planned length, then the one that was told.
    minutes = models.SmallIntegerField(default=40)
    lasted_minutes = models.SmallIntegerField(null=True)
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True, default="")
    # What this one follows.
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="interview_agenda",
                fields=["lead", "starts_at"],
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(name="interview_of_caisse", fields=["caisse", "-starts_at", "-id"]),
            models.Index(name="interview_of_doctor", fields=["prescriber", "-starts_at"]),
        ]
        constraints = [
            models.UniqueConstraint(name="interview_with_its_caisse", fields=["id", "caisse"]),
            models.CheckConstraint(
                name="interview_words_known",
                condition=Q(
                    kind__in=Kind.values,
                    motive__in=Motive.values,
                    channel__in=Channel.values,
                    state__in=State.values,
                    ending__in=["", *Ending.values],
                ),
            ),
            models.CheckConstraint(
                name="interview_dated_when_planned",
                condition=~Q(state__in=DATED_STATES) | Q(starts_at__isnull=False),
            ),
            models.CheckConstraint(
                name="interview_undated_when_proposed",
                condition=~Q(state=State.PROPOSED) | Q(starts_at__isnull=True),
            ),
            models.CheckConstraint(
                name="interview_lengths_plausible",
                condition=Q(minutes__range=(5, 480))
                & (Q(lasted_minutes__isnull=True) | Q(lasted_minutes__range=(1, 480))),
            ),
            models.CheckConstraint(
                name="interview_lasted_when_held",
                condition=Q(state=State.HELD, lasted_minutes__isnull=False)
                | Q(ending=Ending.HELD, lasted_minutes__isnull=False)
                | Q(~Q(state=State.HELD), ~Q(ending=Ending.HELD), lasted_minutes__isnull=True),
            ),
            models.CheckConstraint(
                name="interview_closed_says_how",
                condition=Q(Q(state=State.CLOSED, closed_at__isnull=False), ~Q(ending=""))
                | Q(~Q(state=State.CLOSED), closed_at__isnull=True, ending=""),
            ),
            models.CheckConstraint(
                name="interview_follows_another",
                condition=Q(previous__isnull=True) | ~Q(previous=F("id")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="proposed_once", fields=["prescriber", "caisse", "kind", "proposed_at"]
            ),
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=State.CLOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.kind} · {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED


class Participant(models.Model):
    """Who is there beside the doctor and who leads."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="participants")
    quality = models.CharField(max_length=9, choices=Quality)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["interview", "id"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_somebody",
                condition=Q(Q(quality=Quality.COLLEAGUE, user__isnull=False, name=""))
                | Q(Q(quality=Quality.ASSISTANT, user__isnull=True), ~Q(name="")),
            ),
            models.UniqueConstraint(name="participant_once", fields=["interview", "user", "name"]),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.quality}"


class InterviewMove(models.Model):
    """One passage. `reason` holds no medical word."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="moves")
    event = models.CharField(max_length=13, choices=Event)
    before = models.CharField(max_length=8, choices=State, blank=True, default="")
    after = models.CharField(max_length=8, choices=State)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    # As they were after the passage.
    starts_at = models.DateTimeField(null=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["interview", "id"]
        constraints = [
            models.CheckConstraint(
                name="interview_move_has_an_author",
                condition=Q(by__isnull=False, system="") | Q(Q(by__isnull=True), ~Q(system="")),
            ),
            models.CheckConstraint(
                name="interview_move_words_known",
                condition=Q(
                    event__in=Event.values,
                    before__in=["", *State.values],
                    after__in=State.values,
                ),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.event}"
