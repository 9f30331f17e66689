"""Where, for whom and since when the service is open."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.models.dated import DatedQuerySet, no_overlap


class Opening(models.Model):
    """A département and a specialty, from `since` to the day before `until`."""

    departement = models.CharField("département", max_length=3)
    specialty = models.CharField("spécialité", max_length=8)
    since = models.DateField("ouvert le")
    until = models.DateField("premier jour fermé", null=True, blank=True)
    source = models.CharField("décision", max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["departement", "specialty", "since"]
        constraints = [
            models.CheckConstraint(
                name="opening_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(name="opening_source_given", condition=~Q(source="")),
            no_overlap("opening_no_overlap", "departement", "specialty"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="opened_once", fields=["departement", "specialty", "since", "source"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.departement} · {self.specialty} · {self.since}"
