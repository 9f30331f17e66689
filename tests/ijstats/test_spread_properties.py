"""What must hold of what follows standardisation: order, scale, company, same bytes."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ijstats import (
    benjamini_hochberg,
    discoveries,
    shrinkage,
    signals,
    spread_score,
    standing,
)
from tests.ijstats.comparables import comparables


@pytest.fixture(scope="module")
def made():
    return comparables(7, size=300)


def test_order_of_prescribers_changes_nothing(made):
    rows = np.random.default_rng(2).permutation(300)
    assert figures(made.rows(rows)) == pytest.approx(figures(made)[rows], rel=1e-9, nan_ok=True)


def test_unit_of_the_indicator_changes_nothing(made):
    """Days or hours: O, E and the dispersions times 24, and not one figure moves."""
    hours = made._replace(
        observed=made.observed * 24,
        expected=made.expected * 24,
        kappa0=made.kappa0 * 24,
        kappa=made.kappa * 24,
        national_expected=made.national_expected * 24,
        national_kappa0=made.national_kappa0 * 24,
    )
    assert figures(hours) == pytest.approx(figures(made), rel=1e-9, abs=1e-12, nan_ok=True)


def test_same_bytes_alone_or_with_another_specialty(made):
    rows = made.specialty == 0
    assert figures(made.rows(rows)).tobytes() == figures(made)[rows].tobytes()


def test_same_bytes_whatever_the_layout_and_the_labels(made):
    """Columns may be slices of a wider table, and groups may have names."""
    wide = np.column_stack([made.observed, made.expected, made.kappa0, made.kappa])
    other = made._replace(
        observed=wide[:, 0],
        expected=wide[:, 1],
        kappa0=wide[:, 2],
        kappa=wide[:, 3],
        group=np.array([f"g{99 - group}" for group in made.group]),
    )
    assert figures(other).tobytes() == figures(made).tobytes()


def test_more_rows_than_one_block_change_no_byte(made):
    """Scores travel in blocks of 4 096 rows; each is what it is alone."""
    law = made.spread()
    columns = (made.observed, made.expected, made.kappa0, law.mu, law.tau2)
    once = spread_score(*columns)
    many = spread_score(*(np.tile(column, 20) for column in columns))
    for alone, repeated in zip(once, many, strict=True):
        assert np.tile(alone, 20).tobytes() == repeated.tobytes()


def test_a_prescriber_below_the_minima_moves_nobody_standing(made):
    shrunken, nation = made.shrunken(), made.national_shrunken()
    before = standing(shrunken, made.eligible, **made.who, national=nation)
    mean = np.where(made.eligible, shrunken.mean, 9.0)
    moved = shrunken._replace(mean=mean, ratio=np.exp(mean))
    after = standing(moved, made.eligible, **made.who, national=nation)
    assert after.top_probability.tobytes() == before.top_probability.tobytes()
    assert after.centile.tobytes() == before.centile.tobytes()


probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(p=probabilities)
def test_q_values_keep_the_order_and_never_flatter(p):
    q = benjamini_hochberg(p)
    assert (q >= np.array(p)).all()
    assert (q <= 1).all()
    order = np.argsort(p)
    assert (np.diff(q[order]) >= 0).all()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    observed=st.integers(0, 90_000),
    expected=st.floats(0.5, 50_000),
    kappa=st.floats(1, 150),
    mu=st.floats(-0.3, 0.3),
    tau2=st.floats(0, 1),
)
def test_a_shrunken_ratio_lies_between_the_group_and_the_prescriber(
    observed, expected, kappa, mu, tau2
):
    found = shrinkage([observed], [expected], [kappa], [mu], [tau2])
    raw = (observed + kappa / 2) / expected
    low, high = sorted((np.exp(mu), raw))
    assert low * (1 - 1e-9) <= found.ratio[0] <= high * (1 + 1e-9)
    assert found.low[0] <= found.ratio[0] <= found.high[0]
    chances = [found.probability_above(c)[0] for c in (1.3, 1.5, 2.0)]
    assert chances == sorted(chances, reverse=True)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    expected=st.floats(1, 50_000),
    kappa0=st.floats(1, 150),
    tau2=st.floats(0, 0.5),
    counts=st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)),
)
def test_a_higher_count_never_has_a_lower_score(expected, kappa0, tau2, counts):
    low, high = sorted(counts)
    found = spread_score([low, high], [expected] * 2, [kappa0] * 2, [0.0] * 2, [tau2] * 2)
    assert found.z[0] <= found.z[1] + 1e-9
    assert np.isfinite(found.z).all()


def figures(made):
    """Everything computed for each prescriber, as one matrix."""
    law = made.spread()
    shrunken, nation = made.shrunken(law), made.national_shrunken(law)
    place = standing(shrunken, made.eligible, **made.who, national=nation)
    score = spread_score(made.observed, made.expected, made.kappa0, law.mu, law.tau2)
    found = discoveries(score.z, made.eligible, made.specialty)
    words = signals(made.observed / made.expected, shrunken, made.eligible, fallback=made.fallback)
    code = np.searchsorted(["", "aucun", "signal", "signal_fort"], words)
    relative = (law.mu, law.tau2, law.prescribers, law.national_mu, law.national_tau2)
    return np.column_stack([*relative, *score, *shrunken, *place, found.q, found.distinct, code])
