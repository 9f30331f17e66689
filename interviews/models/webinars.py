"""A webinar: one event, many doctors."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from interviews.enums import GuestState, Theme
from interviews.models.contacts import Contact
from interviews.models.documents import Document
from prescribers.models import Prescriber


class Webinar(models.Model):
    title = models.CharField(max_length=150)
    theme = models.CharField(max_length=13, choices=Theme)
    caisse = models.CharField(max_length=3)
    at = models.DateTimeField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    documents = models.ManyToManyField(Document, related_name="+", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(name="webinar_of_caisse", fields=["caisse", "-at"])]
        constraints = [
            models.CheckConstraint(
                name="webinar_named", condition=Q(theme__in=Theme.values) & ~Q(title="")
            )
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.title} · {self.at}"


class WebinarGuest(models.Model):
    """A doctor and the webinar; who attended has one contact, written with it."""

    webinar = models.ForeignKey(Webinar, models.PROTECT, related_name="guests")
    prescriber = models.ForeignKey(Prescriber, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=GuestState, default=GuestState.INVITED)
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="attendance")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["webinar", "id"]
        constraints = [
            models.UniqueConstraint(name="webinar_guest_once", fields=["webinar", "prescriber"]),
            models.CheckConstraint(
                name="webinar_guest_present_has_a_contact",
                condition=Q(state=GuestState.PRESENT, contact__isnull=False)
                | Q(
                    state__in=[GuestState.INVITED, GuestState.REGISTERED, GuestState.ABSENT],
                    contact__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.webinar_id} · {self.prescriber_id} · {self.state}"
