"""Places among known values: a table of slots says what a search would say."""

import numpy as np
import pyarrow as pa
import pytest

from prescribers.ingestion.lookup import CodeLookup, Lookup
from prescribers.ingestion.texts import Texts


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("count", [0, 1, 2, 5_000])
def test_places_are_those_of_a_dictionary(seed, count):
    rng = np.random.default_rng(seed)
    values = np.unique(rng.integers(-(2**40), 2**40, count))
    asked = np.concatenate([rng.permutation(values), rng.integers(-(2**40), 2**40, 500)])
    known = {value: place for place, value in enumerate(values.tolist())}
    expected = [known.get(value, -1) for value in asked.tolist()]
    assert Lookup(values).places(asked).tolist() == expected


def test_values_that_meet_in_a_slot_are_told_apart():
    # Multiples of 2**60 keep four bits once mixed: sixty-four values share a few slots.
    values = np.arange(-8, 8, dtype=np.int64) << 60
    found = Lookup(values).places(np.append(values, 1))
    assert found.tolist() == [*range(16), -1]


def test_codes_are_found_whole():
    codes = CodeLookup(np.array([b"01001", b"2A004", b"97411", b"974111101"]))
    asked = ["2A004", "", "97411", "974111101", "9741", "974111101X", "\uff12A004", "01001 "]
    places = codes.places(Texts(pa.array(asked)))
    assert places.tolist() == [1, -1, 2, 3, -1, -1, -1, -1]
    assert codes.at(places[:3]).tolist() == [b"2A004", b"", b"97411"]


def test_nothing_is_found_among_no_code():
    assert (
        CodeLookup(np.array([], "S1")).places(Texts(pa.array(["", "01001"]))).tolist() == [-1] * 2
    )
