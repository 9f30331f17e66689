"""The rows that were refused, written down without what must not be."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from prescribers.ingestion.checks import Checks
from prescribers.ingestion.nir import holds_nir
from prescribers.ingestion.problems import SENTENCES
from prescribers.models import ImportBatch, RejectedRow


# A shifted file has a fault in every cell: the counts stay exact, the detail stops here.
MOST_WRITTEN = 100_000
LONGEST_VALUE = 200


class Reject(NamedTuple):
    line: int
    column: str
    code: str
    value: str

    @property
    def message(self) -> str:
        return SENTENCES[self.code]


def shape(value: str) -> str:
    """What may be said of a value that may not be shown: `15 chiffres`."""
    if not value:
        return ""
    what = "chiffre" if value.isascii() and value.isdigit() else "caractère"
    return f"{len(value)} {what}{'s' if len(value) > 1 else ''}"


def rejects_of(checks: Checks) -> Iterator[Reject]:
    """Every fault of every refused row; the values of medical columns by their shape only."""
    for code, lines in checks.rows.malformed.items():
        for line in lines.tolist():
            yield Reject(line, "", code, "")
    for finding in checks.findings:
        values = _values(checks, finding.column, finding.places.tolist())
        lines = checks.rows.lines[finding.places].tolist()
        for line, value in zip(lines, values, strict=False):
            yield Reject(line, finding.column, finding.code, value)


def _values(checks: Checks, column: str, places: Sequence[int]) -> Iterator[str]:
    if not checks.rows.has(column):
        yield from ("" for _ in places)
        return
    declared = checks.rows.format.column(column)
    texts = checks.rows.columns[column]
    for place in places:
        value = texts[place].as_py()
        # The cut comes last: half a NIR would no longer look like one.
        shown = declared.may_show(value) and (declared.is_plain(value) or not holds_nir(value))
        yield value[:LONGEST_VALUE] if shown else shape(value)


def write_rejects(batch: ImportBatch, rejects: Sequence[Reject]) -> bool:
    """Keep the rejects of a batch; False when there were too many to keep them all."""
    kept = rejects[:MOST_WRITTEN]
    names = '"batch_id", "line", "column", "code", "message", "value"'
    table = RejectedRow._meta.db_table  # noqa: SLF001 (Django's documented way to a table's name)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for one in kept:
            copy.write_row((batch.pk, one.line, one.column, one.code, one.message, one.value))
    return len(kept) == len(rejects)
