"""Legal persons and places of care, and who works there: centres, companies, MSP, CPTS."""

from django.db import models
from django.db.models import F, Q

from prescribers.enums import StructureKind
from prescribers.models.directory import Prescriber


class Structure(models.Model):
    """One FINESS establishment or SIREN company; two sources may describe the same one."""

    # FINESS (9 characters) or SIREN (9 digits).
    code = models.CharField(max_length=9, unique=True)
    kind = models.CharField(max_length=5, choices=StructureKind)
    # FINESS category of the establishment; empty when only `structures` knows it.
    category = models.CharField(max_length=4, blank=True, default="")
    name = models.CharField(max_length=200)
    caisse = models.CharField(max_length=3, blank=True, default="", db_index=True)
    commune = models.CharField(max_length=5, blank=True, default="")
    departement = models.CharField(max_length=3)
    region = models.CharField(max_length=2)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9][0-9AB][0-9]{7}$"), name="structure_code_9"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=StructureKind.values), name="structure_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(closed__isnull=True)
                | Q(opened__isnull=True)
                | Q(closed__gte=F("opened")),
                name="structure_dates_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Membership(models.Model):
    """A prescriber belongs to a structure from one day to another."""

    prescriber = models.ForeignKey(Prescriber, on_delete=models.PROTECT, related_name="memberships")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="memberships")
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="membership_dates_ordered",
            ),
            models.UniqueConstraint(
                fields=["prescriber", "structure", "start"], name="membership_one_per_start"
            ),
            models.UniqueConstraint(
                fields=["prescriber", "structure"],
                condition=Q(end__isnull=True),
                name="membership_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.structure_id} · {self.start}"
