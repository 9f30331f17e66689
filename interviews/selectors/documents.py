"""The catalogue: titles and their versions. It is the same for every caisse."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.perimeter import Perimeter
from interviews.enums import Kind
from interviews.models import Document, DocumentVersion, HandedDocument, Interview


def catalogue(perimeter: Perimeter, *, kind: str = "", words: str = "") -> "QuerySet[Document]":
    """Titles with their versions, the newest first; of one kind, or whose title has the words."""
    found = Document.objects.prefetch_related(
        Prefetch("versions", DocumentVersion.objects.order_by("-since"))
    )
    if kind:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(title__icontains=word)
    return found.order_by("title", "pk")


def one_document(perimeter: Perimeter, number: int) -> Document | None:
    return catalogue(perimeter).filter(pk=number).first()


def versions_on(perimeter: Perimeter, day: date, kind: Kind) -> list[DocumentVersion]:
    """What may be handed over that day; what is proposed first for this kind comes first."""
    found = DocumentVersion.objects.on(day).select_related("document")
    return sorted(
        found, key=lambda one: (kind not in one.document.kinds, one.document.title, one.pk)
    )


def handed(interview: Interview) -> list[DocumentVersion]:
    """What was given, in the versions of that day."""
    rows = HandedDocument.objects.filter(interview=interview).select_related("version__document")
    return [row.version for row in rows]
