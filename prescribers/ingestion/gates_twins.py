"""Is this month another one sent again under its name? A sample of its rows is looked up there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from core.charts.numbers import fr, month_name, percent
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.doubts import Doubt
from prescribers.ingestion.gates_history import neighbours
from prescribers.models import ImportBatch


# Enough to tell a few percent from half; each row costs one walk down the primary key of a month,
# then the few leaves of its prescriber.
SAMPLE = 500
# Whole blocks are drawn, in the order of the prescribers: neighbouring rows share the pages of
# the index. Four times the sample keeps the number of blocks far from zero.
DRAWN = 4 * SAMPLE
# Under 30 rows, a few patients whose leave is prolonged alike would make a copy of a month.
FEWEST_ROWS = 30
# Last year's month under this year's name is the usual mistake: one year on either side, and one
# month more for a feed that is late.
WITHIN_MONTHS = 13


@dataclass(frozen=True)
class Compared:
    """Where a kind is kept, what makes two of its rows the same, and how many the same make a copy.

    `key` finds the rows by the beginning of the primary key; no date is compared.
    """

    table: str
    month: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    share: float


COMPARED = {
    # A patient off sick in two months is seldom so for the same days and the same cents: 0 to 2 %.
    SourceKind.ARRETS: Compared(
        "medical.leave", "month", ("rpps", "patient"), ("days", "amount_cents"), 0.5
    ),
    # From one month to the next a practice repeats neither its patients nor its acts to the unit.
    SourceKind.ACTIVITE: Compared(
        "public.prescribers_activity", "month", ("rpps",), ("patients_seen", "acts"), 0.5
    ),
}


def same_file(batch: ImportBatch) -> Doubt | None:
    """The very bytes of another month: every row is then refused for its date, if it has one."""
    twin = (
        ImportBatch.objects.filter(
            kind=batch.kind, status=BatchStatus.DONE, source__sha256=batch.source.sha256
        )
        .exclude(month=batch.month)
        .order_by("-pk")
        .first()
    )
    if twin is None or twin.month is None:
        return None
    return Doubt(
        "MOIS_IDENTIQUE",
        f"Ce fichier est, octet pour octet, celui de {month_name(twin.month)} (lot {twin.pk}) ; "
        "un autre contenu est attendu. Demandez le bon fichier à l’expéditeur.",
    )


def same_as_another(kind: SourceKind, month: date, written: int) -> Doubt | None:
    """Compare the rows just `written` with the neighbours; a correction is no copy of itself."""
    compared = COMPARED.get(kind)
    if compared is None:
        return None
    others = neighbours(kind, month, WITHIN_MONTHS)
    rows = _sample(compared, month, written) if others else []
    if len(rows) < FEWEST_ROWS:
        return None
    found = {other: _found(compared, other, rows) for other in others}
    likest = max(others, key=lambda other: found[other])
    if found[likest] < compared.share * len(rows):
        return None
    return Doubt(
        "MOIS_IDENTIQUE",
        f"Sur {fr(len(rows))} lignes prises dans le fichier, {fr(found[likest])} "
        f"({percent(found[likest] / len(rows))}) sont aussi dans le mois de {month_name(likest)}, "
        f"dates mises à part ; moins de {percent(compared.share)} attendues. "
        "Vérifiez avec l’expéditeur que le fichier est bien celui de ce mois.",
    )


def _sample(compared: Compared, month: date, written: int) -> list[Sequence[Any]]:
    """The same rows for the same content; nothing paid, nothing seen: nothing to recognise."""
    columns = ", ".join((*compared.key, *compared.values))
    share = min(100.0, 100.0 * DRAWN / max(written, 1))
    with connection.cursor() as cursor:
        cursor.execute(
            # The names are the constants above.
            f"SELECT {columns} FROM {compared.table} TABLESAMPLE SYSTEM (%s) REPEATABLE (1)"  # noqa: S608
            f" WHERE {compared.month} = %s AND {compared.values[0]} > 0",
            [share, month],
        )
        drawn = cursor.fetchall()
    return drawn[:: max(1, len(drawn) // SAMPLE)][:SAMPLE]


def _found(compared: Compared, month: date, rows: Sequence[Sequence[Any]]) -> int:
    """How many of the rows exist in a month; its value is written out, so one partition is read."""
    columns = (*compared.key, *compared.values)
    arrays = ", ".join("%s::bigint[]" for _ in columns)
    same = " AND ".join(f"other.{name} = mine.{name}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM unnest({arrays}) AS mine ({', '.join(columns)})"  # noqa: S608
            f" WHERE EXISTS (SELECT FROM {compared.table} other"
            f" WHERE other.{compared.month} = %s AND {same})",
            [*(list(column) for column in zip(*rows, strict=True)), month],
        )
        return int(cursor.fetchone()[0])
