"""When a person is away, and who answers for them meanwhile."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models.dated import DatedQuerySet, no_overlap


class Absence(models.Model):
    """From `since` to the day before `until`; a substitute sees the lines, and gains no right."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateField()
    until = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["user", "since"]
        constraints = [
            models.CheckConstraint(name="absence_dates_ordered", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="absence_substitute_is_another",
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("user")),
            ),
            no_overlap("absence_no_overlap", "user"),
        ]
        triggers = [pgtrigger.ReadOnly(name="whose_stays", fields=["user", "since"])]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.since}"
