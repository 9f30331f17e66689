"""The area over a limit goes where the line goes, and not beyond."""

from itertools import pairwise

import pytest

from core.charts.crossing import areas_above


def test_a_line_that_stays_under_has_no_area():
    assert areas_above([1, 2, 1], [2, 2, 2]) == []
    assert areas_above([], []) == []


def test_a_piece_begins_and_ends_where_the_lines_cross():
    """From 0 under a limit of 2 up to 4: they cross half-way, and again half-way down."""
    assert areas_above([0, 4, 0], [2, 2, 2]) == [[(0.5, 2, 2), (1.0, 4, 2), (1.5, 2, 2)]]


def test_a_piece_at_the_ends_has_no_crossing():
    assert areas_above([4, 4], [2, 3]) == [[(0.0, 4, 2), (1.0, 4, 3)]]
    assert areas_above([4, 0, 4], [2, 2, 2]) == [
        [(0.0, 4, 2), (0.5, 2, 2)],
        [(1.5, 2, 2), (2.0, 4, 2)],
    ]


def test_touching_the_limit_is_not_being_over_it():
    assert areas_above([2, 2, 4], [2, 2, 2]) == [[(1.0, 2.0, 2.0), (2.0, 4, 2)]]


LINE, LIMIT = [5.0, 1.0, 3.5, 3.6, 0.2, 9.0], [2.0, 3.0, 3.0, 4.0, 1.0, 1.0]


def height(values, place):
    before = min(int(place), len(values) - 2)
    return values[before] + (place - before) * (values[before + 1] - values[before])


def test_every_slice_is_on_both_lines_and_the_whole_area_is_there():
    """The trapezes add up to the integral of the positive gap, counted on a fine grid."""
    pieces = areas_above(LINE, LIMIT)
    total = 0.0
    for piece in pieces:
        for place, value, bound in piece:
            assert value == pytest.approx(height(LINE, place))
            assert bound == pytest.approx(height(LIMIT, place))
            assert value >= bound
        for (x, top, low), (after, next_top, next_low) in pairwise(piece):
            total += (after - x) * ((top - low) + (next_top - next_low)) / 2
    steps = 100_000
    grid = [(len(LINE) - 1) * (i + 0.5) / steps for i in range(steps)]
    naive = sum(max(height(LINE, x) - height(LIMIT, x), 0) for x in grid) * 5 / steps
    assert total == pytest.approx(naive, rel=1e-6)
