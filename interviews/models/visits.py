"""A campaign of visits: which doctors, by whom, and the visit that each of them had.

It accompanies: no procedure starts from it, and no list of a procedure is read here.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interviews.enums import CampaignState, Priority, QuotaBy, Theme
from interviews.models.documents import Document
from interviews.models.interview import Interview
from prescribers.models import Prescriber


class VisitCampaign(models.Model):
    caisse = models.CharField(max_length=3)
    theme = models.CharField(max_length=13, choices=Theme)
    title = models.CharField(max_length=150)
    # Days: the first and the last.
    since = models.DateField()
    until = models.DateField()
    quota_by = models.CharField(max_length=5, choices=QuotaBy, default=QuotaBy.TOTAL)
    quota = models.IntegerField()
    documents = models.ManyToManyField(Document, related_name="+", blank=True)
    state = models.CharField(max_length=9, choices=CampaignState, default=CampaignState.DRAFT)
    pilot = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # What it came to, in one sentence.
    closing = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(name="visit_campaign_of_caisse", fields=["caisse", "-since"])]
        constraints = [
            models.CheckConstraint(
                name="visit_campaign_words_known",
                condition=Q(
                    theme__in=Theme.values,
                    state__in=CampaignState.values,
                    quota_by__in=QuotaBy.values,
                )
                & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="visit_campaign_dates_ordered", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="visit_campaign_quota_plausible", condition=Q(quota__range=(1, 9999))
            ),
            models.CheckConstraint(
                name="visit_campaign_state_dated",
                condition=Q(state=CampaignState.DRAFT, opened_at__isnull=True)
                | Q(~Q(state=CampaignState.DRAFT), opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_campaign_closed_says_how",
                condition=Q(Q(state=CampaignState.CLOSED, closed_at__isnull=False), ~Q(closing=""))
                | Q(~Q(state=CampaignState.CLOSED), closed_at__isnull=True, closing=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="created_once", fields=["caisse", "theme", "created_at"]),
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=CampaignState.CLOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.state}"


class VisitTarget(models.Model):
    """A doctor to visit, and the interview in which it was done."""

    campaign = models.ForeignKey(VisitCampaign, models.PROTECT, related_name="targets")
    prescriber = models.ForeignKey(Prescriber, models.PROTECT, related_name="visit_targets")
    assigned = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    priority = models.SmallIntegerField(choices=Priority, default=Priority.USUAL)
    reason = models.CharField(max_length=200, blank=True, default="")
    interview = models.OneToOneField(
        Interview, models.PROTECT, null=True, related_name="visit_target"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    removed_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["campaign", "priority", "id"]
        constraints = [
            models.UniqueConstraint(
                name="visit_target_once",
                fields=["campaign", "prescriber"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="visit_target_priority_known", condition=Q(priority__in=Priority.values)
            ),
            models.CheckConstraint(
                name="visit_target_removed_says_why",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | Q(
                    Q(removed_at__isnull=False, removed_by__isnull=False, interview__isnull=True),
                    ~Q(removed_reason=""),
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="added_once", fields=["campaign", "prescriber", "added_at", "added_by"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.prescriber_id}"


class VisitSatisfaction(models.Model):
    """From 1 to 5, said by the doctor at the end of a visit; never shown one by one."""

    interview = models.OneToOneField(Interview, models.PROTECT, related_name="satisfaction")
    mark = models.SmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_satisfaction_from_1_to_5", condition=Q(mark__range=(1, 5))
            )
        ]
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}"
