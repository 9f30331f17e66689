"""What was said outside an interview: written once, corrected by another row, never erased."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interviews.enums import ContactSource, Direction, Means, Reached
from interviews.models.interview import Interview
from prescribers.models import Prescriber


class Contact(models.Model):
    """`summary` is administrative: no medical word is in this table."""

    prescriber = models.ForeignKey(Prescriber, models.PROTECT, related_name="contacts")
    caisse = models.CharField(max_length=3)
    means = models.CharField(max_length=10, choices=Means)
    direction = models.CharField(max_length=4, choices=Direction)
    outcome = models.CharField(max_length=9, choices=Reached)
    summary = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    next_contact_on = models.DateField(null=True)
    next_done_at = models.DateTimeField(null=True)
    interview = models.ForeignKey(Interview, models.PROTECT, null=True, related_name="contacts")
    source = models.CharField(max_length=8, choices=ContactSource, default=ContactSource.TYPED)
    # The name of the row elsewhere; what is typed here has none.
    external_id = models.CharField(max_length=64, blank=True, default="")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(name="contact_of_caisse", fields=["caisse", "-at", "-id"]),
            models.Index(name="contact_of_doctor", fields=["prescriber", "-at"]),
            models.Index(
                name="contact_to_call_back",
                fields=["by", "next_contact_on"],
                condition=Q(next_contact_on__isnull=False, next_done_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_words_known",
                condition=Q(
                    means__in=Means.values,
                    direction__in=Direction.values,
                    outcome__in=Reached.values,
                    source__in=ContactSource.values,
                ),
            ),
            models.CheckConstraint(
                name="contact_told_after_it_took_place", condition=Q(written_at__gte=F("at"))
            ),
            models.CheckConstraint(
                name="contact_next_ended_was_asked",
                condition=Q(next_done_at__isnull=True) | Q(next_contact_on__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_call_back_has_a_day",
                condition=~Q(outcome=Reached.CALL_BACK) | Q(next_contact_on__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_elsewhere_is_named",
                condition=Q(source=ContactSource.TYPED, external_id="")
                | Q(~Q(source=ContactSource.TYPED), ~Q(external_id="")),
            ),
            models.CheckConstraint(
                name="contact_corrected_says_why",
                condition=Q(replaces__isnull=True, reason="")
                | Q(Q(replaces__isnull=False), ~Q(reason=""), ~Q(replaces=F("id"))),
            ),
            models.UniqueConstraint(
                name="contact_from_elsewhere_once",
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # The end of the next contact is the one thing that happens to a row, once.
            pgtrigger.Protect(
                name="written_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.next_done_at IS NOT NULL OR (to_jsonb(OLD) - 'next_done_at') "
                    "IS DISTINCT FROM (to_jsonb(NEW) - 'next_done_at')"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prescriber_id} · {self.means} · {self.at}"


class ContactFile(models.Model):
    """A file of contacts or of attendance: counted, shown, then written once it is confirmed.

    `lines` are the good ones, kept until then and emptied after.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The webinar whose attendance it gives; none for a file of the exchange.
    webinar = models.ForeignKey("Webinar", models.PROTECT, null=True, related_name="files")
    read_at = models.DateTimeField()
    good = models.IntegerField()
    known = models.IntegerField()
    bad = models.IntegerField()
    faults = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    written = models.IntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_file_counts_positive",
                condition=Q(good__gte=0, known__gte=0, bad__gte=0, written__gte=0),
            ),
            models.CheckConstraint(
                name="contact_file_confirmed_is_closed",
                condition=Q(confirmed_at__isnull=True) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_file_closed_keeps_no_line",
                condition=Q(closed_at__isnull=True) | Q(lines=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} · {self.read_at}"
