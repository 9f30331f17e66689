"""One writer at a time for a kind of file and its month: an import, or a block made again."""

from datetime import date

from django.db import connection


def lock_month(kind: str, month: date | None) -> None:
    """Wait for the others until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import:{kind}:{month or ''}"],
        )
