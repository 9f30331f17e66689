"""Limits and intervals on nations with known truth: they let through what they say, no more.

The bars are those of the method: 99.8 % limits leave 0.1 % on each side, intervals hold the true
ratio 95 times in 100. Two nations have 21 000 prescribers above the minima: a true 0.1 % gives 21,
between the 6.3 and 42 of the bar but 2 times in 10 000; a true 95 % of the 2 100 of the rarest
specialty is within two points but 3 times in 100 000.
"""

import pytest

from benchmarks.nations.measures import Measure
from benchmarks.nations.practices import NAMES
from tests.ijstats.judged import TAILS, TWO_SEEDS, pooled, tallied


PRESCRIBERS = 10_000
FAR_SIDE = (0.0003, 0.0020)
COVERED = (0.93, 0.97)
SHRUNKEN_COVERED = (0.92, 0.97)
FALSE_SIGNALS = 1 / 10_000

NO_EFFECT, ORDINARY = "sans_effet", "ecart_0.25"
INDICATORS = ("jours", "arrets")
SPECIALTIES = ("", *NAMES.tolist())

each_tail = pytest.mark.parametrize("tail", TAILS)


def share(nation, tail, *measure):
    return pooled(nation, tail, TWO_SEEDS)[Measure(*measure)].share


@each_tail
@pytest.mark.parametrize("nation", [NO_EFFECT, ORDINARY])
def test_each_nation_is_large_enough_to_judge(nation, tail):
    for seed in TWO_SEEDS:
        counted = tallied(nation, seed, tail)
        assert {counted[Measure("hasard_haut", of)].among for of in INDICATORS} == {
            counted[Measure("signal", "jours")].among
        }
        assert counted[Measure("hasard_haut", "jours")].among >= PRESCRIBERS


@each_tail
@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("side", ["haut", "bas"])
@pytest.mark.parametrize(
    ("nation", "limit"), [(NO_EFFECT, "hasard"), (ORDINARY, "ecart")], ids=["chance", "spread"]
)
def test_one_in_a_thousand_is_beyond_each_outer_limit(nation, limit, side, indicator, tail):
    assert FAR_SIDE[0] <= share(nation, tail, f"{limit}_{side}", indicator) <= FAR_SIDE[1]


@each_tail
@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("side", ["haut", "bas"])
def test_chance_alone_does_not_explain_an_ordinary_spread(side, indicator, tail):
    """The bar above is one that a wrong law misses: by fifty times its upper end here."""
    assert share(ORDINARY, tail, f"hasard_{side}", indicator) > 25 * FAR_SIDE[1]


@each_tail
@pytest.mark.parametrize("specialty", SPECIALTIES)
@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("nation", [NO_EFFECT, ORDINARY])
def test_the_interval_holds_the_true_ratio(nation, indicator, specialty, tail):
    found = share(nation, tail, "intervalle", indicator, specialty)
    assert COVERED[0] <= found <= COVERED[1]


@each_tail
@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_the_shrunken_interval_holds_the_true_ratio_when_ratios_differ(specialty, tail):
    found = share(ORDINARY, tail, "lisse", "jours", specialty)
    assert SHRUNKEN_COVERED[0] <= found <= SHRUNKEN_COVERED[1]


@each_tail
def test_without_effect_there_is_no_signal(tail):
    assert share(NO_EFFECT, tail, "signal", "jours") <= FALSE_SIGNALS


@each_tail
def test_without_effect_hardly_anybody_is_distinct_from_chance(tail):
    """A false discovery rate of 5 % is, without effect, one specialty in 20 with one found or two.

    The eight specialties of two nations expect 0.4 of 21 000, and ten times that is 1 in 5 000.
    """
    assert share(NO_EFFECT, tail, "distinct", "jours") <= 1 / 5_000
    assert share(ORDINARY, tail, "distinct", "jours") > 1 / 20


@each_tail
def test_the_chances_to_be_in_the_top_decile_are_what_they_say(tail):
    """Said between 0.75 and 0.85; 200 of them give the share at 3 points."""
    tally = pooled(ORDINARY, tail, TWO_SEEDS)[Measure("haut", "jours")]
    assert tally.among >= 150
    assert 0.70 <= tally.share <= 0.90
