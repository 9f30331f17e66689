"""The catalogue in the words of its pages: what is in force, since when, what came before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.charts.numbers import NNBSP, date_fr
from interviews.enums import DocumentKind, Kind
from interviews.models import Document, DocumentVersion


@dataclass(frozen=True)
class VersionLine:
    name: str
    dates: str
    link: str
    source: str


@dataclass(frozen=True)
class DocumentLine:
    """`state` is a word and the kind of its chip."""

    number: int
    title: str
    kind: str
    first_for: str
    state: tuple[str, str]
    current: str
    link: str
    versions: Sequence[VersionLine]
    withdrawn: bool


def document_lines(documents: Iterable[Document], on: date) -> list[DocumentLine]:
    return [document_line(document, on) for document in documents]


def document_line(document: Document, on: date) -> DocumentLine:
    versions = list(document.versions.all())
    current = next((one for one in versions if _holds(one, on)), None)
    ahead = any(one.since > on for one in versions)
    return DocumentLine(
        number=document.pk,
        title=document.title,
        kind=DocumentKind(document.kind).label,
        first_for=", ".join(Kind(one).label for one in document.kinds),
        state=_state(current, ahead=ahead),
        current=f"version {current.version}" if current else "",
        link=current.link if current else "",
        versions=[_version_line(one, on) for one in versions],
        withdrawn=current is None and not ahead,
    )


def count_words(documents: int) -> str:
    if not documents:
        return "Aucun document au catalogue."
    return f"{documents} document{'s' if documents > 1 else ''} au catalogue."


def _holds(version: DocumentVersion, on: date) -> bool:
    return version.since <= on and (version.until is None or version.until > on)


def _state(current: DocumentVersion | None, *, ahead: bool) -> tuple[str, str]:
    if current is not None:
        ends = f", jusqu’au {date_fr(current.until)} exclu" if current.until else ""
        return f"en vigueur{ends}", "soon" if ends else "done"
    return ("à venir", "waiting") if ahead else ("retiré", "waiting")


def _version_line(version: DocumentVersion, on: date) -> VersionLine:
    until = f" au {date_fr(version.until)} exclu" if version.until else ""
    coming = f"{NNBSP}; à venir" if version.since > on else ""
    dates = (
        f"du {date_fr(version.since)}{until}" if until else f"depuis le {date_fr(version.since)}"
    )
    return VersionLine(version.version, dates + coming, version.link, version.source)
