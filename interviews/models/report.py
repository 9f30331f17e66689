"""What came of an interview: the administrative part here, the medical one behind the wall."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from interviews.enums import (
    CommitmentState,
    NextStep,
    OfferState,
    Owner,
    Particularity,
    Proposal,
    Reminder,
    ReportState,
)
from interviews.models.documents import DocumentVersion
from interviews.models.interview import Interview
from prescribers.models import Prescriber


class InterviewReport(models.Model):
    """Written in the field, completed and signed at the desk; signed, it stays.

    `conclusion` and `remarks` are read by every person of the service: the remarks of a
    practitioner's interview are in `InterviewNote`, and those here a delegate's.
    """

    interview = models.OneToOneField(Interview, models.PROTECT, related_name="report")
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.DRAFT)
    reminders = ArrayField(models.CharField(max_length=13, choices=Reminder), default=list)
    proposals = ArrayField(models.CharField(max_length=11, choices=Proposal), default=list)
    particularities = ArrayField(
        models.CharField(max_length=13, choices=Particularity), default=list
    )
    remarks = models.CharField(max_length=1000, blank=True, default="")
    conclusion = models.CharField(max_length=1000, blank=True, default="")
    next_step = models.CharField(max_length=13, choices=NextStep)
    cases_discussed = models.SmallIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Each writing adds one: who writes on an older one is told of the newer.
    edition = models.IntegerField(default=1)
    second_reading = models.BooleanField(default=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    # When the coordinates and the documents left, once.
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_words_known",
                condition=Q(
                    state__in=ReportState.values,
                    reminders__contained_by=Reminder.values,
                    proposals__contained_by=Proposal.values,
                    particularities__contained_by=Particularity.values,
                    next_step__in=NextStep.values,
                ),
            ),
            models.CheckConstraint(
                name="report_signed_by_somebody",
                condition=Q(
                    state=ReportState.SIGNED, signed_by__isnull=False, signed_at__isnull=False
                )
                | Q(~Q(state=ReportState.SIGNED), signed_by__isnull=True, signed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="report_counts_plausible",
                condition=Q(cases_discussed__range=(0, 99), edition__gte=1),
            ),
            models.CheckConstraint(
                name="report_read_by_another",
                condition=~Q(second_reading=True, state=ReportState.SIGNED)
                | ~Q(signed_by=F("written_by")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # Sending is the one thing that happens after the signature.
            pgtrigger.Protect(
                name="signed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state = 'signe' AND (to_jsonb(OLD) - 'sent_at') "
                    "IS DISTINCT FROM (to_jsonb(NEW) - 'sent_at')"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.state}"


class HandedDocument(models.Model):
    """A document given, in the version of that day."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="handed")
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["interview", "id"]
        constraints = [models.UniqueConstraint(name="handed_once", fields=["interview", "version"])]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.version_id}"


class Commitment(models.Model):
    """Who does what before when, in administrative words; followed to its end."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="commitments")
    prescriber = models.ForeignKey(Prescriber, models.PROTECT, related_name="commitments")
    caisse = models.CharField(max_length=3)
    owner = models.CharField(max_length=7, choices=Owner)
    # Who follows it at the caisse, whoever owns it.
    follower = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=CommitmentState, default=CommitmentState.OPEN)
    reason = models.CharField(max_length=500, blank=True, default="")
    made_at = models.DateTimeField()
    reminded_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                name="commitment_open_by_follower",
                fields=["follower", "due_on"],
                condition=Q(state=CommitmentState.OPEN),
            ),
            models.Index(name="commitment_of_doctor", fields=["prescriber", "-due_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="commitment_words_known",
                condition=Q(owner__in=Owner.values, state__in=CommitmentState.values)
                & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="commitment_ended_by_somebody",
                condition=Q(
                    state=CommitmentState.OPEN, ended_at__isnull=True, ended_by__isnull=True
                )
                | Q(
                    ~Q(state=CommitmentState.OPEN),
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="commitment_dropped_says_why",
                condition=~Q(state=CommitmentState.DROPPED) | ~Q(reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="made_once",
                fields=["interview", "prescriber", "caisse", "owner", "words", "made_at"],
            ),
            pgtrigger.Protect(
                name="ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__state__in=[CommitmentState.KEPT, CommitmentState.DROPPED]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.due_on}"


class InterviewNote(models.Model):
    """Behind the medical wall: what the doctor said, what was discussed, what was advised."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    body = models.TextField()
    by_id = models.BigIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "interview_note"
        ordering = ["interview", "id"]
        constraints = [
            models.CheckConstraint(name="interview_note_said", condition=~Q(body="")),
        ]
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.written_at}"


class DiscussedCase(models.Model):
    """Behind the medical wall: a case of the sheet, by its number, and whether it was discussed."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    # « A » to « E », the letter of the sheet; then the number that the published rules gave.
    letter = models.CharField(max_length=1)
    number = models.CharField(max_length=24)
    rule = models.CharField(max_length=30)
    discussed = models.BooleanField(default=False)

    class Meta:
        db_table = "interview_case"
        ordering = ["interview", "letter"]
        constraints = [
            models.UniqueConstraint(
                name="interview_case_letter_once", fields=["interview", "letter"]
            ),
            models.CheckConstraint(
                name="interview_case_named",
                condition=Q(letter__regex=r"^[A-J]$") & ~Q(number="") & ~Q(rule=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.letter}"


class PatientOffer(models.Model):
    """Behind the medical wall: what was offered for one case, and what became of it."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    letter = models.CharField(max_length=1)
    proposal = models.CharField(max_length=11, choices=Proposal)
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.OFFERED)
    offered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField()

    class Meta:
        db_table = "interview_offer"
        ordering = ["interview", "id"]
        constraints = [
            models.UniqueConstraint(
                name="interview_offer_once", fields=["interview", "letter", "proposal"]
            ),
            models.CheckConstraint(
                name="interview_offer_words_known",
                condition=Q(
                    letter__regex=r"^[A-J]$",
                    proposal__in=Proposal.values,
                    state__in=OfferState.values,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.letter} · {self.proposal}"
