"""The catalogue of what is handed over: national titles and links, each text with its version."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.models.dated import DatedQuerySet, no_overlap
from interviews.enums import DocumentKind, Kind


class Document(models.Model):
    """One title; `kinds` are the interviews in which it is proposed first."""

    title = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=DocumentKind)
    kinds = ArrayField(models.CharField(max_length=14, choices=Kind), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_words_known",
                condition=Q(kind__in=DocumentKind.values, kinds__contained_by=Kind.values)
                & ~Q(title=""),
            )
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """A version in force from a day to another; what was handed over says which one."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    version = models.CharField(max_length=40)
    link = models.URLField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-since"]
        constraints = [
            models.CheckConstraint(
                name="document_version_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="document_version_named",
                condition=~Q(version="") & (Q(link="") | Q(link__startswith="https://")),
            ),
            models.UniqueConstraint(name="document_version_once", fields=["document", "version"]),
            no_overlap("document_version_no_overlap", "document"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="issued_once", fields=["document", "version", "link", "source", "since"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.version}"
