"""When an interview can be: declared capacity, consultations of a doctor; who was told of it."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from core.models.dated import DatedQuerySet, no_overlap
from interviews.enums import HoursSource, InvitationChannel, Nature, Reminded
from interviews.models.interview import APPEND_ONLY, Interview
from prescribers.models import Prescriber


SUNDAY = 6
# Forty-eight hours: the longest week of article L3121-20 of the labour code.
LONGEST_WEEK = 48 * 60


class Capacity(models.Model):
    """Minutes a week that a person can give to interviews at one caisse."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    minutes = models.SmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["user", "caisse", "since"]
        constraints = [
            models.CheckConstraint(
                name="capacity_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="capacity_fits_a_week", condition=Q(minutes__range=(0, LONGEST_WEEK))
            ),
            no_overlap("capacity_no_overlap", "user", "caisse"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="declared_once", fields=["user", "caisse", "minutes", "since"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.caisse} · {self.since}"


def _on_one_day(field: str) -> Func:
    """A time of the day as an instant of an arbitrary day: PostgreSQL has no range of times."""
    return Func(
        F(field),
        template=f"(DATE '{date(2000, 1, 1)}' + %(expressions)s)",
        output_field=models.DateTimeField(),
    )


class ConsultationHours(models.Model):
    """When a doctor sees his patients, in the local time of his caisse: no invitation falls there.

    From `since` to the day before `until`; `weekday` 0 is Monday.
    """

    prescriber = models.ForeignKey(Prescriber, models.PROTECT, related_name="consultation_hours")
    weekday = models.SmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=7, choices=HoursSource)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["prescriber", "weekday", "opens", "since"]
        constraints = [
            models.CheckConstraint(
                name="consultation_words_known",
                condition=Q(weekday__range=(0, SUNDAY), source__in=HoursSource.values),
            ),
            models.CheckConstraint(
                name="consultation_times_ordered", condition=Q(closes__gt=F("opens"))
            ),
            models.CheckConstraint(
                name="consultation_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            ExclusionConstraint(
                name="consultation_no_overlap",
                expressions=[
                    ("prescriber", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            _on_one_day("opens"),
                            _on_one_day("closes"),
                            function="tsrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="declared_once",
                fields=["prescriber", "weekday", "opens", "closes", "since", "source"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.weekday} · {self.opens:%H:%M}"


class Invitation(models.Model):
    """What left for a doctor: an invitation, its update or its cancellation.

    `address` is a mail address typed by a person: no log and no journal holds it. `sequence`
    numbers what left for an interview, as RFC 5545 asks of the versions of one event.
    """

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="invitations")
    nature = models.CharField(max_length=12, choices=Nature)
    channel = models.CharField(max_length=8, choices=InvitationChannel)
    address = models.EmailField(blank=True, default="")
    # The date told; of a cancellation, the date that falls.
    starts_at = models.DateTimeField()
    sequence = models.SmallIntegerField()
    sent_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["interview", "sequence"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_sequence_once", fields=["interview", "sequence"]
            ),
            models.CheckConstraint(
                name="invitation_words_known",
                condition=Q(
                    nature__in=Nature.values,
                    channel__in=InvitationChannel.values,
                    sequence__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="invitation_mail_has_an_address",
                condition=Q(channel=InvitationChannel.LETTER, address="")
                | Q(Q(channel=InvitationChannel.MAIL), ~Q(address="")),
            ),
            models.CheckConstraint(
                name="invitation_letter_is_new",
                condition=Q(channel=InvitationChannel.MAIL) | Q(nature=Nature.INVITATION),
            ),
            models.CheckConstraint(
                name="invitation_has_an_author",
                condition=Q(by__isnull=False, system="") | Q(Q(by__isnull=True), ~Q(system="")),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.nature} · {self.sequence}"


class InterviewReminder(models.Model):
    """Somebody was reminded of a date, once; a date that moves is reminded anew."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="reminders")
    starts_at = models.DateTimeField()
    whom = models.CharField(max_length=10, choices=Reminded)
    # Nobody of ours for the doctor.
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["interview", "id"]
        constraints = [
            models.UniqueConstraint(
                name="interview_reminder_once",
                fields=["interview", "starts_at", "whom", "to"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="interview_reminder_is_for_somebody",
                condition=Q(whom=Reminded.DOCTOR, to__isnull=True)
                | Q(whom__in=[Reminded.LEAD, Reminded.SUBSTITUTE], to__isnull=False),
            ),
            models.CheckConstraint(
                name="interview_reminder_before", condition=Q(at__lt=F("starts_at"))
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.whom}"
