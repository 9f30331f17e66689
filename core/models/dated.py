"""Rows that hold from `since` to the day before `until`, and never two at once."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


def no_overlap(name: str, *fields: str) -> ExclusionConstraint:
    """Two rows that agree on these fields share no day."""
    days = Func(F("since"), F("until"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            (days, RangeOperators.OVERLAPS),
        ],
    )
