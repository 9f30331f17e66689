"""The rows that were refused, written down without what must not be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from django.db import connection

from core.nir import holds_nir
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.problems import SENTENCES, Finding
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


class Rejects:
    """The faults of a file by line, the first `MOST_WRITTEN` of them.

    `faults` counts them all, by column and code: nothing of it stops at a limit.
    """

    def __init__(self) -> None:
        self.rows: list[Reject] = []
        self.faults: Counter[tuple[str, str]] = Counter()

    def __iter__(self) -> Iterator[Reject]:
        return iter(self.rows)

    @property
    def complete(self) -> bool:
        return self.faults.total() == len(self.rows)

    def add(self, checks: Checks) -> None:
        """Take the faults of a chunk, which comes after those already taken."""
        lines = [*checks.rows.malformed.values()]
        lines += [checks.rows.lines[finding.places] for finding in checks.findings]
        for code, numbers in checks.rows.malformed.items():
            self.faults["", code] += len(numbers)
        self._count(checks.findings)
        last = _last_line(lines, MOST_WRITTEN - len(self.rows))
        found = [
            Reject(line, "", code, "")
            for code, numbers in checks.rows.malformed.items()
            for line in numbers[numbers <= last].tolist()
        ]
        for finding in checks.findings:
            found += _rejects(checks, finding, last)
        self.rows += sorted(found)[: MOST_WRITTEN - len(self.rows)]

    def add_late(self, rows: Gathered) -> None:
        """Take the faults that only the whole file shows; their values are no longer there."""
        late = [
            Reject(line, finding.column, finding.code, "")
            for finding in rows.findings
            for line in rows.lines[finding.places][:MOST_WRITTEN].tolist()
        ]
        self._count(rows.findings)
        self.rows = sorted(self.rows + late)[:MOST_WRITTEN]

    def _count(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            self.faults[finding.column, finding.code] += len(finding.places)


def _last_line(lines: Sequence[np.ndarray], room: int) -> int:
    """The line beyond which there is no room left."""
    every = np.concatenate(lines) if lines else np.zeros(0, np.int64)
    if room <= 0 or not every.size:
        return 0
    return int(every.max() if every.size <= room else np.partition(every, room - 1)[room - 1])


def shape(value: str) -> str:
    """What may be said of a value that may not be shown: `15 chiffres`."""
    if not value:
        return ""
    what = "chiffre" if value.isascii() and value.isdigit() else "caractère"
    return f"{len(value)} {what}{'s' if len(value) > 1 else ''}"


def _rejects(checks: Checks, finding: Finding, last: int) -> list[Reject]:
    """The faults of one rule up to a line; the values of medical columns by their shape only."""
    places = finding.places[checks.rows.lines[finding.places] <= last]
    lines = checks.rows.lines[places].tolist()
    values = _values(checks, finding.column, places.tolist())
    return [
        Reject(line, finding.column, finding.code, value)
        for line, value in zip(lines, values, strict=True)
    ]


def _values(checks: Checks, column: str, places: Sequence[int]) -> list[str]:
    if not checks.has(column):
        return [""] * len(places)
    declared = checks.rows.format.column(column)
    texts = checks.rows.columns[column]
    shown = []
    for place in places:
        value = texts[place].as_py()
        # The cut comes last: half a NIR would no longer look like one.
        plain = declared.may_show(value) and (declared.is_plain(value) or not holds_nir(value))
        shown.append(value[:LONGEST_VALUE] if plain else shape(value))
    return shown


def write_rejects(batch: ImportBatch, rejects: Rejects) -> bool:
    """Keep the rejects of a batch; False when there were too many to keep them all."""
    names = '"batch_id", "line", "column", "code", "message", "value"'
    table = RejectedRow._meta.db_table  # noqa: SLF001 (Django's documented way to a table's name)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for one in rejects:
            copy.write_row((batch.pk, one.line, one.column, one.code, one.message, one.value))
    return rejects.complete
