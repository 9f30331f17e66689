"""Spread, limits, shrinkage and standing where there is little or nothing to tell."""

import numpy as np
import pytest

from ijstats import (
    LevelError,
    MissingNationError,
    NegativeValueError,
    NotANumberError,
    WrongShapeError,
    between_variance,
    chance_limits,
    chance_score,
    shrinkage,
    spread,
    spread_limits,
    spread_score,
    standing,
)
from tests.ijstats.comparables import comparables


@pytest.fixture(scope="module")
def made():
    return comparables(4)


def test_nobody_gives_empty_columns():
    found = spread([], [], [], [], [])
    assert [column.shape for column in found] == [(0,)] * 6
    shrunken = shrinkage([], [], [], found.mu, found.tau2)
    assert standing(shrunken, [], [], []).centile.shape == (0,)
    assert spread_score([], [], [], [], []).z.shape == (0,)


def test_a_group_of_one_takes_the_spread_of_his_specialty(made):
    alone = made._replace(group=np.where(np.arange(90) == 9, 99, made.group))
    found, before = alone.spread(), made.spread()
    assert found.prescribers[9] == 1
    pooled = found.tau2[9]
    y = np.log((made.observed[9] + made.kappa0[9] / 2) / made.expected[9])
    assert found.mu[9] == pytest.approx(y)
    assert 0 < pooled < 0.5
    assert found.group_kappa0[9] == pytest.approx(made.kappa0[9])
    assert before.prescribers[9] > 5


def test_a_group_where_everyone_is_too_small_has_no_mean_of_its_own():
    """Under 5 κ0 expected nobody tells anything: μ = 0, τ² that of the specialty."""
    expected = np.array([4.9 * 30, 4.9 * 30, 9_000.0, 9_000.0, 9_000.0])
    observed = np.array([400.0, 100.0, 9_000.0, 15_000.0, 6_000.0])
    found = spread(observed, expected, [30.0] * 5, [0, 0, 1, 1, 1], ["MG"] * 5)
    assert found.prescribers.tolist() == [0, 0, 3, 3, 3]
    assert found.mu[:2].tolist() == [0.0, 0.0]
    assert found.tau2[0] > 0.01
    everyone_small = spread(observed[:2], expected[:2], [30.0] * 2, [0, 0], ["MG"] * 2)
    assert everyone_small.tau2.tolist() == [0.0, 0.0]


def test_a_group_of_two_weighs_two_in_its_own_spread(made):
    """τ_g² = (2 τ̂_g² + 100 τ̂_k²) / 102."""
    alone = made.rows(made.specialty == 1)
    group = np.where(np.arange(alone.group.size) < 2, 1, 0)
    expected, observed = alone.expected.copy(), alone.observed.copy()
    expected[:2], observed[:2] = 9_000.0, (3_000.0, 30_000.0)
    found = spread(observed, expected, alone.kappa0, group, alone.specialty)
    everyone = spread(observed, expected, alone.kappa0, alone.specialty, alone.specialty)
    y = np.log((observed + alone.kappa0 / 2) / expected)[:2]
    within = between_variance(y, (alone.kappa0 / expected)[:2])
    assert found.tau2[0] == pytest.approx((2 * within + 100 * everyone.tau2[0]) / 102)
    assert within > 10 * everyone.tau2[0]


def test_five_times_the_dispersion_expected_is_enough_to_tell():
    found = spread([200.0, 100.0], [150.0, 149.9], [30.0, 30.0], [0, 0], ["MG"] * 2)
    assert found.prescribers.tolist() == [1, 1]
    assert found.mu[0] == pytest.approx(np.log(215 / 150))


def test_figures_against_the_nation_are_read_where_somebody_needs_them(made):
    """A specialty compared with its regions only may have no figure against the nation."""
    unknown = made.national_shrunken()
    unknown.mean[made.specialty == 1] = np.nan
    before = standing(made.shrunken(), made.eligible, **made.who, national=made.national_shrunken())
    after = standing(made.shrunken(), made.eligible, **made.who, national=unknown)
    assert after.top_probability.tobytes() == before.top_probability.tobytes()


