"""The tail of a predictive law is added node by node, whatever the number of rows."""

import numpy as np
import pytest
from scipy.special import ndtr

from ijstats import predictive, spread_limits, spread_score


def one_by_one(nodes, count, side):
    """The additions as they are written in the method."""
    total = np.zeros(count.size)
    for node, weight in zip(nodes, predictive._WEIGHTS, strict=True):
        total += weight * ndtr(side * (node - count))
    return total


def prescribers(size):
    draws = np.random.default_rng(size)
    expected = np.exp(draws.normal(6, 1, size))
    return (
        np.round(expected * np.exp(draws.normal(0, 0.5, size))),
        expected,
        draws.uniform(10, 60, size),
        draws.normal(0, 0.1, size),
        draws.uniform(0, 0.1, size),
    )


@pytest.mark.parametrize("size", [1, 2, 7, 120])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_are_those_of_the_additions_one_by_one(monkeypatch, size, level):
    _, *law = prescribers(size)
    limits = spread_limits(*law, level=level)
    monkeypatch.setattr(predictive, "_tail", one_by_one)
    expected = spread_limits(*law, level=level)

    np.testing.assert_allclose(limits.low, expected.low, rtol=1e-12)
    np.testing.assert_allclose(limits.high, expected.high, rtol=1e-12)


@pytest.mark.parametrize("size", [1, 2, 7, 5_000])
def test_scores_are_the_same_to_the_last_bit(monkeypatch, size):
    """A night must give the same bytes before and after."""
    who = prescribers(size)
    scores = spread_score(*who)
    monkeypatch.setattr(predictive, "_tail", one_by_one)

    for found, expected in zip(scores, spread_score(*who), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_a_prescriber_alone_has_the_limits_he_has_among_others():
    _, *law = prescribers(40)
    together = spread_limits(*law)
    alone = spread_limits(*(column[17:18] for column in law))

    assert together.high[17] == alone.high[0]
    assert together.low[17] == alone.low[0]
