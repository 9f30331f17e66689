"""The programs that post requests, the keys of a repetition, and how much each has called."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from sosij.enums import IntakeScope
from sosij.models.request import HelpRequest


class IntakeClientQuerySet(models.QuerySet["IntakeClient"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class IntakeClient(models.Model):
    """A portal of practitioners; its secret is kept hashed, its tokens are signed and short."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=120)
    secret = models.CharField(max_length=128)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = IntakeClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="client_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="client_has_a_name", condition=~Q(code="") & ~Q(label="") & ~Q(secret="")
            ),
        ]

    def __str__(self) -> str:
        return self.code


class IntakeKey(models.Model):
    """A key of a client, what it asked and the request that it made: the same again answers it."""

    client = models.ForeignKey(IntakeClient, models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    request = models.OneToOneField(HelpRequest, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="intake_key_once", fields=["client", "key"]),
            models.CheckConstraint(
                name="intake_key_described",
                condition=~Q(key="") & Q(digest__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} · {self.key}"


class IntakeRate(models.Model):
    """How often a client has called in the last minute it called in: one row, never a history."""

    client = models.ForeignKey(IntakeClient, models.CASCADE, related_name="+")
    scope = models.CharField(max_length=5, choices=IntakeScope)
    minute = models.DateTimeField()
    calls = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="intake_rate_once", fields=["client", "scope"]),
            models.CheckConstraint(
                name="intake_rate_counts",
                condition=Q(scope__in=IntakeScope.values, calls__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} · {self.scope}"
