"""What became of a situation: asked twice, told by the doctor or by the staff."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sosij.enums import Outcome
from sosij.models.request import HelpRequest
from sosij.rules.outcomes import FOLLOW_UP


class OutcomeAsk(models.Model):
    """One question, at 30 or 90 days; the table holds no medical word, as the list has none."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="outcomes")
    horizon = models.SmallIntegerField("jours après la réponse")
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    # Null when the doctor told it by his portal.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["request", "horizon"]
        indexes = [
            models.Index(
                name="sosij_outcome_due", fields=["due_on"], condition=Q(asked_at__isnull=True)
            ),
            models.Index(
                name="sosij_outcome_awaited",
                fields=["asked_at"],
                condition=Q(asked_at__isnull=False, outcome=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="outcome_once_a_horizon", fields=["request", "horizon"]),
            models.CheckConstraint(
                name="outcome_words_known",
                condition=Q(outcome__in=["", *Outcome.values], horizon__in=FOLLOW_UP.horizons),
            ),
            models.CheckConstraint(
                name="outcome_told_whole",
                condition=Q(outcome="", told_at__isnull=True, by__isnull=True)
                | Q(~Q(outcome=""), told_at__isnull=False, asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_reminded_after_asking",
                condition=Q(reminded_at__isnull=True)
                | Q(asked_at__isnull=False, reminded_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.horizon}"
