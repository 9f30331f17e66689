"""A fingerprint of what the leaves of the portal say: rows, totals and blocks read back."""

import hashlib
from datetime import date

from django.db import connection

from prescribers.enums import BlockKind
from prescribers.frames.blocks import fetch_blocks, read_numbers
from prescribers.ingestion.patient_codes import read_books
from prescribers.models import EncodedBlock


ROWS = """
SELECT * FROM medical.leave WHERE %(month)s::date IS NULL OR month = %(month)s
 ORDER BY month, rpps, patient, start, nature
"""
TOTALS = """
SELECT kind, month, caisse, rows, prescribers, total, amount_cents FROM prescribers_monthtotals
 WHERE %(month)s::date IS NULL OR month = %(month)s ORDER BY kind, month, caisse
"""


def facts_digest(month: date | None = None) -> str:
    """Of one month, or of all; the numbers drawn for patients and prescribers are read back."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for query in (ROWS, TOTALS):
            cursor.execute(query, {"month": month})
            for row in cursor:
                digest.update(repr(row).encode())
    for row in sorted(_records(month)):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _records(month: date | None) -> list[tuple]:
    """The records of the blocks, with the pseudonym and the RPPS in the place of their codes."""
    blocks = EncodedBlock.objects.filter(kind=BlockKind.LEAVES)
    blocks = blocks.filter(month=month) if month else blocks
    found = []
    for caisse in sorted(set(blocks.values_list("caisse", flat=True))):
        rpps = read_numbers(caisse)
        patient = {
            code: pseudonym
            for book in read_books(caisse)[1]
            for code, pseudonym in zip(book.codes.tolist(), book.patients.tolist(), strict=True)
        }
        months = sorted(blocks.filter(caisse=caisse).values_list("month", flat=True))
        for one, block in fetch_blocks(BlockKind.LEAVES, caisse, months).items():
            for record in block.records.tolist():
                doctor, *middle, code = record
                found.append((str(one), caisse, int(rpps[doctor]), *middle, patient[code]))
    return found
