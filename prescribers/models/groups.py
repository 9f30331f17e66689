"""What a run says of each comparable group: how far apart the months of its prescribers are."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from prescribers.models.profiles import ProfileRun


class GroupMonths(models.Model):
    """Deciles of observed over expected by month, among those above the minima.

    One place a month, as in the profiles of the run; None where fewer than eleven are compared.
    A group that never has eleven has no row.
    """

    run = models.ForeignKey(ProfileRun, on_delete=models.CASCADE, related_name="groups")
    group_code = models.CharField(max_length=24)
    low = ArrayField(models.FloatField(null=True))
    median = ArrayField(models.FloatField(null=True))
    high = ArrayField(models.FloatField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "group_code"], name="group_once_per_run"),
            models.CheckConstraint(
                condition=Q(low__len=F("median__len"), high__len=F("median__len")),
                name="group_months_of_one_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_code} · calcul {self.run_id}"
