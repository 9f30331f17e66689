"""What the limits of chance and the signal find on nations with planted prescribers.

The bars are those of the method; the curve that the page *Méthode* publishes has none: it is what
it is, and the tests only see that the file is what the programs count.
"""

import csv

import pytest

from benchmarks.known_truth import (
    CURVE,
    CURVE_COLUMNS,
    PLANTED,
    POWER_SEEDS,
    TALLIES,
    TALLY_COLUMNS,
    curve_rows,
    tally_rows,
)
from benchmarks.nations.experiments import CALIBRATIONS
from benchmarks.nations.measures import Measure
from benchmarks.nations.plans import Tail
from benchmarks.nations.power import curve
from tests.ijstats.judged import TAILS, pooled_planted, tallied, with_planted


FOUND_16 = 0.85
FOUND_LARGE = 0.95
FALSE_UNDER_13 = 0.001

each_tail = pytest.mark.parametrize("tail", TAILS)


@each_tail
@pytest.mark.parametrize("indicator", ["jours", "arrets"])
def test_a_planted_1_6_is_above_the_limit_of_chance(indicator, tail):
    tally = pooled_planted(tail)[Measure("plante_16", indicator)]
    assert tally.among >= 100
    assert tally.share >= FOUND_16


@each_tail
@pytest.mark.parametrize("bar", ["signal_27_200", "signal_23_500"])
def test_a_large_true_ratio_with_enough_leaves_is_a_signal(bar, tail):
    tally = pooled_planted(tail)[Measure(bar, "jours")]
    assert tally.among >= 25
    assert tally.share >= FOUND_LARGE


@each_tail
def test_a_true_ratio_of_1_3_or_less_is_hardly_ever_a_signal(tail):
    """Planted prescribers are among those, and the ordinary ones of a spread of 0.25 too."""
    tally = pooled_planted(tail)[Measure("signal_13", "jours")]
    assert tally.among >= 10_000
    assert tally.share <= FALSE_UNDER_13


def lines_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    return tuple(head), [tuple(line) for line in lines]


def of_seed(lines, *key):
    return [line for line in lines if line[: len(key)] == key]


@each_tail
def test_the_published_curve_is_the_one_counted(tail):
    head, lines = lines_of(CURVE)
    assert head == CURVE_COLUMNS
    assert {(line[0], int(line[1])) for line in lines} == {
        (one, seed) for one in Tail for seed in POWER_SEEDS
    }
    assert of_seed(lines, tail, "1") == curve_rows(tail, 1, curve(with_planted(1, tail).found))


@each_tail
def test_the_published_bars_are_the_ones_counted(tail):
    head, lines = lines_of(TALLIES)
    assert head == TALLY_COLUMNS
    for nation in CALIBRATIONS:
        again = tally_rows(nation, tail, 1, tallied(nation, 1, tail))
        assert of_seed(lines, nation, tail, "1") == again
    again = tally_rows(PLANTED, tail, 1, with_planted(1, tail).tallies)
    assert of_seed(lines, PLANTED, tail, "1") == again
