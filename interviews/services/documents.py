"""Keeping the catalogue: a title, a version that closes the former, a withdrawal. No erasure."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import DocumentKind, Kind
from interviews.models import Document, DocumentVersion


OBJECT = "document"
LONGEST_TITLE = 150


@dataclass(frozen=True)
class Edition:
    """A version as it is typed; `source` says where it comes from."""

    version: str
    since: date
    link: str = ""
    source: str = ""


@transaction.atomic
def add_document(
    title: str,
    kind: DocumentKind,
    kinds: tuple[Kind, ...],
    edition: Edition,
    author: Author,
) -> Document:
    """A title and its first version; `kinds` are the interviews that propose it first.

    Raises:
        Refusal: a title without a word or known already, a link that is not https.
    """
    words = " ".join(title.split())
    if not words or len(words) > LONGEST_TITLE:
        raise Refusal("TITRE", f"Donnez un titre de {LONGEST_TITLE} caractères au plus.")
    _refuse_number(words)
    if Document.objects.filter(title__iexact=words).exists():
        raise Refusal("TITRE", "Ce titre est déjà au catalogue\u202f: ajoutez-lui une version.")
    made = Document.objects.create(
        title=words, kind=kind, kinds=[one for one in Kind if one in kinds]
    )
    _version(made, edition)
    _recorded("ajouter", made, author)
    return made


@transaction.atomic
def add_version(document: Document, edition: Edition, author: Author) -> DocumentVersion:
    """From its day on; the version in force ends that day.

    Raises:
        Refusal: a version of that name, or a day that another version already has.
    """
    held = _locked(document)
    last = held.versions.order_by("-since").first()
    if held.versions.filter(version=edition.version.strip()).exists():
        raise Refusal("VERSION", "Cette version est déjà au catalogue.")
    if last is not None and edition.since <= last.since:
        raise Refusal(
            "DEPUIS",
            f"La version {last.version} vaut depuis le {date_fr(last.since)}\u202f: choisissez "
            "un jour qui suit.",
        )
    if last is not None and (last.until is None or last.until > edition.since):
        last.until = edition.since
        last.save()
    made = _version(held, edition)
    _recorded("version", held, author)
    return made


@transaction.atomic
def withdraw(document: Document, on: date, author: Author) -> DocumentVersion:
    """Nobody hands it over from that day on; what was handed over stays written.

    Raises:
        Refusal: no version in force, or a day before it began.
    """
    held = _locked(document)
    last = held.versions.order_by("-since").first()
    if last is None or (last.until is not None and last.until <= on):
        raise Refusal("RETIRE", "Ce document est déjà retiré à cette date.")
    if on <= last.since:
        raise Refusal("DEPUIS", f"Choisissez un jour qui suit le {date_fr(last.since)}.")
    last.until = on
    last.save()
    _recorded("retirer", held, author)
    return last


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update().get(pk=document.pk)


def _version(document: Document, edition: Edition) -> DocumentVersion:
    name, link = edition.version.strip(), edition.link.strip()
    if not name:
        raise Refusal("VERSION", "Nommez la version, par exemple 2025.")
    if link and not link.startswith("https://"):
        raise Refusal("LIEN", "Le lien commence par https://.")
    _refuse_number(name, edition.source)
    return DocumentVersion.objects.create(
        document=document, version=name, link=link, source=edition.source.strip(),
        since=edition.since,
    )  # fmt: skip


def _refuse_number(*texts: str) -> None:
    if any(holds_nir(text) for text in texts):
        raise Refusal("NIR", "Un numéro de sécurité sociale est écrit ici\u202f: retirez-le.")


def _recorded(act: str, document: Document, author: Author) -> None:
    record(action=f"documents.{act}", by=author.person, obj=(OBJECT, str(document.pk)))
