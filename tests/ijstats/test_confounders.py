"""Odd lists whose prescriber prescribes as the others are not shown more often than the others.

99 % interval of the difference of the shares above the 95 % limit of chance (Newcombe 1998): it
holds 0 or lies below. With 1 000 against 10 000 it is 1.3 points wide on each side.
"""

import pytest

from benchmarks.nations.measures import Measure, Tally
from benchmarks.nations.odd_lists import difference
from benchmarks.nations.plans import CONFOUNDERS, HALF_YEARS, Kind
from tests.ijstats.judged import ONE_SEED, TAILS, pooled


OF_EACH = 1_000

each_tail = pytest.mark.parametrize("tail", TAILS)
each_indicator = pytest.mark.parametrize("indicator", ["jours", "arrets"])


NATION = "listes_particulieres"


def of_kind(tail, kind, indicator, mesh=""):
    measure = Measure(f"{kind.name.lower()}{mesh}", indicator)
    return pooled(NATION, tail, ONE_SEED)[measure]


def against_others(tail, kind, indicator, mesh=""):
    others = of_kind(tail, Kind.ORDINARY, indicator, mesh)
    return difference(of_kind(tail, kind, indicator, mesh), others)


@each_tail
@each_indicator
@pytest.mark.parametrize("kind", CONFOUNDERS)
def test_an_odd_list_is_not_shown_more_often(kind, indicator, tail):
    assert of_kind(tail, kind, indicator).among >= OF_EACH
    assert against_others(tail, kind, indicator).low <= 0


@each_tail
@each_indicator
@pytest.mark.parametrize("kind", HALF_YEARS)
def test_half_a_year_is_not_shown_more_often(kind, indicator, tail):
    together = sum(of_kind(tail, half, indicator).among for half in HALF_YEARS)
    assert together >= OF_EACH
    assert against_others(tail, kind, indicator).low <= 0


@each_tail
@each_indicator
def test_a_poor_iris_is_shown_when_its_commune_is_taken_for_it(indicator, tail):
    """The bar above is one that a coarser mesh misses, by twenty points or more."""
    assert against_others(tail, Kind.POOR_IRIS, indicator, "_par_commune").low > 0.2


def test_the_interval_of_a_difference_is_newcombes():
    """Newcombe 1998, table II, 56/70 against 48/80, method 10: 0.0524 to 0.3339 at 95 %."""
    at_95 = difference(Tally(56, 70), Tally(48, 80), z=1.959964)
    assert at_95 == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert difference(Tally(0, 10), Tally(0, 20), z=1.959964) == pytest.approx(
        (-0.1611, 0.2775), abs=5e-5
    )
