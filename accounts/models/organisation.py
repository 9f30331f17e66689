"""Caisses, regions, the nation, the Carsat: a code that stays, labels that change by date."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.enums import OrganisationKind


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def caisses(self) -> "OrganisationQuerySet":
        return self.filter(kind=OrganisationKind.CAISSE)

    def with_label(self, on: date) -> "OrganisationQuerySet":
        labels = OrganisationLabel.objects.filter(organisation=models.OuterRef("pk")).on(on)
        return self.annotate(label=models.Subquery(labels.values("label")[:1]))


class Organisation(models.Model):
    kind = models.CharField("nature", max_length=10, choices=OrganisationKind)
    code = models.CharField("code", max_length=12)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="rattachée à", null=True, related_name="children"
    )

    objects = OrganisationQuerySet.as_manager()
    label: str | None  # with_label()

    class Meta:
        verbose_name = "organisme"
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(name="organisation_code_unique", fields=["kind", "code"]),
            models.CheckConstraint(
                name="organisation_kind_known", condition=Q(kind__in=OrganisationKind.values)
            ),
            models.CheckConstraint(name="organisation_code_given", condition=~Q(code="")),
            models.CheckConstraint(
                name="organisation_caisse_has_parent",
                condition=~Q(kind=OrganisationKind.CAISSE) | Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_not_its_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class OrganisationLabelQuerySet(models.QuerySet["OrganisationLabel"]):
    def on(self, day: date) -> "OrganisationLabelQuerySet":
        still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        return self.filter(still, valid_from__lte=day)


class OrganisationLabel(models.Model):
    """A name from its first day to the day before `valid_to`."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="labels")
    label = models.CharField("libellé", max_length=150)
    valid_from = models.DateField("depuis le")
    valid_to = models.DateField("jusqu’au", null=True)

    objects = OrganisationLabelQuerySet.as_manager()

    class Meta:
        verbose_name = "libellé d’organisme"
        ordering = ["organisation", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="organisation_label_dates_ordered",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="organisation_label_no_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.label
