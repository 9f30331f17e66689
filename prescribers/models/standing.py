"""What the floors above know of a prescriber and the lists filter on, written downwards by them."""

from django.db import models
from django.db.models import Q

from prescribers.models.directory import Prescriber


class Standing(models.Model):
    """One row a prescriber and caisse, in the transaction of the act that changes it."""

    prescriber = models.ForeignKey(Prescriber, models.CASCADE, related_name="standings")
    caisse = models.CharField(max_length=3)
    # The last exchange that took place: an interview held, a visit.
    last_interview_on = models.DateField(null=True)
    last_interview_kind = models.CharField(max_length=40, blank=True, default="")
    last_contact_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="standing_once", fields=["prescriber", "caisse"]),
            models.CheckConstraint(
                name="standing_interview_named",
                condition=Q(last_interview_on__isnull=True, last_interview_kind="")
                | Q(Q(last_interview_on__isnull=False), ~Q(last_interview_kind="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.caisse}"
