"""The road of the blocks against the road of the rows: the same integers, to the last one."""

from datetime import date

import numpy as np
import pytest
from django.db import connection

from prescribers.enums import BlockKind
from prescribers.frames.columns_out import fetch_arrays
from prescribers.frames.kept import EXCLUSIONS, KEPT_SQL
from prescribers.frames.sources import Leaves, PatientLists, read_known_prescribers
from prescribers.frames.statistics import summarise
from prescribers.frames.window import Window, month_number
from prescribers.models import Attachment, EncodedBlock, MonthTotals, PatientList, Prescriber
from prescribers.services import blocks
from tests.prescribers import night_world as world


pytestmark = pytest.mark.django_db

WINDOW = Window(months=world.WINDOW, provisional=world.PROVISIONAL, missing=())
REASON_SQL = "CASE {} ELSE 0 END".format(
    " ".join(f"WHEN {rule.condition} THEN {n}" for n, rule in enumerate(EXCLUSIONS, start=1))
)
LEAVES = f"""
SELECT rpps::int8, patient::int8, (start - DATE '2000-01-01')::int4, stratum::int4, days::int4,
       amount_cents::int8, (extract(year FROM month) * 12 + extract(month FROM month) - 1)::int4,
       (array_position(ARRAY['MAL', 'AT', 'MP', 'MAT'], risk::text) - 1
        + CASE WHEN nature = 'P' THEN 4 ELSE 0 END + CASE WHEN tpt THEN 8 ELSE 0 END
        + CASE WHEN replacement THEN 16 ELSE 0 END + CASE WHEN teleconsultation THEN 32 ELSE 0 END
        + CASE WHEN ald = 2 THEN 64 ELSE 0 END
        + CASE WHEN "end" - start < 3 THEN 128 ELSE 0 END)::int4,
       ({REASON_SQL})::int4
  FROM medical.leave WHERE caisse = %s AND month = ANY(%s::date[])
"""
LISTS = """
SELECT rpps::int8, stratum::int4, patients::int4
  FROM medical.patient_list WHERE caisse = %s AND window_end = %s AND stratum >= 0
"""
KEPT_DAYS = f"""
SELECT coalesce(sum(days), 0)::bigint FROM medical.leave
 WHERE caisse = %s AND month BETWEEN %s AND %s AND {KEPT_SQL}
   AND rpps IN (SELECT p.rpps::bigint FROM prescribers_prescriber p
                  JOIN prescribers_attachment a ON a.prescriber_id = p.id)
"""


@pytest.fixture
def country():
    """Forty doctors, one of whom left the directory: his rows are received and not kept."""
    people = world.build()
    gone = Prescriber.objects.get(rpps=people[5].rpps)
    Attachment.objects.filter(prescriber=gone).delete()
    return people


def rows_of(caisse):
    names = ("rpps", *(name for name in Leaves.__dataclass_fields__ if "writer" not in name))
    wide = {"rpps", "patient", "amount_cents"}
    types = [(name, ">i8" if name in wide else ">i4") for name in names]
    found = fetch_arrays(LEAVES, [caisse, list(WINDOW.all_months)], types)
    found["month"] = found["month"] - month_number(WINDOW.start)
    writers, writer = np.unique(found.pop("rpps"), return_inverse=True)
    return Leaves(writers=writers, writer=writer, **found)


def lists_of(caisse):
    types = (("rpps", ">i8"), ("stratum", ">i4"), ("patients", ">i4"))
    return PatientLists(**fetch_arrays(LISTS, [caisse, world.WINDOW_END], types))


def scalar(query, parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("caisse", world.CAISSES)
def test_blocks_give_the_statistics_of_the_rows(caisse):
    known = read_known_prescribers(caisse)
    from_rows = summarise(rows_of(caisse), lists_of(caisse), known, WINDOW)
    leaves = blocks.read_leaves(caisse, WINDOW)
    lists = blocks.read_patient_lists(caisse, world.WINDOW_END)
    from_blocks = summarise(leaves, lists, known, WINDOW)
    for name, wanted in from_rows.arrays().items():
        np.testing.assert_array_equal(from_blocks.arrays()[name], wanted, err_msg=name)
    assert (from_rows.counts > 0).sum() >= 7, "nearly every reason is met"
    kept = scalar(KEPT_DAYS, [caisse, WINDOW.start, WINDOW.end])
    assert from_blocks.account.kept_days == kept > 0


@pytest.mark.usefixtures("country")
def test_bits_and_sql_give_each_row_the_same_reason():
    """Row by row: the rows of both roads sorted by all that they share."""
    reasons = set()
    for caisse in world.CAISSES:
        by_sql, by_bits = rows_of(caisse), blocks.read_leaves(caisse, WINDOW)
        shared = ("month", "stratum", "days", "amount_cents", "flags", "reason")
        tables = [
            sorted(
                zip(
                    road.writers[road.writer].tolist(),
                    *(getattr(road, name).tolist() for name in shared),
                    strict=True,
                )
            )
            for road in (by_sql, by_bits)
        ]
        assert tables[0] == tables[1]
        reasons |= set(by_bits.reason.tolist())
    assert reasons == set(range(len(EXCLUSIONS) + 1))


@pytest.mark.usefixtures("country")
def test_a_pseudonym_is_in_no_block():
    payload = b"".join(bytes(p) for p in EncodedBlock.objects.values_list("payload", flat=True))
    for patient in rows_of("061").patient[:200].tolist():
        assert patient.to_bytes(8, "little") not in payload


@pytest.mark.usefixtures("country")
def test_a_caisse_is_read_in_a_few_queries(django_assert_num_queries):
    """The totals and the numbers, besides the blocks themselves, which are one query more."""
    with django_assert_num_queries(1) as captured:
        blocks.read_blocks(BlockKind.LEAVES, "061", WINDOW.all_months)
    assert MonthTotals._meta.db_table in captured[0]["sql"]


def test_a_window_before_any_import_has_no_row(country):
    before = Window(months=(date(2019, 1, 1),), provisional=(), missing=())
    assert blocks.read_leaves("061", before).days.size == 0
    assert blocks.read_patient_lists("061", date(2019, 1, 1)).patients.size == 0
    assert PatientList.objects.exists()
    assert len(country) == 40
