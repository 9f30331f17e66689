"""Spread, predictive limits, shrinkage, standing, q-values, signals: both methods agree to 1e-9."""

import math

import numpy as np
import pytest

from ijstats import (
    discoveries,
    signals,
    spread_limits,
    spread_score,
    stability,
    standing,
)
from tests.ijstats import spread_oracle
from tests.ijstats.comparables import comparables


close = pytest.approx
SEEDS = [1, 2, 3]


@pytest.mark.parametrize("seed", SEEDS)
def test_spread_of_each_group(seed):
    made = comparables(seed)
    found = made.spread()
    nations = {}
    for d in range(made.group.size):
        mu, tau2, kappa0, count = spread_oracle.spread_of(made.world, made.doctors, d)
        assert (found.mu[d], found.tau2[d]) == close((mu, tau2), rel=1e-9, abs=1e-12)
        assert found.group_kappa0[d] == close(kappa0, rel=1e-9)
        assert found.prescribers[d] == count
        if made.fallback[d]:
            nations[made.specialty[d]] = (mu, tau2)
    for kind, law in nations.items():
        rows = made.specialty == kind
        assert found.national_mu[rows] == close(law[0], rel=1e-9)
        assert found.national_tau2[rows] == close(law[1], rel=1e-9)
    assert len(nations) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_predictive_scores(seed):
    made = comparables(seed)
    law = made.spread()
    found = spread_score(made.observed, made.expected, made.kappa0, law.mu, law.tau2)
    for d in range(made.group.size):
        given = (made.observed[d], made.expected[d], made.kappa0[d], law.mu[d], law.tau2[d])
        assert found.above[d] == close(spread_oracle.tail_of(*given, 1), rel=1e-9)
        assert found.below[d] == close(spread_oracle.tail_of(*given, -1), rel=1e-9)
        assert found.z[d] == close(spread_oracle.z_tau_of(*given), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("tau2", [0.0, 0.01, 0.0625])
def test_predictive_limits(level, tau2):
    expected = np.array([3.0, 80.0, 900.0, 20_000.0])
    found = spread_limits(expected, [40.0] * 4, [-0.03] * 4, [tau2] * 4, level)
    for d, mean in enumerate(expected.tolist()):
        low, high = spread_oracle.spread_limits_of(mean, 40.0, -0.03, tau2, level)
        assert (found.low[d], found.high[d]) == close((low, high), rel=1e-9, abs=1e-12)
    assert found.low[0] == 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_shrinkage_and_probabilities(seed):
    made = comparables(seed)
    law = made.spread()
    found = made.shrunken(law)
    above = {c: found.probability_above(c) for c in (1.3, 1.5, 2.0)}
    for d in range(made.group.size):
        mean, sd = spread_oracle.shrunken_of(
            made.observed[d], made.expected[d], made.kappa[d], law.mu[d], law.tau2[d]
        )
        assert (found.mean[d], found.sd[d]) == close((mean, sd), rel=1e-9, abs=1e-12)
        reach = 1.959963984540054 * sd
        wanted = (math.exp(mean), math.exp(mean - reach), math.exp(mean + reach))
        assert (found.ratio[d], found.low[d], found.high[d]) == close(wanted, rel=1e-9)
        for c, column in above.items():
            assert column[d] == close(
                1 - spread_oracle.phi((math.log(c) - mean) / sd), rel=1e-9, abs=1e-12
            )


@pytest.mark.parametrize("seed", SEEDS)
def test_standing_among_comparables(seed):
    made = comparables(seed)
    law = made.spread()
    own, nation = made.shrunken(law), made.national_shrunken(law)
    found = standing(own, made.eligible, **made.who, national=nation)
    for d in range(made.group.size):
        if not made.eligible[d]:
            assert math.isnan(found.top_probability[d])
            assert math.isnan(found.centile[d])
            continue
        source = nation if made.fallback[d] else own
        label = made.specialty if made.fallback[d] else made.group
        laws = {
            j: (source.mean[j], source.sd[j])
            for j in range(made.group.size)
            if made.eligible[j] and label[j] == label[d]
        }
        assert found.top_probability[d] == close(spread_oracle.top_of(laws, d), rel=1e-9, abs=1e-12)
        assert found.centile[d] == close(spread_oracle.centile_of(laws, d), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_discoveries_of_each_specialty(seed):
    made = comparables(seed)
    score = np.round(np.random.default_rng(seed).normal(0.5, 1.5, made.group.size), 1)
    found = discoveries(score, made.eligible, made.specialty)
    assert 0 < found.distinct.sum() < made.eligible.sum()
    for d in np.flatnonzero(made.eligible):
        p_values = {
            j: spread_oracle.phi(-score[j])
            for j in np.flatnonzero(made.eligible & (made.specialty == made.specialty[d]))
        }
        q = spread_oracle.q_value_of(p_values, d)
        assert found.q[d] == close(q, rel=1e-9)
        assert found.distinct[d] == (q < 0.05)
    assert np.isnan(found.q[~made.eligible]).all()
    assert not found.distinct[~made.eligible].any()


@pytest.mark.parametrize("seed", SEEDS)
def test_signals_of_prescribers(seed):
    made = comparables(seed, planted=12)
    shrunken = made.shrunken()
    found = signals(made.observed / made.expected, shrunken, made.eligible, fallback=made.fallback)
    for d in range(made.group.size):
        wanted = spread_oracle.signal_of(
            made.observed[d],
            made.expected[d],
            (shrunken.mean[d], shrunken.sd[d]),
            enough=made.eligible[d],
            fallback=made.fallback[d],
        )
        assert found[d] == wanted
    assert set(found) == {"", "aucun", "signal", "signal_fort"}


@pytest.mark.parametrize("runs", [1, 11, 12, 15])
def test_stability_of_signals(runs):
    words = ["", "aucun", "signal", "signal_fort"]
    history = np.random.default_rng(runs).choice(words, (300, runs), p=[0.1, 0.2, 0.4, 0.3])
    assert stability(history).tolist() == [spread_oracle.stable_of(row) for row in history.tolist()]


def test_oracle_sees_a_planted_error():
    """The comparison can fail: one prescriber moved by a millionth is seen in his group's law."""
    made = comparables(1)
    moved = made._replace(observed=made.observed * np.where(np.arange(90) == 0, 1 + 1e-6, 1))
    wanted = spread_oracle.spread_of(made.world, made.doctors, 0)
    assert moved.spread().tau2[0] != close(wanted[1], rel=1e-9)
