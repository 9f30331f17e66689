"""τ² against a published meta-analysis, its correction for clipping, and its edges."""

import numpy as np
import pytest
from scipy.special import ndtri

from ijstats import (
    LevelError,
    NegativeValueError,
    NotANumberError,
    WrongShapeError,
    between_variance,
)
from ijstats.heterogeneity import clipped_variance
from tests.ijstats import spread_oracle


# Thirteen trials of the BCG vaccine: tuberculosis and no tuberculosis, vaccinated then control.
# Colditz G.A. et al., JAMA 1994; 271:698-702, as distributed in R metafor (dat.bcg; Viechtbauer,
# Journal of Statistical Software 2010; 36(3)).
BCG = np.array([
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
])  # fmt: skip


def log_risk_ratios():
    sick, well, control_sick, control_well = BCG.T
    treated, control = sick + well, control_sick + control_well
    effect = np.log((sick / treated) / (control_sick / control))
    return effect, 1 / sick - 1 / treated + 1 / control_sick - 1 / control


def test_one_step_is_dersimonian_and_laird():
    """Printed by metafor: rma(yi, vi, data=dat, method="DL"), tau^2 = 0.3088, mean -0.7141."""
    effect, variance = log_risk_ratios()
    tau2 = between_variance(effect, variance, clipped=0.0, steps=1)
    assert tau2 == pytest.approx(0.3088, abs=0.00005)
    weight = 1 / (variance + tau2)
    assert (weight * effect).sum() / weight.sum() == pytest.approx(-0.7141, abs=0.00005)


@pytest.mark.parametrize("clipped", [0.0, 0.05, 0.10, 0.25])
@pytest.mark.parametrize("steps", [1, 2, 4])
def test_every_step_and_clipping_is_that_of_the_oracle(clipped, steps):
    effect, variance = log_risk_ratios()
    wanted = spread_oracle.between_of(list(zip(effect, variance, strict=True)), clipped, steps)
    found = between_variance(effect, variance, clipped=clipped, steps=steps)
    assert found == pytest.approx(wanted, rel=1e-9)
    assert found > 0


def test_constant_of_a_tenth_is_the_printed_one():
    assert clipped_variance(0.10) == pytest.approx(0.67865, abs=0.000005)
    assert clipped_variance(0.0) == 1.0


@pytest.mark.parametrize("clipped", [0.05, 0.10, 0.30])
def test_constant_is_the_variance_of_a_clipped_normal(clipped):
    """By a sum over 200 000 equal slices of the normal law."""
    normal = ndtri((np.arange(200_000) + 0.5) / 200_000)
    low, high = ndtri(clipped), ndtri(1 - clipped)
    assert np.square(np.clip(normal, low, high)).mean() == pytest.approx(
        clipped_variance(clipped), rel=1e-6
    )


def test_effects_that_differ_by_chance_only_have_no_spread():
    assert between_variance([0.1, -0.1, 0.05, 0.0], [1.0, 1.0, 2.0, 1.0]) == 0.0


def test_one_effect_or_none_tells_nothing():
    assert between_variance([0.7], [0.1]) == 0.0
    assert between_variance([], []) == 0.0


def test_a_few_aberrant_prescribers_hardly_move_it():
    """A hundred effects of deviation 0.25; five of them then prescribe e² times the others."""
    rng = np.random.default_rng(1)
    effect, variance = rng.normal(0, 0.25, 100), np.full(100, 0.01)
    before = between_variance(effect, variance)
    plain_before = between_variance(effect, variance, clipped=0.0)
    effect[:5] = 2.0
    assert between_variance(effect, variance) < 1.6 * before
    assert between_variance(effect, variance, clipped=0.0) > 3 * plain_before


@pytest.mark.parametrize("clipped", [-0.1, 0.5, float("nan")])
def test_refuses_a_clipping_that_leaves_nothing(clipped):
    with pytest.raises(LevelError, match="between 0 and one half"):
        between_variance([0.1, 0.2], [1.0, 1.0], clipped=clipped)


def test_refuses_wrong_vectors():
    with pytest.raises(WrongShapeError, match="variance has shape"):
        between_variance([0.1, 0.2], [1.0])
    with pytest.raises(NegativeValueError, match="variance: 1 values are not positive"):
        between_variance([0.1, 0.2], [1.0, 0.0])
    with pytest.raises(NotANumberError, match="effect must hold finite numbers"):
        between_variance([0.1, np.nan], [1.0, 1.0])
    with pytest.raises(WrongShapeError, match="one step"):
        between_variance([0.1, 0.2], [1.0, 1.0], steps=0)
