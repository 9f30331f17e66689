"""Deciles of the months of a group, against a slow twin: loops and sorted lists."""

import math

import numpy as np
import pytest

from ijstats import NegativeValueError, WrongShapeError, month_deciles


def quantile(values, share):
    """Type 7 of Hyndman and Fan, by hand."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def slow(observed, expected, fewest):
    columns = []
    for month in range(len(expected[0])):
        pairs = zip(observed, expected, strict=True)
        ratios = [row[month] / mean[month] for row, mean in pairs if mean[month] > 0]
        known = len(ratios) >= fewest
        columns.append([quantile(ratios, q) if known else None for q in (0.1, 0.5, 0.9)])
    return columns


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_deciles_are_those_of_a_sorted_list(seed):
    draw = np.random.default_rng(seed)
    people, length = int(draw.integers(11, 60)), int(draw.integers(1, 15))
    expected = draw.gamma(2.0, 300.0, (people, length)) * (draw.random((people, length)) < 0.8)
    observed = draw.poisson(expected + 5.0)

    found = month_deciles(observed, expected)

    named = np.column_stack(found).tolist()
    for month, twin in zip(named, slow(observed.tolist(), expected.tolist(), 11), strict=True):
        if twin[0] is None:
            assert all(math.isnan(value) for value in month)
        else:
            assert month == pytest.approx(twin, rel=1e-12)


def test_ten_are_too_few_and_eleven_are_enough():
    """Eleven prescribers; the last one is not there in the second month."""
    expected = np.full((11, 2), 10.0)
    expected[10, 1] = 0.0
    found = month_deciles(np.arange(22).reshape(11, 2), expected)
    assert found.median.tolist()[0] == pytest.approx(1.0)
    assert [np.isnan(part[1]) for part in found] == [True] * 3
    assert month_deciles(np.ones((3, 1)), np.ones((3, 1)), fewest=3).high.tolist() == [1.0]


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(WrongShapeError):
        month_deciles([[1, 2]], [[1.0]])
    with pytest.raises(NegativeValueError):
        month_deciles([[1]], [[-1.0]])
