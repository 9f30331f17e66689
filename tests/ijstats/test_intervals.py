"""Limits of counts against published values, and the coverage of the interval of a ratio."""

import numpy as np
import pytest

from ijstats import (
    LevelError,
    NegativeValueError,
    WrongShapeError,
    byar_limits,
    chance_limits,
    chance_score,
    exact_limits,
    ratio_interval,
)


# Exact 95 % limits of a Poisson mean: Garwood F., Biometrika 1936; 28:437-442, as printed in
# Pearson & Hartley, Biometrika Tables for Statisticians, table 40.
GARWOOD = {
    0: (0.0, 3.689),
    1: (0.0253, 5.572),
    2: (0.2422, 7.225),
    3: (0.6187, 8.767),
    4: (1.0899, 10.242),
    5: (1.6235, 11.668),
    6: (2.2019, 13.059),
    7: (2.8144, 14.423),
    8: (3.4538, 15.763),
    9: (4.1154, 17.085),
    10: (4.7954, 18.390),
    30: (20.24, 42.83),
}

# Breslow & Day, Statistical Methods in Cancer Research vol. II, IARC 1987, table 2.10 (p. 70):
# 95 % limits of an SMR as factors of the SMR, by observed number of deaths.
BRESLOW_DAY = {
    10: (0.480, 1.84),
    12: (0.517, 1.75),
    15: (0.560, 1.65),
    20: (0.611, 1.54),
    25: (0.647, 1.48),
    30: (0.675, 1.43),
    40: (0.714, 1.36),
    50: (0.742, 1.32),
}


@pytest.mark.parametrize(("count", "limits"), GARWOOD.items())
def test_exact_limits_are_the_published_ones(count, limits):
    digits = len(str(limits[1]).split(".")[1])
    found = exact_limits(count)
    assert float(found.low) == pytest.approx(limits[0], abs=0.6 * 10**-digits)
    assert float(found.high) == pytest.approx(limits[1], abs=0.6 * 10**-digits)


@pytest.mark.parametrize(("count", "factors"), BRESLOW_DAY.items())
def test_byar_gives_the_factors_of_breslow_and_day(count, factors):
    """Byar's values, worked by the formula of p. 69, are the printed exact factors rounded."""
    found = byar_limits(count)
    assert float(found.low) / count == pytest.approx(factors[0], abs=0.0015)
    assert float(found.high) / count == pytest.approx(factors[1], abs=0.006)


def test_byar_worked_by_hand_for_ten_events():
    """10 (1 - 1/90 - 1.95996 / (3 √10))³ and 11 (1 - 1/99 + 1.95996 / (3 √11))³."""
    found = byar_limits(10)
    assert float(found.low) == pytest.approx(10 * (0.988888889 - 0.206598344) ** 3, rel=1e-8)
    assert float(found.high) == pytest.approx(11 * (0.989898990 + 0.196983792) ** 3, rel=1e-8)


def test_byar_is_within_a_fifth_of_a_percent_of_exact_from_ten_events():
    """Public Health England, Technical guide: confidence intervals (2018), directory of methods."""
    counts = np.arange(10, 400)
    byar, exact = byar_limits(counts), exact_limits(counts)
    assert byar.low == pytest.approx(exact.low, rel=0.002)
    assert byar.high == pytest.approx(exact.high, rel=0.002)


def test_byar_never_goes_below_zero():
    found = byar_limits([0.0, 0.1, 0.5])
    assert found.low.tolist() == [0.0, 0.0, 0.0]
    assert (found.high > 3).all()


def test_a_ratio_with_plain_dispersion_has_the_plain_limits():
    """κ = 1: exact under ten events, Byar from ten; all divided by what was expected."""
    found = ratio_interval([9.0, 10.0], [5.0, 5.0], [1.0, 1.0], [1.0, 1.0])
    assert found.low == pytest.approx([exact_limits(9).low / 5, byar_limits(10).low / 5])
    assert found.high == pytest.approx([exact_limits(9).high / 5, byar_limits(10).high / 5])


def test_nothing_observed_uses_the_null_dispersion():
    found = ratio_interval([0.0], [50.0], [99.0], [20.0])
    assert found.low.tolist() == [0.0]
    assert found.high == pytest.approx([3.6889 * 20 / 50], rel=1e-5)


def test_nothing_expected_has_no_interval():
    found = ratio_interval([3.0], [0.0], [1.0], [1.0])
    assert np.isnan([*found.low, *found.high]).all()


def test_limits_widen_with_dispersion_and_level():
    base = ratio_interval([900.0], [600.0], [20.0], [20.0])
    for wider in (
        ratio_interval([900.0], [600.0], [60.0], [20.0]),
        ratio_interval([900.0], [600.0], [20.0], [20.0], level=0.998),
    ):
        assert wider.low < base.low < 1.5 < base.high < wider.high


def test_interval_covers_the_true_ratio():
    """Days of clustered patients, true ratio 1.3: 95 % intervals cover in 93 to 97 %.

    Poisson limits on the same days cover less than half of the time.
    """
    rng = np.random.default_rng(20)
    size, mean_patients, mean_days = 4_000, 60, 18.0
    patients = rng.poisson(mean_patients * 1.3, size)
    days = [rng.geometric(1 / mean_days, n) for n in patients]
    observed = np.array([own.sum() for own in days], dtype=float)
    expected = np.full(size, mean_patients * mean_days)
    kappa0 = np.full(size, 2 * mean_days - 1)  # E[D²] / E[D] of a geometric length
    own = np.array([(own**2).sum() / own.sum() for own in days])
    kappa = kappa0 * (own / kappa0) ** (patients / (patients + 50))
    assert 0.93 < coverage(ratio_interval(observed, expected, kappa, kappa0)) < 0.97
    one = np.ones(size)
    assert coverage(ratio_interval(observed, expected, one, one)) < 0.5


def coverage(interval):
    return ((interval.low <= 1.3) & (interval.high >= 1.3)).mean()


def test_chance_limits_on_the_square_root_scale():
    """E = 100, κ0 = 4, z = 1.959964: 100 (1 ± 0.1959964)²."""
    found = chance_limits(100.0, 4.0)
    assert (float(found.low), float(found.high)) == pytest.approx((64.642179, 143.040739), rel=1e-7)
    tiny = chance_limits([1.0, 0.0], 4.0)
    assert tiny.low.tolist() == [0.0, 0.0]
    assert tiny.high.tolist() == [pytest.approx((1 + 1.959964) ** 2), 0.0]


def test_chance_score_meets_its_limits():
    found = chance_limits([100.0, 700.0], [4.0, 30.0], level=0.998)
    score = chance_score(found.high, [100.0, 700.0], [4.0, 30.0])
    assert score == pytest.approx([3.090232, 3.090232], rel=1e-6)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, float("nan")])
def test_refuses_a_level_that_is_not_a_probability(level):
    with pytest.raises(LevelError, match="strictly between 0 and 1"):
        ratio_interval([1.0], [1.0], [1.0], [1.0], level=level)


def test_refuses_wrong_vectors():
    with pytest.raises(WrongShapeError, match="expected has shape"):
        ratio_interval([1.0], [1.0, 2.0], [1.0], [1.0])
    with pytest.raises(NegativeValueError, match="kappa: 1 values are not positive"):
        ratio_interval([1.0], [1.0], [0.0], [1.0])
    with pytest.raises(NegativeValueError, match="observed: 1 values are negative"):
        ratio_interval([-1.0], [1.0], [1.0], [1.0])
    with pytest.raises(WrongShapeError, match="observed"):
        chance_score([1.0, 2.0], [1.0], 1.0)
