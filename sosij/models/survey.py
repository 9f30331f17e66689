"""The questionnaire: who was invited, which links still work, what was answered.

No key, no identifier and no instant ties the three tables together.

A link works once, so a table must know which links were used. Kept beside the RPPS number, « used »
would name the author of the first answer of its département. So the invitation says who was sent a
link, and not which; the token says which links still work, and not whose; it is deleted when it is
used. An answer has a random key, no sequence, and nothing finer than a month.

PostgreSQL keeps in each row the number of the transaction that wrote it (xmin) and its place in the
file (ctid): both follow the order of arrival. Each new answer therefore writes the answers of its
month again with it, in the order of their random keys (services.questionnaire): all have the same
transaction, and their places say nothing. A used token leaves no row to compare with.

What remains. Whoever holds the file of links knows which doctor each token was made for, and with
the database, which are used. Copies of the base made before and after an answer, or the write-ahead
log, show which answer came between them. And a doctor may be known by what he writes freely.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sosij.enums import Brake, Mark, SurveyKind
from sosij.models.conduct import APPEND_ONLY


class Survey(models.Model):
    """One sending, for the doctors of a caisse over a period; nothing in it is about one doctor."""

    caisse = models.CharField(max_length=3)
    since = models.DateField("du")
    until = models.DateField("au")
    closes_on = models.DateField("premier jour fermé")
    users = models.IntegerField()
    non_users = models.IntegerField()
    prepared_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-prepared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="survey_dates_ordered",
                condition=Q(until__gte=F("since"), closes_on__gt=F("until")),
            ),
            models.CheckConstraint(
                name="survey_invites_somebody",
                condition=Q(users__gte=0, non_users__gte=0) & ~Q(users=0, non_users=0),
            ),
            models.UniqueConstraint(
                name="survey_once_a_period",
                fields=["caisse", "since", "until"],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caisse} · {self.since} · {self.until}"


class SurveyInvitation(models.Model):
    """That a doctor was sent a link: not which, nor whether it was used."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitations")
    rpps = models.CharField(max_length=11)
    kind = models.CharField(max_length=15, choices=SurveyKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="survey_invitation_once", fields=["survey", "rpps"]),
            models.CheckConstraint(
                name="survey_invitation_known",
                condition=Q(rpps__regex=r"^[0-9]{11}$", kind__in=SurveyKind.values),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.kind}"


class SurveyToken(models.Model):
    """A link that still works, by the SHA-256 of its 256 random bits; deleted when it is used."""

    digest = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="tokens")
    kind = models.CharField(max_length=15, choices=SurveyKind)
    # Empty where fewer than eleven doctors would share it (rules.survey).
    departement = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_token_known",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$", kind__in=SurveyKind.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.kind}"


class SurveyAnswer(models.Model):
    """What a doctor said, and nothing that leads to him."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    caisse = models.CharField(max_length=3)
    departement = models.CharField(max_length=3, blank=True, default="")
    kind = models.CharField(max_length=15, choices=SurveyKind)
    month = models.DateField()
    useful = models.SmallIntegerField("utile", choices=Mark, null=True)
    delay = models.SmallIntegerField("délai", choices=Mark, null=True)
    clear = models.SmallIntegerField("clarté", choices=Mark, null=True)
    again = models.SmallIntegerField("redemanderait", choices=Mark, null=True)
    brakes = ArrayField(models.CharField(max_length=9, choices=Brake), default=list)
    remark = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(name="survey_answer_by_month", fields=["caisse", "month"])]
        constraints = [
            models.CheckConstraint(name="survey_answer_no_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="survey_answer_whole",
                condition=Q(
                    kind=SurveyKind.USER,
                    useful__isnull=False,
                    useful__in=Mark.values,
                    delay__isnull=False,
                    delay__in=Mark.values,
                    clear__isnull=False,
                    clear__in=Mark.values,
                    again__isnull=False,
                    again__in=Mark.values,
                    brakes=[],
                )
                | Q(
                    kind=SurveyKind.NON_USER,
                    useful__isnull=True,
                    delay__isnull=True,
                    clear__isnull=True,
                    again__isnull=True,
                    brakes__len__gte=1,
                    brakes__contained_by=Brake.values,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.month}"
