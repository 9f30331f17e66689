"""What becomes of an offer made for a patient, step by step, behind the medical wall."""

from django.db import models
from django.db.models import Q

from interviews.enums import OfferState
from interviews.models.interview import APPEND_ONLY, Interview
from interviews.models.report import PatientOffer


class OfferMove(models.Model):
    """One change of state, with the words of who wrote it down; `before` is empty at first."""

    offer = models.ForeignKey(PatientOffer, models.PROTECT, related_name="moves")
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    caisse = models.CharField(max_length=3)
    before = models.CharField(max_length=8, choices=OfferState, blank=True, default="")
    after = models.CharField(max_length=8, choices=OfferState)
    note = models.CharField(max_length=500, blank=True, default="")
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "interview_offer_move"
        ordering = ["offer", "id"]
        constraints = [
            models.CheckConstraint(
                name="interview_offer_move_words_known",
                condition=Q(before__in=["", *OfferState.values], after__in=OfferState.values),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.offer_id} · {self.after}"
