"""Exactly so many calls a minute for a client, counted by PostgreSQL whatever comes at once."""

from datetime import datetime
from typing import Any

from django.db import connection

from sosij.enums import IntakeScope
from sosij.models import IntakeClient


# The row stays locked to the end of the request: a client's calls pass one by one, which costs
# nothing at two a second. A minute never goes back, so a call that waited reopens no past window.
_COUNT = """
INSERT INTO sosij_intakerate AS rate (client_id, scope, minute, calls)
VALUES (%(client)s, %(scope)s, %(minute)s, 1)
ON CONFLICT (client_id, scope) DO UPDATE SET
    calls = CASE WHEN rate.minute < EXCLUDED.minute THEN 1
                 ELSE least(rate.calls, %(limit)s) + 1 END,
    minute = greatest(rate.minute, EXCLUDED.minute)
RETURNING calls
"""


def seconds_to_wait(
    client: IntakeClient, scope: IntakeScope, now: datetime, limit: int
) -> int | None:
    """None when the call passes; else the seconds left of the minute (1 to 60)."""
    asked: dict[str, Any] = {
        "client": client.pk,
        "scope": scope.value,
        "minute": now.replace(second=0, microsecond=0),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        (calls,) = cursor.fetchone()
    return None if calls <= limit else 60 - now.second
