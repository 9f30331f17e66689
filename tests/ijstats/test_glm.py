"""The regression variant against proportional fitting, an independent way to the same maximum."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ijstats import (
    NegativeValueError,
    NoConvergenceError,
    WrongShapeError,
    glm,
    glm_expected,
    main_effect_rates,
    standardise,
    stratum_factors,
)
from tests.ijstats import oracle


FACTORS = np.array([[a, b, c] for a in range(4) for b in range(2) for c in range(3)]).T
S = FACTORS.shape[1]


def both(events, exposure, factors=FACTORS):
    """Fitted rates by the two ways; only strata with exposure have one."""
    keys = range(len(events))
    slow = oracle.raked_rates(
        dict(zip(keys, np.asarray(events).tolist(), strict=True)),
        dict(zip(keys, np.asarray(exposure, dtype=float).tolist(), strict=True)),
        {s: tuple(factors[:, s].tolist()) for s in keys},
    )
    fast = main_effect_rates(events, exposure, factors)
    return fast, np.array([slow.get(s, 0.0) for s in keys])


def drawn(seed, *, empty=0.2, size=S):
    rng = np.random.default_rng(seed)
    exposure = np.where(rng.random(size) < empty, 0.0, rng.lognormal(4, 1, size))
    return rng.poisson(exposure * rng.uniform(0.02, 0.8, size)), exposure


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_rates_of_drawn_strata(seed):
    fast, slow = both(*drawn(seed))
    assert fast == pytest.approx(slow, rel=1e-9)
    assert (fast > 0).sum() > 10


def test_rates_of_the_336_strata():
    factors = np.array(stratum_factors(np.arange(336)))
    events, exposure = drawn(5, empty=0.3, size=336)
    fast, slow = both(events, exposure, factors)
    assert fast == pytest.approx(slow, rel=1e-9)


def test_a_level_without_event_has_rate_zero():
    events, exposure = drawn(6, empty=0.0)
    events[FACTORS[0] == 2] = 0
    fast, slow = both(events, exposure)
    assert fast == pytest.approx(slow, rel=1e-9)
    assert (fast[FACTORS[0] == 2] == 0).all()
    assert (fast[FACTORS[0] != 2] > 0).all()


def test_a_level_nobody_has_and_factors_that_say_the_same():
    """Nobody of level 3; the last factor repeats the second: rates are still the only ones."""
    events, exposure = drawn(7, empty=0.0)
    doubled = np.vstack([FACTORS, FACTORS[1]])
    exposure[FACTORS[0] == 3] = 0
    fast, slow = both(np.where(exposure > 0, events, 0), exposure, doubled)
    assert fast == pytest.approx(slow, rel=1e-9)
    assert (fast[FACTORS[0] == 3] == 0).all()


def test_events_without_anybody_listed_are_not_fitted():
    events, exposure = drawn(8, empty=0.0)
    exposure[4] = 0
    without = np.where(exposure > 0, events, 0)
    assert (
        main_effect_rates(events, exposure, FACTORS)
        == (main_effect_rates(without, exposure, FACTORS))
    ).all()


def test_no_event_or_nobody_gives_no_rate():
    assert not main_effect_rates([0, 0], [5.0, 9.0], [[0, 1]]).any()
    assert not main_effect_rates([3, 0], [0.0, 0.0], [[0, 1]]).any()
    assert main_effect_rates([3, 1], [10.0, 10.0], np.zeros((0, 2), dtype=int)).tolist() == (
        pytest.approx([0.2, 0.2])
    )


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(data=st.data())
def test_margins_of_any_fit_are_those_observed(data):
    """The equations of the maximum: for each level of each factor, fitted events = observed."""
    cells = st.lists(st.integers(0, 40), min_size=S, max_size=S)
    exposure = np.array(data.draw(cells), dtype=float)
    events = np.where(exposure > 0, np.array(data.draw(cells)), 0)
    fitted = main_effect_rates(events, exposure, FACTORS) * exposure
    for factor in FACTORS:
        wanted = np.bincount(factor, events)
        assert np.bincount(factor, fitted) == pytest.approx(wanted, rel=1e-8, abs=1e-8)


def test_a_fit_that_does_not_settle_is_refused(monkeypatch):
    monkeypatch.setattr(glm, "MOST_STEPS", 1)
    with pytest.raises(NoConvergenceError, match="after 1 steps"):
        main_effect_rates(*drawn(1), FACTORS)


@pytest.fixture(scope="module")
def nation():
    """Two groups of 60 whose true rates have main effects, and a national one."""
    rng = np.random.default_rng(9)
    exposure = rng.poisson(30, (130, S)).astype(float)
    rates = 0.2 * np.exp(0.3 * FACTORS[0] - 0.2 * FACTORS[1] + 0.1 * FACTORS[2])
    group = np.repeat([0, 1, 2], (60, 60, 10))
    events = rng.poisson(exposure * rates * np.array([1.2, 0.8, 1.0])[group][:, None])
    return events, exposure, group, np.zeros(130), group == 2


def test_expected_sums_to_observed_and_follows_the_reference(nation):
    events, exposure, group, specialty, _ = nation
    where = (group, specialty)
    plain = glm_expected(events, exposure, *where, factors=FACTORS, leave_one_out=False)
    for one in range(3):
        rows = group == one
        assert plain.expected[rows].sum() == pytest.approx(events[rows].sum(), rel=1e-9)
    found = glm_expected(events, exposure, *where, factors=FACTORS)
    usual = standardise(events, exposure, *where)
    assert np.log(found.expected / usual.expected).std() < 0.01


def test_expected_leaves_the_prescriber_out_of_the_level_of_his_group(nation):
    events, exposure, group, specialty, fallback = nation
    found = glm_expected(events, exposure, group, specialty, factors=FACTORS, fallback=fallback)
    for d in (0, 70, 125):
        members = np.arange(130) if fallback[d] else np.flatnonzero(group == group[d])
        rates = main_effect_rates(events[members].sum(0), exposure[members].sum(0), FACTORS)
        others = members[members != d]
        level = events[others].sum() / (exposure[others] * rates).sum()
        assert found.expected[d] == pytest.approx(level * (exposure[d] * rates).sum(), rel=1e-9)
        assert found.group_rates[group[d]] == pytest.approx(rates, rel=1e-12)


def test_alone_nothing_is_expected():
    found = glm_expected([[3, 1]], [[9.0, 4.0]], [0], [0], factors=[[0, 1]])
    assert found.expected.tolist() == [0.0]
    assert glm_expected(np.zeros((0, 336)), np.zeros((0, 336)), [], []).expected.shape == (0,)


def test_refusals():
    with pytest.raises(WrongShapeError, match="factors has shape"):
        main_effect_rates([1, 2], [3.0, 4.0], [[0, 1, 2]])
    with pytest.raises(NegativeValueError, match="factors"):
        main_effect_rates([1, 2], [3.0, 4.0], [[0, -1]])
    with pytest.raises(NegativeValueError, match="events"):
        main_effect_rates([1, -2], [3.0, 4.0], [[0, 1]])
    with pytest.raises(WrongShapeError, match="factors has shape"):
        glm_expected([[3, 1]], [[9.0, 4.0]], [0], [0])
