"""What a person is writing and has not sent: one draft a request and person, on either side."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sosij.models.request import HelpRequest


class RequestDraft(models.Model):
    """Behind the wall, as the answer that it will be."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    body = models.TextField()
    by_id = models.BigIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "request_draft"
        constraints = [
            models.CheckConstraint(name="request_draft_said", condition=~Q(body="")),
            models.UniqueConstraint(name="request_draft_once", fields=["request", "by_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.by_id}"


class DeskDraft(models.Model):
    """In the open, without medical information nor number."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="+")
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="desk_draft_said", condition=~Q(body="")),
            models.UniqueConstraint(name="desk_draft_once", fields=["request", "by"]),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.by_id}"
