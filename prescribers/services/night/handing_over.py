"""What the maps hand over to the reduction, one row a caisse, behind the wall.

In bytes both ways: by the ORM the payloads of the nation went as hexadecimal text and cost more
than the counting (30 s of the server's processor, 9 MB of statement for the largest caisse).
"""

from prescribers.frames.payload import decode, digest
from prescribers.frames.statistics import CaisseStatistics
from prescribers.ingestion.binary_rows import fetch_rows, insert_rows


HAND_OVER = """
INSERT INTO medical.sufficient_statistics (run_id, caisse, payload, digest)
VALUES (%s, %s, %b, %s)
    ON CONFLICT (run_id, caisse)
    DO UPDATE SET payload = EXCLUDED.payload, digest = EXCLUDED.digest
"""
HANDED_OVER = """
SELECT payload, digest FROM medical.sufficient_statistics WHERE run_id = %s AND caisse = %s
"""


def hand_over(run_id: int, caisse: str, payload: bytes) -> None:
    """A caisse counted again replaces what it had handed over."""
    insert_rows(HAND_OVER, [(run_id, caisse, payload, digest(payload))])


def handed_over(run_id: int, caisse: str) -> CaisseStatistics | None:
    """None when the caisse has not been counted."""
    rows = fetch_rows(HANDED_OVER, [run_id, caisse])
    return decode(*rows[0]) if rows else None
