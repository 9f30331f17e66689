"""Tables that share margins: an attacker who adds and subtracts everything finds no small count."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ijstats import Sum, publish_linked
from ijstats.validation import NegativeValueError, WrongShapeError


def found_by(sums, shown):
    """What Gaussian elimination gives: a column that the sums fix to one value."""
    unknown = sorted((key for key, value in shown.items() if value is None), key=str)
    place = {key: i for i, key in enumerate(unknown)}
    rows = np.zeros((len(sums), len(unknown)))
    for row, (parts, total) in zip(rows, sums, strict=True):
        for key, sign in (*((part, 1) for part in parts), (total, -1)):
            if key in place:
                row[place[key]] += sign
    rank = np.linalg.matrix_rank(rows)
    return {
        key
        for key, i in place.items()
        if np.linalg.matrix_rank(np.vstack([rows, np.eye(len(unknown))[i]])) == rank
    }


def test_tables_without_a_small_count_are_shown_whole():
    counts = {"a": 20, "b": 30, "c": 11, "d": 39, "T": 50}
    assert publish_linked(counts, [Sum(("a", "b"), "T"), Sum(("c", "d"), "T")]) == counts


def test_a_count_of_two_tables_is_hidden_in_both():
    """The three not qualified: without the line of the levels hidden too, 50 - 47 gives them."""
    counts = {"a": 30, "b": 17, "x": 25, "y": 22, "not": 3, "T": 50}
    sums = [Sum(("a", "b", "not"), "T"), Sum(("x", "y", "not"), "T")]
    shown = publish_linked(counts, sums)
    assert [key for key, value in shown.items() if value is None] == ["b", "y", "not"]


def test_a_total_hidden_for_one_table_is_hidden_for_the_other():
    """One of the counts is small and the other is zero: the total would give the first."""
    counts = {"a": 4, "b": 0, "T": 4, "x": 4, "U": 4}
    shown = publish_linked(counts, [Sum(("a", "b"), "T"), Sum(("x",), "U")])
    assert shown["a"] is None
    assert shown["T"] is None


def test_what_two_tables_give_together_is_hidden():
    """Each sum alone keeps two unknowns; their difference would give a + b of the same two."""
    counts = {"a": 5, "b": 40, "c": 45, "d": 20, "T": 65, "U": 110}
    sums = [Sum(("a", "b", "d"), "T"), Sum(("a", "b", "c", "d"), "U"), Sum(("a", "c"), "V")]
    counts["V"] = 50
    shown = publish_linked(counts, sums)
    assert not {k for k in found_by(sums, shown) if 0 < counts[k] < 11}


@st.composite
def linked(draw):
    """Two to four tables over the same total, of 0 to 60 in each line, the last the remainder."""
    count = st.integers(0, 60)
    first = draw(st.lists(count, min_size=1, max_size=5))
    total = sum(first)
    counts = {("t0", i): n for i, n in enumerate(first)} | {"T": total}
    sums = [Sum(tuple(("t0", i) for i in range(len(first))), "T")]
    for table in range(1, draw(st.integers(2, 4))):
        left, keys = total, []
        for i in range(draw(st.integers(1, 4))):
            n = draw(st.integers(0, left))
            counts[f"t{table}", i] = n
            keys.append((f"t{table}", i))
            left -= n
        counts[f"t{table}", "rest"] = left
        sums.append(Sum((*keys, (f"t{table}", "rest")), "T"))
    # A margin of its own: some lines of two tables come together in another total.
    pair = [("t0", 0), ("t1", "rest")]
    counts["P"] = sum(counts[key] for key in pair)
    return counts, [*sums, Sum(tuple(pair), "P")]


@settings(max_examples=300, deadline=None)
@given(linked())
def test_no_small_count_is_ever_worked_out(world):
    counts, sums = world
    shown = publish_linked(counts, sums)
    for key, value in shown.items():
        assert value in {None, counts[key]}
        assert value is None or not 0 < value < 11
    assert not {key for key in found_by(sums, shown) if 0 < counts[key] < 11}


def test_the_control_hiding_the_small_alone_gives_them_back():
    counts = {"a": 5, "b": 40, "T": 45}
    sums = [Sum(("a", "b"), "T")]
    assert found_by(sums, {"a": None, "b": 40, "T": 45}) == {"a"}
    assert found_by(sums, publish_linked(counts, sums)) == set()


def test_sums_that_do_not_add_up_and_negative_counts_are_refused():
    with pytest.raises(WrongShapeError):
        publish_linked({"a": 5, "T": 6}, [Sum(("a",), "T")])
    with pytest.raises(NegativeValueError):
        publish_linked({"a": -5, "T": -5}, [Sum(("a",), "T")])
