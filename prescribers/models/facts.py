"""The medical facts, behind the wall: schema `medical`, row-level security by caisse.

A partition begins on the first of a month: the function that makes it says so, once for its rows.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q

from prescribers.enums import LeaveNature, LeaveRisk


OUTSIDE_STRATA = -1


def _one_of(field: str, choices: type[models.TextChoices]) -> Q:
    """A closed list, its commonest value first: `IN` would unpack an array for each row."""
    return reduce(or_, (Q(**{field: value}) for value in choices.values))


class Leave(models.Model):
    """One sick-leave notice; a partition a month, replaced whole by a corrected file."""

    # In the order in which the rows of a month are stored: its index is built without a sort.
    pk = models.CompositePrimaryKey("rpps", "start", "patient", "nature", "month")
    rpps = models.BigIntegerField()
    patient = models.BigIntegerField()
    amount_cents = models.IntegerField()
    month = models.DateField()
    start = models.DateField()
    end = models.DateField()
    days = models.SmallIntegerField()
    age = models.SmallIntegerField()
    sex = models.SmallIntegerField()
    ald = models.SmallIntegerField()
    # Coded at import; OUTSIDE_STRATA for an age under 16 or over 70, or a cancer.
    stratum = models.SmallIntegerField()
    c2s = models.BooleanField()
    tpt = models.BooleanField(default=False)
    replacement = models.BooleanField(default=False)
    teleconsultation = models.BooleanField(default=False)
    # The caisse to which the prescriber was attached on the first day of the leave.
    caisse = models.CharField(max_length=3)
    risk = models.CharField(max_length=3, choices=LeaveRisk)
    nature = models.CharField(max_length=1, choices=LeaveNature)
    motif = models.CharField(max_length=3)
    iris = models.CharField(max_length=9, blank=True, default="")
    # The centre or company for which it was written (FINESS or SIREN), else empty.
    structure = models.CharField(max_length=9, blank=True, default="")

    class Meta:
        db_table = "leave"
        constraints = [
            models.CheckConstraint(
                condition=Q(start__gte=F("month")) & Q(end__gte=F("start")),
                name="leave_dates_ordered",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=0, amount_cents__gte=0), name="leave_amounts_not_negative"
            ),
            models.CheckConstraint(
                condition=_one_of("risk", LeaveRisk) & _one_of("nature", LeaveNature),
                name="leave_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    age__range=(0, 130),
                    sex__range=(1, 2),
                    ald__range=(0, 2),
                    stratum__range=(-1, 335),
                ),
                name="leave_patient_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rpps} · {self.start}"


class PatientList(models.Model):
    """Active patients of a prescriber by stratum and quintile; a partition a window."""

    pk = models.CompositePrimaryKey("window_end", "rpps", "stratum", "commune_quintile")
    rpps = models.BigIntegerField()
    patients = models.IntegerField()
    # First day of the last month of the window that the list describes.
    window_end = models.DateField()
    # OUTSIDE_STRATA gathers the patients with a cancer, so that the file can be reconciled.
    stratum = models.SmallIntegerField()
    # Of the patient's commune, 0 unknown: a block made again from these rows must find it.
    commune_quintile = models.SmallIntegerField(default=0, db_default=0)
    caisse = models.CharField(max_length=3)

    class Meta:
        db_table = "patient_list"
        constraints = [
            models.CheckConstraint(
                condition=Q(patients__gte=0, stratum__range=(-1, 335)),
                name="patient_list_plausible",
            ),
            models.CheckConstraint(
                condition=Q(commune_quintile__range=(0, 5)), name="patient_list_quintile_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rpps} · {self.window_end}"


class Activity(models.Model):
    """A prescriber's month: the law's denominator, acts, days replaced; a partition a month."""

    pk = models.CompositePrimaryKey("month", "rpps")
    month = models.DateField()
    rpps = models.BigIntegerField()
    # Patients with at least one billed act.
    patients_seen = models.IntegerField()
    acts = models.IntegerField()
    out_of_hours_acts = models.IntegerField(null=True)
    replaced_days = models.SmallIntegerField(null=True)
    registered_patients = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(patients_seen__gte=0, acts__gte=0),
                name="activity_plausible",
            ),
            models.CheckConstraint(
                condition=(Q(out_of_hours_acts__isnull=True) | Q(out_of_hours_acts__gte=0))
                & (Q(replaced_days__isnull=True) | Q(replaced_days__range=(0, 31)))
                & (Q(registered_patients__isnull=True) | Q(registered_patients__gte=0)),
                name="activity_optional_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rpps} · {self.month}"
