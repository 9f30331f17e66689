"""Season, month shares and monthly band, on numbers one can check by eye."""

import numpy as np
import pytest

from ijstats import (
    METHOD_VERSION,
    method_parameters,
    month_shares,
    monthly_expected,
    seasonal_exposure,
)


LEAVES = np.array([[6, 2, 2], [4, 2, 4], [9, 9, 0], [0, 0, 0]])
ACTIVE = np.array([[1, 1, 1], [1, 1, 1], [0, 1, 1], [1, 1, 1]], dtype=bool)


def test_season_is_that_of_prescribers_active_all_year():
    """Twenty leaves of two full years: 10, 4, 6. The third, arrived late, sees half of it."""
    found = seasonal_exposure(LEAVES, ACTIVE, ["GP", "GP", "GP", "PSY"])
    assert found.weights == pytest.approx(np.array([[0.5, 0.2, 0.3], [1 / 3, 1 / 3, 1 / 3]]))
    assert found.fraction.tolist() == [1.0, 1.0, 0.5, 1.0]


def test_shares_of_provisional_months_are_against_the_window():
    shares = month_shares(LEAVES, [0, 0, 1, 2], [0, 0, 0, 3], window_months=2)
    assert shares[0] == pytest.approx([10 / 14, 4 / 14, 6 / 14])
    assert shares[2] == pytest.approx([0.5, 0.5, 0.0])
    assert shares[3] == pytest.approx([0.5, 0.5, 0.5])
    nation = month_shares(
        LEAVES, [0, 0, 1, 2], [0, 0, 0, 3], window_months=2, fallback=[False, False, True, False]
    )
    assert nation[2] == pytest.approx([19 / 32, 13 / 32, 6 / 32])


def test_months_of_the_window_sum_to_expected():
    shares = month_shares(LEAVES, [0] * 4, [0] * 4, window_months=3)
    found = monthly_expected([30.0, 8.0, 12.0, 0.0], [1.0] * 4, shares, ACTIVE, window_months=3)
    assert found.expected.sum(axis=1) == pytest.approx([30.0, 8.0, 12.0, 0.0])
    assert found.expected[2, 0] == found.high[2, 0] == 0.0
    assert (found.low <= found.expected).all()
    assert (found.expected <= found.high).all()


def test_parameters_of_the_method_are_those_of_version_one():
    assert METHOD_VERSION == "v1"
    assert method_parameters() == {
        "method": "v1",
        "shape_patients": 500.0,
        "leave_one_out": True,
        "own_dispersion_patients": 50.0,
        "min_group_prescribers": 30,
        "min_group_leaves": 5000,
        "exact_below": 10.0,
        "level": 0.95,
        "far_level": 0.998,
        "spread_min_expected": 5.0,
        "spread_clipped": 0.10,
        "spread_specialty_weight": 100.0,
        "spread_nodes": 31,
        "least_spread": 0.05,
        "ratios_to_exceed": [1.3, 1.5, 2.0],
        "top_share": 0.10,
        "false_discoveries": 0.05,
        "min_expected_leaves": 100,
        "min_patients": 200,
        "min_months": 6,
        "signal_ratio": 1.5,
        "signal_exceeds": 1.3,
        "strong_exceeds": 1.5,
        "signal_probability": 0.95,
        "stable_runs": 8,
        "stable_out_of": 12,
    }
