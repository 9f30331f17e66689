"""An instant as seconds, for lists of thousands of rows.

Django gives a timestamp through a loader in Python: 5 µs each, against 0.3 µs for a float.
"""

from datetime import UTC, datetime

from django.db.models import FloatField, Func


class Epoch(Func):
    """Seconds since 1970, exact to the microsecond until the year 2200; null stays null."""

    template = "extract(epoch from %(expressions)s)::float8"
    output_field = FloatField()


def instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
