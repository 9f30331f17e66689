"""No reader of a table and its totals can work out a small count: shown by solving it."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ijstats import (
    NegativeValueError,
    WrongShapeError,
    publish,
    publish_list,
    publish_table,
)


@pytest.mark.parametrize(
    ("value", "shown"), [(0, 0), (1, None), (10, None), (11, 11), (5000, 5000)]
)
def test_one_count(value, shown):
    assert publish(value) == shown


def test_another_threshold():
    assert (publish(5, threshold=5), publish(4, threshold=5)) == (5, None)


def test_a_small_count_alone_takes_the_next_smallest_with_it():
    assert publish_list([3, 40, 25]) == ([None, 40, None], 68)


def test_small_counts_that_are_small_together_take_another():
    """4 + 5 = 9 would be given back by the total as a class of nine persons."""
    assert publish_list([4, 5, 40, 25]) == ([None, None, 40, None], 74)
    assert publish_list([6, 5, 40, 25]) == ([None, None, 40, 25], 76)


def test_a_zero_protects_only_when_nothing_else_can():
    assert publish_list([3, 0, 25]) == ([None, 0, None], 28)
    assert publish_list([3, 0]) == ([None, 0], None)


def test_a_small_total_hides_with_its_only_count():
    assert publish_list([4, 3]) == ([None, None], None)
    assert publish_list([7]) == ([None], None)
    assert publish_list([]) == ([], 0)
    assert publish_list([0, 12]) == ([0, 12], 12)


def test_a_table_without_small_count_is_shown_whole():
    found = publish_table([[20, 30], [0, 40]])
    assert found == ([[20, 30], [0, 40]], [50, 40], [20, 70], 90)


def test_a_small_count_hides_a_rectangle():
    found = publish_table([[3, 30, 40], [20, 50, 60], [70, 80, 90]])
    assert found.cells == [[None, None, 40], [None, None, 60], [70, 80, 90]]
    assert found.row_totals == [73, 130, 240]
    assert found.total == 443


def test_two_squares_joined_by_one_hidden_count_do_not_give_it_back():
    """Two hidden counts in every line, and yet sums of lines isolate the count in the middle.

    Hidden: a square of rows 0–1, columns 0–1; another of rows 2–3, columns 2–3; and the 5 at
    row 1, column 2. Rows 0 and 1 less columns 0 and 1 give 5: another count must hide.
    """
    table = [
        [7, 7, 900, 901],
        [7, 7, 5, 902],
        [903, 904, 7, 7],
        [905, 906, 7, 7],
    ]
    found = publish_table(table)
    assert_nothing_worked_out(table, found)
    hidden = sum(value is None for row in found.cells for value in row)
    assert hidden == 10


def test_refusals():
    with pytest.raises(NegativeValueError):
        publish(-1)
    for wrong in ([], [[]], [[1, 2], [3]]):
        with pytest.raises(WrongShapeError, match="rows of one length"):
            publish_table(wrong)


counts = st.one_of(st.just(0), st.integers(1, 10), st.integers(11, 60))
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=5)
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(table=tables)
def test_no_small_count_of_any_table_can_be_worked_out(table):
    assert_nothing_worked_out(table, publish_table(table))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(values=st.lists(counts, max_size=8))
def test_no_small_count_of_any_list_can_be_worked_out(values):
    shown, total = publish_list(values)
    for value, seen in zip([*values, sum(values)], [*shown, total], strict=True):
        assert seen in (None, value)
        assert seen is None or not 0 < seen < 11
    hidden = [value for value, seen in zip(values, shown, strict=True) if seen is None]
    if total is None:
        assert hidden
    else:
        assert len(hidden) != 1
        assert not 0 < sum(hidden) < 11


def assert_nothing_worked_out(table, found):
    """Solve every equation the reader has: a hidden count is safe if it may still take two values.

    The unknowns are the hidden counts; each row and column is one equation. An unknown is
    determined exactly when its unit vector lies in the space of the equations.
    """
    whole = np.array([[*row, sum(row)] for row in table])
    whole = np.vstack([whole, whole.sum(axis=0)])
    shown = [[*row, total] for row, total in zip(found.cells, found.row_totals, strict=True)]
    shown.append([*found.column_totals, found.total])
    unknown = [
        (i, j) for i, row in enumerate(shown) for j, value in enumerate(row) if value is None
    ]
    for i, row in enumerate(shown):
        for j, value in enumerate(row):
            assert value in (None, whole[i, j])
            assert value is None or not 0 < value < 11
    lines = [[(i, j) for j in range(whole.shape[1])] for i in range(whole.shape[0])]
    lines += [[(i, j) for i in range(whole.shape[0])] for j in range(whole.shape[1])]
    rows = []
    for line in lines:
        signs = dict.fromkeys(line[:-1], 1.0) | {line[-1]: -1.0}
        rows.append([signs.get(cell, 0.0) for cell in unknown])
        hidden = [cell for cell in line[:-1] if cell in unknown]
        if line[-1] not in unknown and hidden:
            assert not 0 < sum(whole[cell] for cell in hidden) < 11
    if unknown:
        equations = np.array(rows)
        rank = np.linalg.matrix_rank(equations)
        for index in range(len(unknown)):
            with_unit = np.vstack([equations, np.eye(len(unknown))[index]])
            assert np.linalg.matrix_rank(with_unit) == rank + 1
