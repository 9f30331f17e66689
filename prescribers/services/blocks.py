"""Reading the encoded blocks, and making again from its partition one that is missing or wrong."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from core import journal
from core.errors import JobRefused
from prescribers.enums import BatchStatus, BlockKind, SourceKind
from prescribers.frames.blocks import (
    Control,
    StoredBlock,
    fetch_blocks,
    is_sound,
    kept_total,
    read_numbers,
)
from prescribers.frames.kept import KEPT_SQL
from prescribers.frames.rows import read_leave_rows, read_list_rows
from prescribers.frames.sources import Leaves, PatientLists, leaves_of, lists_of
from prescribers.frames.window import Window
from prescribers.ingestion.block_records import LeaveColumns, ListColumns
from prescribers.ingestion.blocks import write_leave_blocks, write_list_blocks
from prescribers.models import EncodedBlock, ImportBatch, MonthTotals
from prescribers.services.imports_lock import lock_month


SYSTEM = "blocs"
SOURCES = {BlockKind.LEAVES: SourceKind.ARRETS, BlockKind.PATIENTS: SourceKind.PATIENTELE}
PARTITION_DIFFERS = (
    "Les lignes de la caisse {caisse} pour {month} ne sont plus celles qui ont été importées :"
    " réimportez le fichier « {kind} » de ce mois."
)
# The truth that the blocks of a month must equal, asked of the rows themselves: what makes the
# figures, then all there is.
LEAVE_ROWS = f"""
SELECT caisse, coalesce(sum(days) FILTER (WHERE {KEPT_SQL}), 0)::bigint,
       count(*), sum(days)::bigint, sum(amount_cents)::bigint
  FROM medical.leave WHERE month = %s GROUP BY caisse
"""  # noqa: S608 (constants of this app)
LIST_ROWS = """
SELECT caisse, coalesce(sum(patients) FILTER (WHERE stratum >= 0), 0)::bigint,
       count(*), sum(patients)::bigint, 0::bigint
  FROM medical.patient_list WHERE window_end = %s GROUP BY caisse
"""
ROW_TOTALS = {BlockKind.LEAVES: LEAVE_ROWS, BlockKind.PATIENTS: LIST_ROWS}


def read_leaves(caisse: str, window: Window) -> Leaves:
    """The leaves of a caisse in the months of the window, all verified."""
    blocks = read_blocks(BlockKind.LEAVES, caisse, window.all_months)
    return leaves_of(blocks, read_numbers(caisse), window)


def read_patient_lists(caisse: str, window_end: date) -> PatientLists:
    blocks = read_blocks(BlockKind.PATIENTS, caisse, [window_end])
    return lists_of(blocks, read_numbers(caisse))


def read_blocks(kind: BlockKind, caisse: str, months: Sequence[date]) -> list[StoredBlock]:
    """The blocks of a caisse, against what the imports counted; those that differ are made again.

    Raises:
        JobRefused: the rows themselves are no longer those that were imported.
    """
    stored, wrong = _compared(kind, caisse, months)
    if wrong:
        _wait_for_imports(kind, wrong)
        stored, wrong = _compared(kind, caisse, months)
        for month in wrong:
            rebuild(kind, month, caisse)
        stored, wrong = _compared(kind, caisse, months)
    if wrong:
        said = PARTITION_DIFFERS.format(
            caisse=caisse, month=f"{wrong[0]:%m/%Y}", kind=SOURCES[kind].value
        )
        raise JobRefused("lignes_modifiees", said)
    return list(stored.values())


def rebuild(kind: BlockKind, month: date, caisse: str) -> None:
    """Make one block again from the rows of its partition, and write it in the journal.

    Waits for an import of that month: it would write the same block.
    """
    _wait_for_imports(kind, [month])
    if kind == BlockKind.LEAVES:
        leaves = read_leave_rows(month, caisse)
        write_leave_blocks(month, LeaveColumns(**leaves), caisse)
    else:
        lists = read_list_rows(month, caisse)
        write_list_blocks(month, ListColumns(**lists), caisse)
    journal.record(
        action="blocs.reconstruire",
        by=None,
        system=SYSTEM,
        obj=("bloc", f"{kind.value}:{month:%Y-%m}"),
        caisse=caisse,
    )


def months_of(kind: BlockKind) -> list[date]:
    """The months that have rows, or blocks left over."""
    imported = ImportBatch.objects.filter(kind=SOURCES[kind], status=BatchStatus.DONE)
    encoded = EncodedBlock.objects.filter(kind=kind)
    months = {*imported.values_list("month", flat=True), *encoded.values_list("month", flat=True)}
    return sorted(month for month in months if month is not None)


def wrong_blocks(kind: BlockKind, month: date) -> list[str]:
    """The caisses whose block is missing, wrong or left over: the rows themselves are summed."""
    _wait_for_imports(kind, [month])
    with connection.cursor() as cursor:
        cursor.execute(ROW_TOTALS[kind], [month])
        rows = {caisse: (kept, Control(*sums)) for caisse, kept, *sums in cursor.fetchall()}
    encoded = EncodedBlock.objects.filter(kind=kind, month=month)
    wrong = []
    for caisse in sorted({*rows, *encoded.values_list("caisse", flat=True)}):
        kept, control = rows.get(caisse, (0, None))
        block = fetch_blocks(kind, caisse, [month]).get(month)
        if not _agree(control, block) or (block and kept_total(block) != kept):
            wrong.append(caisse)
    return wrong


def _compared(
    kind: BlockKind, caisse: str, months: Sequence[date]
) -> tuple[dict[date, StoredBlock], list[date]]:
    """The blocks of a caisse, and the months where they are not what the imports counted."""
    totals = MonthTotals.objects.filter(kind=SOURCES[kind], caisse=caisse, month__in=months)
    counted = totals.values_list("month", "rows", "total", "amount_cents")
    expected = {month: Control(*sums) for month, *sums in counted}
    stored = fetch_blocks(kind, caisse, months)
    wrong = [m for m in months if not _agree(expected.get(m), stored.get(m))]
    return stored, wrong


def _agree(expected: Control | None, block: StoredBlock | None) -> bool:
    """Cells outside the strata are one in a block of lists and several in rows: not counted."""
    if expected is None or block is None:
        return expected is None and block is None
    same = block.said.total == expected.total
    if block.kind == BlockKind.LEAVES:
        same = block.said == expected
    return same and is_sound(block)


def _wait_for_imports(kind: BlockKind, months: Sequence[date]) -> None:
    """Take the months before any caisse, as an import does, so that nobody waits in a circle."""
    for month in sorted(months):
        lock_month(SOURCES[kind], month)
