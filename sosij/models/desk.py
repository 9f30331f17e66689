"""Who answers at a desk, and the routes that a caisse sets beside the national ones."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models.dated import DatedQuerySet, no_overlap
from sosij.enums import Desk, Level, Motive, Regime


class Seat(models.Model):
    """A person at a desk of a caisse, with how many requests he can hold at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    desk = models.CharField(max_length=11, choices=Desk)
    capacity = models.SmallIntegerField("demandes tenues à la fois")
    head = models.BooleanField("responsable du guichet", default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seat_dates_ordered", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="seat_words_known", condition=Q(desk__in=Desk.values, capacity__gte=0)
            ),
            no_overlap("seat_no_overlap", "user", "caisse", "desk"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="given_once", fields=["user", "caisse", "desk", "since"])
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.caisse} · {self.desk}"


class LocalRoute(models.Model):
    """A dated row of the routing table; an empty column means « any »."""

    motive = models.CharField(max_length=13, choices=Motive, blank=True, default="")
    caisse = models.CharField(max_length=3, blank=True, default="")
    carsat = models.CharField(max_length=3, blank=True, default="")
    regime = models.CharField(max_length=3, choices=Regime, blank=True, default="")
    desk = models.CharField(max_length=11, choices=Desk)
    level = models.SmallIntegerField(choices=Level)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="route_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="route_words_known",
                condition=Q(
                    motive__in=["", *Motive.values],
                    regime__in=Regime.values,
                    desk__in=Desk.values,
                    level__in=Level.values,
                )
                & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="route_is_local", condition=~Q(caisse="", carsat="", regime="")
            ),
            models.CheckConstraint(name="route_one_place", condition=Q(caisse="") | Q(carsat="")),
            no_overlap("route_no_overlap", "motive", "caisse", "carsat", "regime"),
        ]
        # A row says for ever what it decided: only its end is still to be written.
        triggers = [
            pgtrigger.ReadOnly(
                name="decided_once",
                fields=[
                    "motive", "caisse", "carsat", "regime", "desk", "level", "since", "source",
                ],
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.motive or '*'} · {self.caisse or '*'} · {self.desk}"
