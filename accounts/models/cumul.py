"""The director's decision to let one person help doctors and instruct their cases."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.grants import Habilitation


class DualHabilitation(models.Model):
    """Why a habilitation stands beside its rival: who decided, when, for what reason."""

    habilitation = models.OneToOneField(
        Habilitation, models.PROTECT, related_name="dual", verbose_name="habilitation"
    )
    director = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="directeur"
    )
    decided_on = models.DateField("décidé le")
    reason = models.CharField("raison du cumul", max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(name="dual_habilitation_says_why", condition=~Q(reason="")),
        ]
        triggers = [
            pgtrigger.Protect(name="decided_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.habilitation_id} · {self.decided_on}"
