"""The fast method and the slow one agree to 1e-9 on generated nations."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from ijstats import (
    Clusters,
    dispersion,
    month_shares,
    monthly_expected,
    ratio_interval,
    seasonal_exposure,
    standardise,
    sufficient_statistics,
)
from tests.ijstats import oracle
from tests.ijstats.nations import nations, seeded_nation


INDICATORS = ("days", "leaves")
OPTIONS = [(500.0, True), (500.0, False), (0.0, True), (0.0, False), (3.5, True)]
close = pytest.approx


def clusters_by_both(nation, indicator):
    size, strata = nation.exposure.shape
    fast = sufficient_statistics(*nation.columns, n_prescribers=size, n_strata=strata)
    return getattr(fast, indicator), oracle.clusters_of(nation.leaves, indicator)


def assert_same_figures(nation, indicator, shape_patients, leave_one_out):
    fast, slow = clusters_by_both(nation, indicator)
    who = (nation.exposure, nation.group, nation.specialty)
    options = {"shape_patients": shape_patients, "leave_one_out": leave_one_out}
    result = standardise(fast.observed, *who, fallback=nation.fallback, **options)
    spread = dispersion(fast, *who, fallback=nation.fallback, **options)
    limits = ratio_interval(result.observed, result.expected, spread.kappa, spread.kappa0)
    # The night takes both from here, to compute them once: to the byte the same.
    assert spread.observed.tobytes() == result.observed.tobytes()
    assert spread.expected.tobytes() == result.expected.tobytes()
    for d in range(nation.exposure.shape[0]):
        expected = oracle.expected_of(nation.world, slow[0], d, **options)
        kappa0, kappa = oracle.dispersions_of(nation.world, slow, d, **options)
        assert result.expected[d] == close(expected, rel=1e-9, abs=1e-12)
        assert spread.kappa0[d] == close(kappa0, rel=1e-9)
        assert spread.kappa[d] == close(kappa, rel=1e-9)
        if expected > 1e-9:
            wanted = oracle.interval_of(result.observed[d], expected, kappa, kappa0)
            assert (limits.low[d], limits.high[d]) == close(wanted, rel=1e-9)


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("seed", [1, 2])
def test_sufficient_statistics_of_a_drawn_nation(seed, indicator):
    nation = seeded_nation(seed)
    assert len({(leave.prescriber, leave.patient) for leave in nation.leaves}) < len(nation.leaves)
    assert_same_clusters(nation, indicator)


@pytest.mark.parametrize("indicator", INDICATORS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(nation=nations())
def test_sufficient_statistics_of_odd_nations(nation, indicator):
    assert_same_clusters(nation, indicator)


def assert_same_clusters(nation, indicator):
    fast, (observed, squares, last_squares, patients) = clusters_by_both(nation, indicator)
    for column in fast:
        assert column.dtype == np.int64
    for d in range(nation.exposure.shape[0]):
        assert (fast.squares[d], fast.patients[d]) == (squares[d], patients[d])
        for s in range(nation.exposure.shape[1]):
            assert fast.observed[d, s] == observed[d, s]
            assert fast.last_squares[d, s] == last_squares[d, s]


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize(("shape_patients", "leave_one_out"), OPTIONS)
@pytest.mark.parametrize("seed", [3, 4])
def test_figures_of_a_drawn_nation(seed, indicator, shape_patients, leave_one_out):
    assert_same_figures(seeded_nation(seed), indicator, shape_patients, leave_one_out)


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize(("shape_patients", "leave_one_out"), OPTIONS)
@settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(nation=nations())
def test_figures_of_odd_nations(nation, indicator, shape_patients, leave_one_out):
    assert_same_figures(nation, indicator, shape_patients, leave_one_out)


def test_oracle_sees_a_planted_error():
    """The comparison can fail: 1e-6 more exposure in one cell is seen."""
    nation = seeded_nation(3)
    fast, slow = clusters_by_both(nation, "days")
    moved = nation.exposure.copy()
    moved[0, 0] *= 1 + 1e-6
    result = standardise(fast.observed, moved, nation.group, nation.specialty)
    world = nation._replace(fallback=np.zeros_like(nation.fallback)).world
    expected = oracle.expected_of(world, slow[0], 0, shape_patients=500, leave_one_out=True)
    assert result.expected[0] != close(expected, rel=1e-9)


@pytest.mark.parametrize("seed", [5, 6])
def test_monthly_expected_and_season(seed):
    rng = np.random.default_rng(seed)
    nation = seeded_nation(seed, size=15)
    size, months, window = 15, 14, 12
    by_month = rng.poisson(2.0, (size, months))
    active = rng.random((size, months)) < 0.8
    active[:5] = True
    active[5] = False
    by_month[:, 3] = 0
    expected, kappa0 = rng.uniform(0, 90, size), rng.uniform(1, 70, size)
    who = (nation.group, nation.specialty)
    shares = month_shares(by_month, *who, window_months=window, fallback=nation.fallback)
    fast = monthly_expected(expected, kappa0, shares, active, window_months=window)
    season = seasonal_exposure(by_month[:, :window], active[:, :window], nation.specialty)
    counts, seen = dict(np.ndenumerate(by_month)), dict(np.ndenumerate(active))
    for d in range(size):
        share = oracle.season_share_of(counts, seen, nation.world.specialty, d, window)
        assert season.fraction[d] == close(share, rel=1e-12)
        for m in range(months):
            wanted = oracle.month_of(
                nation.world, counts, d, m,
                expected=expected[d], kappa0=kappa0[d], window=window, active=seen,
            )  # fmt: skip
            found = (fast.expected[d, m], fast.low[d, m], fast.high[d, m])
            assert found == close(wanted, rel=1e-9, abs=1e-12)


def test_clusters_of_nobody_are_empty():
    """A caisse without leave gives zeros, not an error."""
    empty = np.zeros(0, dtype=np.int64)
    found = sufficient_statistics(empty, empty, empty, empty, empty, n_prescribers=2, n_strata=3)
    assert isinstance(found.days, Clusters)
    assert found.days.observed.shape == (2, 3)
    assert sum(int(column.sum()) for column in (*found.days, *found.leaves)) == 0
