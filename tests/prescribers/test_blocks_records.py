"""The records of the blocks, without a database: what is packed, in which order, and read back."""

import hashlib
from datetime import date

import numpy as np
import pytest

from ijstats import N_STRATA, sufficient_statistics
from prescribers.enums import BlockKind, LeaveRisk
from prescribers.frames.blocks import Control, StoredBlock, is_sound
from prescribers.frames.kept import EXCLUSIONS, reasons
from prescribers.frames.sources import leaves_of, lists_of
from prescribers.frames.window import Window, span
from prescribers.ingestion import block_records as encoding
from prescribers.ingestion.block_records import LeaveColumns, ListColumns
from prescribers.models import block_layout as layout


MARCH = date(2025, 3, 1)
WINDOW = Window(months=span(date(2025, 1, 1), MARCH), provisional=(), missing=())
NICE, TOULON = b"061", b"831"


def columns(*changes):
    """Leaves of one doctor of Nice's caisse, each of another patient unless told."""
    plain = {
        "caisse": NICE, "rpps": 99000000019, "patient": 4611686018427387904,
        "start": np.datetime64("2025-03-03"), "end": np.datetime64("2025-03-09"), "days": 4,
        "amount_cents": 13_200, "stratum": 148, "commune_quintile": 3, "risk": 0, "nature": 0,
        "ald": 0, "tpt": False, "replacement": False, "teleconsultation": False,
    }  # fmt: skip
    lines = [plain | {"patient": plain["patient"] + n} | c for n, c in enumerate(changes)]
    return LeaveColumns(*(np.array([line[name] for line in lines]) for name in plain))


def encoded(leaves, month=MARCH):
    records = encoding.leave_records(leaves, month, np.zeros(len(leaves.rpps), np.uint16))
    return records[encoding.leave_order(records, leaves.start)]


def stored(records, month=MARCH, kind=BlockKind.LEAVES, **said):
    payload = records.tobytes()
    total = "days" if kind == BlockKind.LEAVES else "patients"
    cents = int(records["amount_cents"].sum()) if kind == BlockKind.LEAVES else 0
    control = Control(len(records), int(records[total].sum()), cents)._replace(**said)
    return StoredBlock(kind, month, control, hashlib.sha256(payload).hexdigest(), payload)


def test_a_record_is_sixteen_bytes_without_padding():
    assert np.dtype(layout.LEAVE_RECORD).itemsize == 16
    assert np.dtype(layout.LIST_RECORD).itemsize == 8
    assert (N_STRATA - 1) * layout.COMMUNE_QUINTILES + 5 < layout.OUTSIDE_CELL


