"""Where, for whom and since when the service is open."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class OpeningQuerySet(models.QuerySet["Opening"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class Opening(models.Model):
    """A département and a specialty, from `since` to the day before `until`."""

    departement = models.CharField("département", max_length=3)
    specialty = models.CharField("spécialité", max_length=8)
    since = models.DateField("ouvert le")
    until = models.DateField("premier jour fermé", null=True, blank=True)
    source = models.CharField("décision", max_length=300)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["departement", "specialty", "since"]
        constraints = [
            models.CheckConstraint(
                name="opening_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(name="opening_source_given", condition=~Q(source="")),
            ExclusionConstraint(
                name="opening_no_overlap",
                expressions=[
                    ("departement", RangeOperators.EQUAL),
                    ("specialty", RangeOperators.EQUAL),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.departement} · {self.specialty} · {self.since}"