def test_nobody_expecting_anything_leaves_blanks():
    found = spread([0.0], [0.0], [1.0], [0], ["MG"])
    assert (found.mu[0], found.tau2[0], found.group_kappa0[0]) == (0.0, 0.0, 1.0)
    assert np.isnan(np.array(spread_score([0.0], [0.0], [1.0], found.mu, found.tau2))).all()
    assert np.isnan(np.array(shrinkage([0.0], [0.0], [1.0], found.mu, found.tau2))).all()
    limits = spread_limits([0.0], [1.0], [0.0], [0.1])
    assert (limits.low.tolist(), limits.high.tolist()) == ([0.0], [0.0])


def test_a_fallback_group_has_its_own_law(made):
    """Region 3 is compared with the nation: wider than a region, as the regions differ."""
    found = made.spread()
    rows = made.fallback
    assert 0 < rows.sum() < (made.specialty == 0).sum()
    assert (found.mu[rows] == found.national_mu[rows]).all()
    assert found.prescribers[rows][0] > found.prescribers[~rows].max()
    alone = made.rows(made.specialty == 0)
    whole = spread(
        alone.observed,
        alone.national_expected,
        alone.national_kappa0,
        alone.specialty,
        alone.specialty,
        fallback=np.ones(alone.group.size),
    )
    assert whole.mu[0] == pytest.approx(found.mu[rows][0], abs=0.002)


def test_a_specialty_wholly_national_needs_no_other_figures(made):
    alone = made.rows(made.specialty == 1)
    figures = (alone.observed, alone.expected, alone.kappa0, alone.group, alone.specialty)
    regional, national = spread(*figures), spread(*figures, fallback=np.ones(alone.group.size))
    assert national.tau2.tobytes() == regional.tau2.tobytes() == national.national_tau2.tobytes()
    assert np.isnan(regional.national_mu).all()


def test_a_specialty_partly_national_asks_for_the_nation(made):
    figures = (made.observed, made.expected, made.kappa0)
    with pytest.raises(MissingNationError, match="1 specialties have fallback and regional"):
        spread(*figures, **made.who)
    with pytest.raises(MissingNationError):
        standing(made.shrunken(), made.eligible, **made.who)


def test_without_spread_the_score_and_limits_are_those_of_chance():
    """τ = μ = 0, even where the tail is thinner than the least double."""
    observed = np.array([0.0, 3.0, 1_000.0, 1_500.0, 900_000.0, 4.0])
    expected = np.array([400.0, 20.0, 1_000.0, 1_000.0, 9_000.0, 500_000.0])
    none = np.zeros(6)
    found = spread_score(observed, expected, [30.0] * 6, none, none)
    wanted = chance_score(observed, expected, [30.0] * 6)
    assert found.z == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    assert found.z[4] > 200
    assert found.z[5] < -200
    assert (found.above[4], found.below[5]) == (0.0, 0.0)
    for level in (0.95, 0.998):
        limits = spread_limits(expected, [30.0] * 6, none, none, level)
        chance = chance_limits(expected, [30.0] * 6, level)
        assert limits.low == pytest.approx(chance.low, rel=1e-9, abs=1e-12)
        assert limits.high == pytest.approx(chance.high, rel=1e-9)


def test_scores_meet_their_limits():
    expected, kappa0 = np.geomspace(1e3, 1e6, 9_000), np.full(9_000, 45.0)
    law = (np.full(9_000, -0.02), np.full(9_000, 0.06))
    for level, z in ((0.95, 1.959964), (0.998, 3.090232)):
        limits = spread_limits(expected, kappa0, *law, level)
        for counts, wanted in ((limits.low, -z), (limits.high, z)):
            found = spread_score(counts, expected, kappa0, *law)
            assert found.z == pytest.approx(np.full(9_000, wanted), abs=1e-6)


def test_tails_add_up(made):
    law = made.spread()
    found = spread_score(made.observed, made.expected, made.kappa0, law.mu, law.tau2)
    assert found.above + found.below == pytest.approx(np.ones(90), rel=1e-12)
    assert ((found.z > 0) == (found.above < 0.5)).all()