def test_the_stratum_and_the_quintile_of_the_commune_come_back():
    stratum, quintile = np.meshgrid(np.arange(N_STRATA), np.arange(6))
    cell = encoding.cells(stratum.ravel(), quintile.ravel())
    assert len(set(cell.tolist())) == 2016
    np.testing.assert_array_equal(cell // 6, stratum.ravel())
    np.testing.assert_array_equal(cell % 6, quintile.ravel())


def test_outside_the_strata_has_no_commune():
    assert encoding.cells(np.array([-1, -1]), np.array([0, 5])).tolist() == [0xFFFF, 0xFFFF]


@pytest.mark.parametrize(
    ("change", "bits"),
    [
        ({}, 0),
        *(({"risk": place}, place) for place in range(len(LeaveRisk))),
        ({"nature": 1}, 0b100),
        ({"tpt": True}, 0b1000),
        ({"replacement": True}, 0b1_0000),
        ({"teleconsultation": True}, 0b10_0000),
        ({"ald": 1}, 0),
        ({"ald": 2}, 0b100_0000),
        ({"end": np.datetime64("2025-03-05")}, 0b1000_0000),
        ({"end": np.datetime64("2025-03-06")}, 0),
    ],
)
def test_each_flag_is_one_fact(change, bits):
    assert encoded(columns(change))["flags"].tolist() == [bits]


def test_the_first_reason_is_the_one_counted():
    names = ["", *(rule.code for rule in EXCLUSIONS)]
    cells = np.array([900, 900, 0xFFFF, 0xFFFF, 900, 900, 900, 0xFFFF])
    flags = np.array([0, 3, 0, 64, 8, 16, 8 | 16, 3 | 64 | 8])
    assert [names[n] for n in reasons(cells, flags)] == [
        "", "maternite", "age", "ald_cancer", "temps_partiel", "remplacement", "temps_partiel",
        "maternite",
    ]  # fmt: skip
    # Accidents and occupational diseases each have one bit of a maternity, and are kept.
    assert reasons(np.array([5, 5]), np.array([1, 2])).tolist() == [0, 0]


def test_records_follow_the_first_day_then_the_cell():
    days = ["2025-03-31", "2025-03-01", "2025-03-01", "2025-03-15"]
    strata = [10, 20, 15, -1]
    leaves = columns(
        *({"start": np.datetime64(d), "end": np.datetime64(d), "stratum": s}
          for d, s in zip(days, strata, strict=True))
    )  # fmt: skip
    assert encoded(leaves)["cell"].tolist() == [15 * 6 + 3, 20 * 6 + 3, 0xFFFF, 10 * 6 + 3]


def test_the_place_of_a_record_stands_for_its_date():
    """Q of the method: the patient's latest leave, and among ties the highest stratum."""
    draw = np.random.default_rng(5)
    size = 4_000
    first = np.datetime64("2025-01-01")
    start = first + draw.integers(0, 90, size)
    given = {
        "rpps": draw.integers(0, 12, size),
        "patient": draw.integers(0, 90, size),
        "stratum": draw.integers(-1, 40, size),  # few, so that the same day often has two
        "days": draw.integers(0, 60, size),
    }
    blocks = []
    for month in WINDOW.months:
        mine = start.astype("datetime64[M]") == np.datetime64(month, "M")
        rows = {name: values[mine] for name, values in given.items()}
        zeros = np.zeros(mine.sum(), np.int64)
        leaves = LeaveColumns(
            caisse=np.full(mine.sum(), NICE), start=start[mine], end=start[mine] + 5,
            amount_cents=zeros, commune_quintile=draw.integers(0, 6, mine.sum()), risk=zeros,
            nature=zeros, ald=zeros, tpt=zeros, replacement=zeros, teleconsultation=zeros, **rows,
        )  # fmt: skip
        records = encoding.leave_records(leaves, month, rows["rpps"])
        records["patient"] = rows["patient"] * 7 % 97  # any one-to-one code
        blocks.append(stored(records[encoding.leave_order(records, leaves.start)], month))
    read = leaves_of(blocks[::-1], np.arange(12), WINDOW)
    columns_read = (read.writer, read.stratum, read.days, read.patient, read.start)
    by_place = sufficient_statistics(*columns_read, n_prescribers=12)
    by_date = sufficient_statistics(
        given["rpps"], given["stratum"], given["days"], given["patient"], start, n_prescribers=12
    )
    assert by_place.outside == by_date.outside > 0
    for place, dated in zip(by_place[:2], by_date[:2], strict=True):
        for found, wanted in zip(place, dated, strict=True):
            np.testing.assert_array_equal(found, wanted)


def test_each_caisse_has_its_rows_whatever_their_order():
    caisse = np.array([TOULON, NICE, TOULON, NICE, NICE])
    rpps = np.array([5, 3, 5, 3, 9])
    runs = encoding.runs_of(caisse, rpps)
    assert {name: rows.tolist() for name, rows in runs.rows()} == {"061": [1, 3, 4], "831": [0, 2]}
    assert runs.rpps[runs.place == 0].tolist() == [3, 3, 9]


def test_lists_add_up_by_cell():
    lists = ListColumns(
        caisse=np.full(5, NICE), rpps=np.array([1, 1, 1, 2, 1]),
        stratum=np.array([7, 7, -1, 7, -1]), commune_quintile=np.array([2, 2, 1, 2, 5]),
        patients=np.array([10, 5, 3, 8, 4]),
    )  # fmt: skip
    records = encoding.list_records(lists, np.array([0, 0, 0, 1, 0]))
    summed = encoding.summed(records[encoding.list_order(records)])
    assert summed.tolist() == [(0, 44, 15), (0, 0xFFFF, 7), (1, 44, 8)]
    read = lists_of([stored(summed, kind=BlockKind.PATIENTS)], np.array([1, 2]))
    assert (read.rpps.tolist(), read.stratum.tolist(), read.patients.tolist()) == (
        [1, 2], [7, 7], [15, 8],
    )  # fmt: skip


def test_a_block_that_says_something_else_is_not_read():
    records = encoded(columns({}, {"days": 9}))
    block = stored(records)
    assert is_sound(block)
    turned = bytearray(block.payload)
    turned[5] ^= 1
    assert not is_sound(block._replace(payload=bytes(turned)))
    assert not is_sound(block._replace(payload=block.payload[:-1]))
    assert not is_sound(block._replace(month=date(2025, 4, 1))), "another month's payload"
    for name in ("rows", "total", "amount_cents"):
        assert not is_sound(stored(records, **{name: 3})), name
