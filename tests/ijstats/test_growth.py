"""Growth of days split into volume, structure and duration, against a slow twin."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from ijstats import growth_split
from ijstats.validation import NegativeValueError, WrongShapeError


COUNTS = arrays(np.int64, (3, 4), elements=st.integers(0, 6))
DURATIONS = arrays(np.int64, (3, 4), elements=st.integers(1, 40))


def oracle(leaves_before, days_before, leaves, days):
    """One unit, stratum by stratum, by the definitions; an absent share is a vanishing one."""
    tiny = 1e-200
    n0, n1 = sum(leaves_before), sum(leaves)
    if not n0 or not n1:
        return sum(days) - sum(days_before), 0.0, 0.0
    effects = [0.0, 0.0, 0.0]
    for l0, d0, l1, d1 in zip(leaves_before, days_before, leaves, days, strict=True):
        # A stratum without leaves keeps the duration of the other year: only its share vanished.
        mean0 = d0 / l0 if l0 else (d1 / l1 if l1 else 1.0)
        mean1 = d1 / l1 if l1 else (d0 / l0 if l0 else 1.0)
        share0, share1 = max(l0 / n0, tiny), max(l1 / n1, tiny)
        a, b = n0 * share0 * mean0, n1 * share1 * mean1
        mean = a if math.isclose(a, b, rel_tol=1e-12) else (b - a) / math.log(b / a)
        pairs = ((n0, n1), (share0, share1), (mean0, mean1))
        effects = [e + mean * math.log(y / x) for e, (x, y) in zip(effects, pairs, strict=True)]
    return tuple(effects)


@given(COUNTS, DURATIONS, COUNTS, DURATIONS)
def test_the_three_parts_are_those_of_the_twin_and_add_up(l0, m0, l1, m1) -> None:
    d0, d1 = l0 * m0, l1 * m1
    split = growth_split(l0, d0, l1, d1)
    assert np.abs(sum(split) - (d1 - d0).sum(axis=1)).max() <= 1e-9
    for unit in range(3):
        expected = oracle(*(table[unit].tolist() for table in (l0, d0, l1, d1)))
        # A vanishing share still weighs 1 / ln(1e200), 0.2 % of its days, in the twin.
        bound = 0.02 * max(1.0, d0[unit].sum() + d1[unit].sum())
        found = [part[unit] for part in split]
        assert found == pytest.approx(expected, abs=bound)


@given(COUNTS, DURATIONS, COUNTS, DURATIONS)
def test_without_an_empty_stratum_the_twin_is_equalled(l0, m0, l1, m1) -> None:
    l0, l1, m0, m1 = l0 + 1, l1 + 1, m0 + 1, m1 + 1
    split = growth_split(l0, l0 * m0, l1, l1 * m1)
    for unit in range(3):
        tables = (l0, l0 * m0, l1, l1 * m1)
        expected = oracle(*(table[unit].tolist() for table in tables))
        assert [part[unit] for part in split] == pytest.approx(expected, abs=1e-9)


def test_by_hand() -> None:
    """100 leaves of 10 days become 110 of 11 in one stratum: ΔD = 210, L = 210 / ln 1.21."""
    split = growth_split([[100]], [[1_000]], [[110]], [[1_210]])
    assert split.volume[0] == pytest.approx(210 * math.log(1.1) / math.log(1.21))
    assert split.duration[0] == pytest.approx(105.0)
    assert split.structure[0] == pytest.approx(0.0, abs=1e-9)


def test_a_mix_that_moves_is_structure_alone() -> None:
    split = growth_split([[80, 20]], [[800, 1_000]], [[60, 40]], [[600, 2_000]])
    assert split.volume[0] == pytest.approx(0.0)
    assert split.duration[0] == pytest.approx(0.0)
    assert split.structure[0] == pytest.approx(800.0)


def test_what_appears_is_structure_and_a_new_caisse_is_volume() -> None:
    split = growth_split(
        [[10, 0], [0, 0]], [[100, 0], [0, 0]], [[10, 5], [4, 0]], [[100, 60], [40, 0]]
    )
    assert split.volume[1] == 40.0
    assert split.structure[1] == split.duration[1] == 0.0
    assert split.duration[0] == 0.0
    assert split.volume[0] == pytest.approx(100 * math.log(15 / 10))
    assert split.volume[0] + split.structure[0] == pytest.approx(60.0)


def test_leaves_that_had_no_day_are_duration() -> None:
    split = growth_split([[10, 10]], [[0, 50]], [[10, 10]], [[30, 50]])
    assert [part[0] for part in split] == [0.0, 0.0, 30.0]


def test_refusals() -> None:
    with pytest.raises(NegativeValueError, match="no leave"):
        growth_split([[0]], [[3]], [[1]], [[3]])
    with pytest.raises(NegativeValueError, match="negative"):
        growth_split([[1]], [[3]], [[1]], [[-3]])
    with pytest.raises(WrongShapeError):
        growth_split([[1, 2]], [[3, 4]], [[1]], [[3]])