def test_nothing_observed_is_shrunk_from_half_a_dispersion():
    found = shrinkage([0.0], [500.0], [40.0], [0.0], [0.04])
    assert found.mean[0] == pytest.approx(0.04 / (0.04 + 2) * np.log(20 / 500))
    assert 0.9 < found.ratio[0] < 1


def test_groups_without_spread_are_shrunk_as_if_of_one_twentieth():
    assert shrinkage([900.0], [500.0], [9.0], [0.0], [0.0]) == (
        shrinkage([900.0], [500.0], [9.0], [0.0], [0.0025])
    )


def test_the_longer_the_list_the_nearer_to_the_observed_ratio():
    """O/E = 2 whatever the length: 1.1 for 500 days expected, 1.9 for 50 000."""
    expected = np.array([500.0, 5_000.0, 50_000.0])
    found = shrinkage(2 * expected, expected, [60.0] * 3, [0.0] * 3, [0.04] * 3)
    assert (np.diff(found.ratio) > 0).all()
    assert found.ratio == pytest.approx([1.345, 1.842, 1.982], abs=0.01)
    assert (np.diff(found.probability_above(1.5)) > 0).all()


def test_standing_of_a_group_of_one():
    found = standing(shrinkage([9.0], [5.0], [1.0], [0.0], [0.1]), [True], [0], ["MG"])
    assert found.top_probability[0] == pytest.approx(0.1)
    assert found.centile[0] == 50.0


def test_equal_prescribers_share_their_rank_and_their_chances():
    shrunken = shrinkage([9.0] * 4 + [90.0], [9.0] * 5, [1.0] * 5, [0.0] * 5, [0.1] * 5)
    found = standing(shrunken, [True] * 5, [0] * 5, ["MG"] * 5)
    assert found.centile.tolist() == [40.0] * 4 + [90.0]
    assert found.top_probability.sum() == pytest.approx(0.5)
    assert found.top_probability[4] > 0.45


def test_everyone_below_the_minima_stands_nowhere(made):
    found = standing(made.shrunken(), np.zeros(90), **made.who, national=made.national_shrunken())
    assert np.isnan(np.array(found)).all()


def test_top_probabilities_sum_to_the_share_of_each_group(made):
    shrunken = made.shrunken()
    found = standing(shrunken, np.ones(90), made.group, made.specialty, top_share=0.2)
    for group in np.unique(made.group):
        rows = made.group == group
        assert found.top_probability[rows].sum() == pytest.approx(0.2 * rows.sum(), rel=1e-9)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: spread([1.0], [1.0], [0.0], [0], [0]), NegativeValueError, "kappa0"),
        (lambda: spread([1.0], [1.0, 2.0], [1.0], [0], [0]), WrongShapeError, "expected"),
        (lambda: spread([1.0] * 2, [1.0] * 2, [1.0] * 2, [0, 0], [0, 1]), WrongShapeError, "one"),
        (lambda: spread_score([1.0], [1.0], [1.0], [0.0], [-1.0]), NegativeValueError, "tau2"),
        (lambda: spread_score([1.0], [1.0], [1.0], [np.inf], [1.0]), NotANumberError, "mu"),
        (lambda: spread_score([1.0], [1.0], [1.0], [0.0] * 2, [1.0]), WrongShapeError, "mu"),
        (lambda: spread_limits([1.0], [1.0], [0.0], [0.1], 1.0), LevelError, "strictly"),
        (lambda: shrinkage([1.0], [1.0], [0.0], [0.0], [0.1]), NegativeValueError, "kappa"),
        (lambda: a_ratio().probability_above(0.0), NegativeValueError, "ratio: 1 values"),
        (lambda: standing(a_ratio(), [1, 0], [0], [0]), WrongShapeError, "eligible"),
        (lambda: standing(a_ratio(0.0), [1], [0], [0]), NotANumberError, "mean must hold"),
        (lambda: standing(a_ratio(), [1], [0], [0], top_share=1.0), LevelError, "strictly"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()


def a_ratio(expected=5.0):
    return shrinkage([9.0], [expected], [1.0], [0.0], [0.1])
