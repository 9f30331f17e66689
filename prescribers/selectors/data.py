"""What is in the database, month by month and caisse by caisse, and which references are in force.

Reads the totals written with the facts, never the facts: whoever may read this page needs no more.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from accounts.perimeter import Perimeter
from prescribers.enums import BatchStatus, SourceKind
from prescribers.models import ImportBatch, MonthTotals
from prescribers.selectors.imports import UNFINISHED


MONTHLY = (SourceKind.ARRETS, SourceKind.ACTIVITE, SourceKind.PATIENTELE)
REFERENCES = tuple(kind for kind in SourceKind if kind not in MONTHLY)


@dataclass(frozen=True)
class MonthPresence:
    """One kind and month: its rows in the perimeter, and the batches that wait beside them.

    `elsewhere`: the month was imported, without any row of this perimeter.
    """

    rows: int = 0
    elsewhere: bool = False
    held: int | None = None
    waiting: int | None = None


@dataclass(frozen=True)
class CaisseMonth:
    caisse: str
    month: date
    rows: int


def month_presence(perimeter: Perimeter) -> dict[tuple[SourceKind, date], MonthPresence]:
    """Every month of which anything is known, by kind; three queries."""
    rows = _rows(perimeter)
    batches: dict[tuple[SourceKind, date], dict[str, int]] = {}
    monthly = ImportBatch.objects.filter(kind__in=MONTHLY)
    shown = Q(status__in=[BatchStatus.DONE, BatchStatus.HELD, *UNFINISHED])
    for kind, month, status, number in (
        monthly.filter(shown).order_by("pk").values_list("kind", "month", "status", "pk")
    ):
        if month is not None:
            batches.setdefault((SourceKind(kind), month), {})[_group(status)] = number
    return {
        key: MonthPresence(
            rows=rows.get(key, 0),
            elsewhere=not rows.get(key) and "done" in batches.get(key, {}),
            held=batches.get(key, {}).get("held"),
            waiting=batches.get(key, {}).get("waiting"),
        )
        for key in {*rows, *batches}
    }


def caisse_months(perimeter: Perimeter, kind: SourceKind, since: date) -> list[CaisseMonth]:
    """The rows of each caisse of the perimeter, in each month since then."""
    totals = perimeter.filter(MonthTotals.objects.filter(kind=kind, month__gte=since))
    return [
        CaisseMonth(*row)
        for row in totals.order_by("caisse", "month").values_list("caisse", "month", "rows")
    ]


def references_in_force(perimeter: Perimeter) -> dict[SourceKind, ImportBatch]:
    """The last batch done of each dated reference; references are the same for everybody."""
    done = ImportBatch.objects.filter(kind__in=REFERENCES, status=BatchStatus.DONE)
    latest = done.order_by("kind", "-finished_at", "-pk").distinct("kind")
    return {SourceKind(batch.kind): batch for batch in latest.select_related("source")}


def _rows(perimeter: Perimeter) -> dict[tuple[SourceKind, date], int]:
    totals = perimeter.filter(MonthTotals.objects.filter(kind__in=MONTHLY))
    grouped = totals.order_by().values_list("kind", "month").annotate(Sum("rows"))
    return {(SourceKind(kind), month): rows for kind, month, rows in grouped}


def _group(status: str) -> str:
    if status == BatchStatus.DONE:
        return "done"
    return "held" if status == BatchStatus.HELD else "waiting"
