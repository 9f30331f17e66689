"""Keeping model answers: a version for each change, a date of review, a withdrawal, no erasure."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from prescribers.services.reasons import checked_reason
from sosij.enums import Motive, Side
from sosij.models import LibraryEntry, LibraryVersion
from sosij.rules.library import trusted_until
from sosij.services.receive import checked_text


OBJECT = "réponse type SOS IJ"
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Written:
    """What a person writes of an entry."""

    title: str
    motives: tuple[Motive, ...]
    body: str
    review_on: date


@transaction.atomic
def create_entry(written: Written, side: Side, author: Author) -> LibraryEntry:
    """A new entry and its first version.

    Raises:
        Refusal: no title, no text, a social security number, or a date of review out of reach.
    """
    entry = LibraryEntry(side=side)
    _describe(entry, written, author)
    _version(entry, 1, written.body, "Première version", author)
    _recorded("creer", entry, author)
    return entry


@transaction.atomic
def amend_entry(
    entry: LibraryEntry, written: Written, author: Author, *, change: str
) -> LibraryEntry:
    """A version more; writing it counts as reading the whole again.

    Raises:
        Refusal: it is withdrawn, what changes is not said, or what `create_entry` refuses.
    """
    held = _locked(entry)
    said = checked_reason(change)
    _describe(held, written, author)
    last = held.versions.order_by("-number").values_list("number", flat=True).first() or 0
    _version(held, last + 1, written.body, said, author)
    _recorded("modifier", held, author, said)
    return held


@transaction.atomic
def confirm_review(entry: LibraryEntry, review_on: date, author: Author) -> LibraryEntry:
    """The text still holds; it will be read again on `review_on`.

    Raises:
        Refusal: it is withdrawn, or a date out of reach.
    """
    held = _locked(entry)
    _reviewed(held, review_on, author)
    held.save()
    _recorded("revoir", held, author, f"à revoir le {date_fr(review_on)}")
    return held


@transaction.atomic
def withdraw_entry(entry: LibraryEntry, author: Author, *, reason: str) -> LibraryEntry:
    """Nobody uses it again; its versions stay readable.

    Raises:
        Refusal: it is withdrawn already, or no reason.
    """
    held = _locked(entry)
    held.withdrawn_reason = checked_reason(reason)
    held.withdrawn_at, held.withdrawn_by_id = author.at, author.person
    held.save()
    _recorded("retirer", held, author, held.withdrawn_reason)
    return held


def _locked(entry: LibraryEntry) -> LibraryEntry:
    held = LibraryEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if held.withdrawn_at is not None:
        raise Refusal("RETIREE", "Cette réponse est retirée : écrivez-en une nouvelle.")
    return held


def _describe(entry: LibraryEntry, written: Written, author: Author) -> None:
    title = " ".join(written.title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Refusal("TITRE", f"Donnez un titre de {LONGEST_TITLE} caractères au plus.")
    if holds_nir(title):
        raise Refusal("TITRE", "Le titre contient un numéro de sécurité sociale : retirez-le.")
    if not written.motives:
        raise Refusal("MOTIFS", "Choisissez au moins un motif.")
    entry.title = title
    entry.motives = [motive for motive in Motive if motive in written.motives]
    _reviewed(entry, written.review_on, author)
    entry.save()


def _reviewed(entry: LibraryEntry, review_on: date, author: Author) -> None:
    today = timezone.localdate(author.at)
    last = trusted_until(today)
    if not today < review_on <= last:
        raise Refusal(
            "DATE_REVUE",
            f"Choisissez une date à venir, le {date_fr(last)} au plus tard.",
        )
    entry.review_on = review_on
    entry.reviewed_at, entry.reviewed_by_id = author.at, author.person


def _version(entry: LibraryEntry, number: int, body: str, change: str, author: Author) -> None:
    LibraryVersion.objects.create(
        entry=entry,
        number=number,
        body=checked_text(body),
        change=change,
        by_id=author.person,
        at=author.at,
    )


def _recorded(act: str, entry: LibraryEntry, author: Author, reason: str = "") -> None:
    record(
        action=f"sosij.bibliotheque-{act}",
        by=author.person,
        obj=(OBJECT, str(entry.pk)),
        reason=reason,
    )
