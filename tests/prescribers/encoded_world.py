"""Rows put straight into a partition get what an import would have written beside them."""

from django.db import connection

from prescribers.enums import BlockKind
from prescribers.frames.rows import read_leave_rows, read_list_rows
from prescribers.ingestion.block_records import LeaveColumns, ListColumns
from prescribers.ingestion.blocks import write_leave_blocks, write_list_blocks
from prescribers.models import EncodedBlock, ImportBatch, MonthTotals


LEAVES = """
SELECT caisse, count(*), count(DISTINCT rpps), sum(days), sum(amount_cents)
  FROM medical.leave WHERE month = %s GROUP BY caisse
"""
LISTS = """
SELECT caisse, count(*), count(DISTINCT rpps), sum(patients), 0
  FROM medical.patient_list WHERE window_end = %s GROUP BY caisse
"""


def encode_leaves(batch: ImportBatch) -> None:
    EncodedBlock.objects.filter(kind=BlockKind.LEAVES, month=batch.month).delete()
    for caisse in count(batch, LEAVES):
        columns = LeaveColumns(**read_leave_rows(batch.month, caisse))
        write_leave_blocks(batch.month, columns, caisse)


def encode_lists(batch: ImportBatch) -> None:
    EncodedBlock.objects.filter(kind=BlockKind.PATIENTS, month=batch.month).delete()
    for caisse in count(batch, LISTS):
        columns = ListColumns(**read_list_rows(batch.month, caisse))
        write_list_blocks(batch.month, columns, caisse)


def count(batch: ImportBatch, query: str) -> list[str]:
    """Write the totals of the month by caisse; the caisses that have rows."""
    MonthTotals.objects.filter(kind=batch.kind, month=batch.month).delete()
    with connection.cursor() as cursor:
        cursor.execute(query, [batch.month])
        rows = cursor.fetchall()
    names = ("caisse", "rows", "prescribers", "total", "amount_cents")
    said = {"kind": batch.kind, "month": batch.month, "batch": batch}
    MonthTotals.objects.bulk_create(
        MonthTotals(**said, **dict(zip(names, row, strict=True))) for row in rows
    )
    return [row[0] for row in rows]
