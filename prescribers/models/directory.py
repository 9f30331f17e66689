"""Who prescribes, and at which caisse on which day."""

from django.db import models
from django.db.models import F, Q

from prescribers.enums import EndReason, PracticeMode, Sector, Sex
from prescribers.models.territory import Commune, Iris


class Prescriber(models.Model):
    rpps = models.CharField(max_length=11, unique=True)
    civility = models.CharField(max_length=20, blank=True, default="")
    last_name = models.CharField(max_length=120, blank=True, default="")
    first_name = models.CharField(max_length=120, blank=True, default="")
    # Unaccented lower-case « nom prenom »: the order of the lists, and what the search compares.
    name_sort = models.CharField(max_length=241, blank=True, default="", db_index=True)
    sex = models.SmallIntegerField(choices=Sex, default=Sex.UNKNOWN)
    birth_year = models.SmallIntegerField(null=True)
    specialty = models.CharField(max_length=8, blank=True, default="", db_index=True)
    # Qualification of the RPPS register (SM01 to SM95); empty when the register gives none.
    qualification = models.CharField(max_length=5, blank=True, default="")
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rpps__regex=r"^[0-9]{11}$"), name="prescriber_rpps_11_digits"
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="prescriber_sex_known"),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
                name="prescriber_birth_year_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}".strip() or self.rpps


class Attachment(models.Model):
    prescriber = models.ForeignKey(Prescriber, on_delete=models.PROTECT, related_name="attachments")
    caisse = models.CharField(max_length=3, db_index=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    iris = models.ForeignKey(Iris, on_delete=models.PROTECT, null=True, related_name="+")
    departement = models.CharField(max_length=3)
    region = models.CharField(max_length=2)
    mode = models.CharField(max_length=3, choices=PracticeMode)
    sector = models.CharField(max_length=2, choices=Sector, blank=True, default="")
    start = models.DateField()
    end = models.DateField(null=True)
    end_reason = models.CharField(max_length=9, choices=EndReason, blank=True, default="")
    install_date = models.DateField(null=True)
    # A local experiment that takes the doctor out of some comparisons (PEPS and the like).
    experimentation = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="attachment_dates_ordered",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=False) | Q(end_reason=""),
                name="attachment_reason_needs_an_end",
            ),
            models.UniqueConstraint(
                fields=["prescriber", "caisse", "start"], name="attachment_one_per_start"
            ),
            models.UniqueConstraint(
                fields=["prescriber", "caisse"],
                condition=Q(end__isnull=True),
                name="attachment_one_open_per_caisse",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.caisse} · {self.start}"


class PracticePlace(models.Model):
    """A place of practice of the RPPS register; the file says them all, each time."""

    prescriber = models.ForeignKey(Prescriber, on_delete=models.CASCADE, related_name="places")
    # FINESS number of the site, when the register gives one.
    finess = models.CharField(max_length=9, blank=True, default="")
    label = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=250, blank=True, default="")
    postal_code = models.CharField(max_length=5, blank=True, default="")
    commune = models.CharField(max_length=5, blank=True, default="")
    # Codes of the register: mode of practice (L, S, B) and sector of activity (SA07…).
    mode_code = models.CharField(max_length=1, blank=True, default="")
    sector_code = models.CharField(max_length=4, blank=True, default="")

    class Meta:
        ordering = ["prescriber", "id"]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.label or self.postal_code}"
