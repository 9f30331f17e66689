"""What must leave the house (a mail, a file) is first a row of the act's own transaction."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class OutboxMessage(models.Model):
    """A message to send; `next_attempt_at` is both the claim of a sender and the next try."""

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=40)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, db_default=Now())
    sent_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_outbox_sent_is_not_due",
                condition=Q(sent_at__isnull=True) | Q(next_attempt_at__isnull=True),
            ),
            models.CheckConstraint(
                name="core_outbox_given_up_has_code",
                condition=Q(sent_at__isnull=False)
                | Q(next_attempt_at__isnull=False)
                | ~Q(error_code=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
                name="core_outbox_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"
