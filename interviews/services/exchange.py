"""A file of contacts: read and shown first, then written once, in one transaction.

The name of each line, unique in the database, makes the same file twice one import.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.perimeter import Perimeter
from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import ContactSource
from interviews.models import Contact, ContactFile
from interviews.rules.exchange import COLUMNS, MOST_BYTES, MOST_LINES, Fault
from interviews.services.attendance import settle_attendance
from interviews.services.contacts import checked, note_for_lists
from interviews.services.exchange_checks import Line, as_told, checked_lines
from prescribers.ingestion.formats import Column
from prescribers.ingestion.small_files import Bounds, read_lines


OBJECT = "fichier de contacts"
# Enough to correct a file; the others are counted.
FAULTS_KEPT = 200
FORGOTTEN_AFTER = timedelta(days=1)


@transaction.atomic
def read_file(content: bytes, author: Author, perimeter: Perimeter) -> ContactFile:
    """Count what a file holds and keep its good lines until they are confirmed.

    Raises:
        Refusal: the file cannot be read as lines of contacts.
    """
    columns = [Column(name) for name in COLUMNS]
    lines, malformed = read_lines(content, columns, Bounds(MOST_BYTES, MOST_LINES))
    found = checked_lines(lines, perimeter, author.at)
    faults = [*(Fault(number, "", code) for number, code in malformed), *found.faults]
    return keep_file(author, found.good, known=found.known, faults=faults)


def keep_file(
    author: Author, good: list[Line], *, known: int, faults: list[Fault], webinar: int | None = None
) -> ContactFile:
    """A new file takes the place of the one that this person had not confirmed."""
    waiting = ContactFile.objects.filter(by_id=author.person, closed_at=None, webinar=webinar)
    waiting.update(closed_at=author.at, lines=[])
    kept = ContactFile.objects.create(
        by_id=author.person,
        webinar_id=webinar,
        read_at=author.at,
        good=len(good),
        known=known,
        bad=len({fault.line for fault in faults}),
        faults=[list(fault) for fault in sorted(faults)[:FAULTS_KEPT]],
        lines=good,
    )
    _recorded("fichier-lire", kept, author)
    return kept


@transaction.atomic
def confirm(file: ContactFile, author: Author) -> ContactFile:
    """Write the good lines; a second click changes nothing.

    Raises:
        Refusal: nothing to import, or the file was given up.
    """
    held = ContactFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.confirmed_at is not None:
        return held
    if held.closed_at is not None or not held.good:
        raise Refusal("FICHIER_CLOS", "Ce fichier n’a plus rien à importer : déposez-le à nouveau.")
    if held.webinar_id is not None:
        held.written = settle_attendance(held.webinar_id, held.lines, author)
    else:
        held.written = _write(held.lines, author)
    held.confirmed_at = held.closed_at = author.at
    held.lines = []
    held.save()
    _recorded("fichier-importer", held, author)
    return held


@transaction.atomic
def abandon(file: ContactFile, author: Author) -> None:
    """Give a file up: its lines go at once.

    Raises:
        Refusal: it was confirmed, or given up already.
    """
    waiting = ContactFile.objects.filter(pk=file.pk, closed_at=None)
    if not waiting.update(closed_at=author.at, lines=[]):
        raise Refusal("FICHIER_CLOS", "Ce fichier est déjà importé, ou abandonné.")
    _recorded("fichier-abandonner", file, author)


def forget_unconfirmed(now: datetime) -> int:
    """Lines that nobody confirmed leave after a day; again, nothing."""
    waiting = ContactFile.objects.filter(closed_at=None, read_at__lte=now - FORGOTTEN_AFTER)
    return waiting.update(closed_at=now, lines=[])


def _write(lines: list[Line], author: Author) -> int:
    """One file at a time: two that hold the same line pass one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('interviews.contacts', 0))")
    names = {line["name"] for line in lines}
    known = set(Contact.objects.filter(external_id__in=names).values_list("external_id", flat=True))
    made = Contact.objects.bulk_create(
        Contact(
            prescriber_id=line["prescriber"],
            caisse=line["caisse"],
            by_id=author.person,
            written_at=author.at,
            external_id=line["name"],
            **checked(as_told(line), line["caisse"], author.at)
            | {"source": ContactSource.IMPORTED},
        )
        for line in lines
        if line["name"] not in known
    )
    note_for_lists(made)
    return len(made)


def _recorded(act: str, file: ContactFile, author: Author) -> None:
    counts = f"{file.good} bonnes, {file.known} déjà au portail, {file.bad} à corriger"
    record(action=f"contacts.{act}", by=author.person, obj=(OBJECT, str(file.pk)), reason=counts)
