"""The arrays of the night, without a database: exact sums, same bytes, bytes that are checked."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from prescribers.frames.nation import DAYS, Part, gather
from prescribers.frames.payload import WrongPayloadError, decode, digest, encode
from prescribers.frames.sources import Leaves, PatientLists
from prescribers.frames.statistics import KINDS, summarise
from prescribers.frames.window import Window, span
from prescribers.models.block_layout import PROLONGATION, SHORT


WINDOW = Window(
    months=span(date(2025, 1, 1), date(2025, 3, 1)),
    provisional=(date(2025, 4, 1),),
    missing=(),
)
KNOWN = np.array([11, 22, 33])


def leaves(**columns):
    rows = {
        "writers": [22, 99, 11],
        "writer": [2, 2, 0, 1, 2],
        "patient": [1, 1, 2, 3, 4],
        "start": [100, 160, 120, 130, 200],
        "stratum": [5, 6, 5, 5, 5],
        "days": [10, 4, 7, 3, 8],
        "amount_cents": [330, 132, 231, 99, 264],
        "month": [0, 2, 1, 1, 3],
        "flags": [0, PROLONGATION | SHORT, 1, 0, 0],
        "reason": [0, 0, 0, 0, 0],
    }
    return Leaves(**{name: np.array(values) for name, values in (rows | columns).items()})


def chosen(rows, places):
    """The same rows in another order, or fewer of them."""
    names = [name for name in Leaves.__dataclass_fields__ if name != "writers"]
    return replace(rows, **{name: getattr(rows, name)[places] for name in names})


def lists():
    return PatientLists(
        rpps=np.array([11, 33, 99]),
        stratum=np.array([5, 7, 5]),
        patients=np.array([40, 12, 9]),
    )


def test_the_map_counts_each_thing_once():
    found = summarise(leaves(), lists(), KNOWN, WINDOW)
    assert found.rpps.tolist() == [11, 22, 33]
    # Two leaves of one patient are one square of fourteen days; the provisional month has none.
    assert found.day_squares.tolist() == [14**2, 7**2, 0]
    assert found.amount_squares.tolist() == [462**2, 231**2, 0]
    assert dict(zip(KINDS, found.kinds.T.tolist(), strict=True)) == {
        "initial": [1, 1, 0],
        "over_30_days": [0, 0, 0],
        "over_90_days": [0, 0, 0],
        "work_related": [0, 1, 0],
        "short": [1, 0, 0],
        "teleconsultation": [0, 0, 0],
    }
    assert found.month_days.tolist() == [[10, 0, 4, 8], [0, 7, 0, 0], [0, 0, 0, 0]]
    assert found.month_leaves[0].tolist() == [1, 0, 1, 1]
    assert found.counts.tolist() == [4, 3, 0, 0, 0, 0, 0, 1, 21]


def test_rows_left_out_are_counted_by_reason_and_bring_nothing():
    found = summarise(leaves(reason=[1, 0, 4, 0, 2]), lists(), KNOWN, WINDOW)
    assert found.counts.tolist() == [4, 1, 1, 0, 0, 1, 0, 1, 4]
    assert found.month_days.sum() == 4


def test_the_order_of_the_rows_does_not_change_a_byte():
    straight = encode(summarise(leaves(), lists(), KNOWN, WINDOW))
    shuffled = chosen(leaves(), np.array([3, 1, 4, 0, 2]))
    assert encode(summarise(shuffled, lists(), KNOWN, WINDOW)) == straight


def test_an_empty_caisse_is_a_caisse():
    nothing = chosen(leaves(), np.zeros(5, dtype=bool))
    no_list = PatientLists(*(np.array([], dtype=np.int64) for _ in range(3)))
    found = summarise(nothing, no_list, KNOWN, WINDOW)
    payload = encode(found)
    assert decode(payload, digest(payload)).rpps.size == 0


def test_bytes_come_back_as_they_went():
    sent = summarise(leaves(), lists(), KNOWN, WINDOW)
    payload = encode(sent)
    received = decode(payload, digest(payload))
    for name, column in sent.arrays().items():
        np.testing.assert_array_equal(received.arrays()[name], column)


def test_a_column_takes_no_more_room_than_its_largest_number():
    wide = replace(summarise(leaves(), lists(), KNOWN, WINDOW), day_squares=np.array([2**53 + 1]))
    found = decode(payload := encode(wide), digest(payload))
    assert found.day_squares.tolist() == [2**53 + 1]
    assert (found.rpps.dtype, found.day_squares.dtype) == (np.uint8, np.int64)


@pytest.mark.parametrize("place", [0, 20, -1])
def test_damaged_bytes_are_refused(place):
    payload = bytearray(encode(summarise(leaves(), lists(), KNOWN, WINDOW)))
    whole = digest(bytes(payload))
    payload[place] ^= 1
    with pytest.raises(WrongPayloadError):
        decode(bytes(payload), whole)


def test_a_prescriber_of_two_caisses_adds_up():
    here = summarise(leaves(), lists(), KNOWN, WINDOW)
    there = summarise(replace(leaves(), days=leaves().days * 2), lists(), KNOWN, WINDOW)
    nation = gather([here, there])
    assert nation.rpps.tolist() == [11, 22, 33]
    assert nation.month_days[0].tolist() == [30, 0, 12, 24]
    assert nation.of_cells("patients").tolist() == [80, 0, 24]
    assert nation.of_cells("amounts").tolist() == [924, 462, 0]
    part = Part.of(nation, np.array([0, 1]))
    in_stratum = part.cells.stratum == 5
    assert part.matrix("days").values[in_stratum].tolist() == [30, 21]
    squares = part.clusters(DAYS).last_squares.values
    assert part.cells.by_prescriber(squares).tolist() == nation.day_squares[:2].tolist()


def test_sums_that_outgrow_their_type_take_a_larger_one():
    here = summarise(leaves(days=[200, 4, 7, 3, 8]), lists(), KNOWN, WINDOW)
    payload = encode(here)
    assert decode(payload, digest(payload)).cell_days.dtype == np.uint8
    again = [decode(payload, digest(payload)) for _ in range(2)]
    assert gather(again).cell_values["days"].tolist() == [400, 8, 14, 0]
