"""Comparable groups: region when both minima are met, nation otherwise."""

import numpy as np
import pytest

from ijstats import GroupKey, NegativeValueError, WrongShapeError, comparable_groups
from tests.ijstats import oracle


MINIMA = {"min_prescribers": 3, "min_leaves": 50}


def test_groups_are_those_of_the_oracle():
    rng = np.random.default_rng(11)
    specialty, region = rng.choice(["01", "33"], 60), rng.choice(["11", "75", "93", "94"], 60)
    leaves = rng.integers(0, 12, 60)
    found = comparable_groups(specialty, region, leaves, **MINIMA)
    columns = [dict(enumerate(column.tolist())) for column in (specialty, region, leaves)]
    wanted = [oracle.group_of(*columns, d, **MINIMA) for d in range(60)]
    assert [found.keys[g][:2] for g in found.group] == wanted
    assert found.fallback.tolist() == [place is None for _, place in wanted]
    assert 0 < found.fallback.sum() < 60


@pytest.mark.parametrize(
    ("prescribers", "leaves_each", "fallback"),
    [(30, 167, False), (29, 1000, True), (30, 166, True), (31, 162, False)],
)
def test_minima_are_thirty_prescribers_and_five_thousand_leaves(prescribers, leaves_each, fallback):
    found = comparable_groups([1] * prescribers, [93] * prescribers, [leaves_each] * prescribers)
    assert found.fallback.all() == found.fallback.any() == fallback


def test_the_nation_counts_everybody_of_the_specialty():
    """The comparator of an isolated prescriber includes those of large regions."""
    found = comparable_groups([1, 1, 1, 1], [11, 11, 11, 2], [20, 20, 20, 7], **MINIMA)
    assert found.keys == (GroupKey(1, 11, 3, 60), GroupKey(1, None, 4, 67))
    assert found.group.tolist() == [0, 0, 0, 1]


def test_refusals():
    with pytest.raises(WrongShapeError, match="region"):
        comparable_groups([1, 1], [11], [3, 3])
    with pytest.raises(NegativeValueError, match="leaves: 1 values are negative"):
        comparable_groups([1, 1], [11, 11], [3, -3])
