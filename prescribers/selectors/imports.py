"""Reading the imports: batches, what waits for somebody, and the rejects of one batch.

A file serves every caisse, so nothing is cut to the perimeter: it comes first as everywhere else,
and says that somebody allowed is asking.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.perimeter import Perimeter
from core.models import Job
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, RejectedRow


UNFINISHED = (BatchStatus.QUEUED, BatchStatus.RUNNING)
# What a person may ask the list: the words of the address, and the states they stand for.
STATES: dict[str, tuple[BatchStatus, ...]] = {
    "importe": (BatchStatus.DONE,),
    "retenu": (BatchStatus.HELD,),
    "refuse": (BatchStatus.REFUSED,),
    "en-cours": UNFINISHED,
    "deja-importe": (BatchStatus.ALREADY,),
}
FIRST_LINES = 5


@dataclass(frozen=True)
class RejectGroup:
    """One kind of fault: on how many lines, in which columns, where it is first seen."""

    code: str
    message: str
    lines: int
    columns: tuple[str, ...]
    first_lines: tuple[int, ...]


@dataclass(frozen=True)
class RejectedLine:
    """One refused row and all that is wrong with it."""

    line: int
    faults: tuple[RejectedRow, ...]


def import_batches(
    perimeter: Perimeter, *, kind: str = "", state: str = "", month: date | None = None
) -> QuerySet[ImportBatch]:
    """Newest first; each criterion that is given cuts."""
    found = ImportBatch.objects.select_related("source")
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(status__in=STATES[state])
    if month:
        found = found.filter(month=month)
    return found


def held_batches(perimeter: Perimeter) -> list[ImportBatch]:
    """The batches that wait for a decision, the oldest first."""
    held = ImportBatch.objects.filter(status=BatchStatus.HELD).select_related("source")
    return list(held.prefetch_related("gate_findings").order_by("pk"))


def held_rows(perimeter: Perimeter) -> QuerySet:
    """The same without their findings: number, kind, month, how many doubts."""
    held = ImportBatch.objects.filter(status=BatchStatus.HELD).order_by("pk")
    counted = held.annotate(doubts=Count("gate_findings"))
    return counted.values_list("pk", "kind", "month", "doubts", named=True)


def unfinished_batches(perimeter: Perimeter) -> QuerySet[ImportBatch]:
    found = ImportBatch.objects.filter(status__in=UNFINISHED, job_id__isnull=False)
    return found.select_related("source").order_by("pk")


def batches_by_status(perimeter: Perimeter) -> dict[str, int]:
    return dict(ImportBatch.objects.order_by().values_list("status").annotate(number=Count("pk")))


def imported_months(perimeter: Perimeter) -> list[date]:
    """Every month of which a file came, the latest first."""
    months = ImportBatch.objects.filter(month__isnull=False).order_by("-month")
    return [month for month in months.values_list("month", flat=True).distinct() if month]


def jobs_of(batches: Iterable[ImportBatch]) -> dict[int, Job]:
    """The jobs of the batches that are not over, by number."""
    wanted = {batch.job_id for batch in batches if batch.status in UNFINISHED}
    return Job.objects.in_bulk([number for number in wanted if number])


def reject_groups(perimeter: Perimeter, batch: ImportBatch) -> list[RejectGroup]:
    """The faults of a batch by code, the most frequent first; two queries."""
    rejects = RejectedRow.objects.filter(batch=batch).order_by()
    first: dict[str, list[int]] = {}
    for code, line in _first_lines(rejects):
        first.setdefault(code, []).append(line)
    rows = rejects.values("code").annotate(
        lines=Count("line", distinct=True),
        columns=ArrayAgg("column", distinct=True),
        messages=ArrayAgg("message", distinct=True),
    )
    return [
        RejectGroup(
            code=row["code"],
            message=row["messages"][0],
            lines=row["lines"],
            columns=tuple(column for column in row["columns"] if column),
            first_lines=tuple(sorted(set(first.get(row["code"], ())))),
        )
        for row in rows.order_by("-lines", "code")
    ]


def _first_lines(rejects: QuerySet[RejectedRow]) -> Iterable[tuple[str, int]]:
    place = Window(RowNumber(), partition_by=[F("code")], order_by=[F("line").asc()])
    firsts = rejects.annotate(place=place).filter(place__lte=FIRST_LINES)
    return firsts.values_list("code", "line")


def rejected_line_numbers(perimeter: Perimeter, batch: ImportBatch) -> QuerySet:
    """The numbers of the refused lines, in the order of the file: what a page is cut from."""
    rejects = RejectedRow.objects.filter(batch=batch).order_by("line")
    return rejects.values_list("line", flat=True).distinct()


def rejected_lines(
    perimeter: Perimeter, batch: ImportBatch, lines: Sequence[int]
) -> list[RejectedLine]:
    """These lines of the batch, each with all its faults."""
    by_line: dict[int, list[RejectedRow]] = {line: [] for line in lines}
    for fault in RejectedRow.objects.filter(batch=batch, line__in=lines).order_by("line", "column"):
        by_line[fault.line].append(fault)
    return [RejectedLine(line, tuple(faults)) for line, faults in by_line.items()]
