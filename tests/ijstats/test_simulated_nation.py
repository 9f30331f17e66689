"""The simulated nations are what they say: their rows, their published figures, their truth."""

import numpy as np
import pytest

from benchmarks.nations.chain import figures
from benchmarks.nations.leaves import YEAR
from benchmarks.nations.nation import draw_nation, draw_with_leaves
from benchmarks.nations.odd_lists import with_communes
from benchmarks.nations.plans import HALF_YEARS, Kind, Plan, Tail
from ijstats import N_STRATA, stratum_factors, sufficient_statistics


TAILS = tuple(Tail)
ODD = tuple((kind, 40) for kind in Kind if kind is not Kind.ORDINARY)
each_tail = pytest.mark.parametrize("tail", TAILS)


def small(tail=Tail.HEAVY, **asked):
    return Plan(1, tail, prescribers=1_500, **asked)


def dense(matrix):
    whole = np.zeros(matrix.cells.shape, dtype=np.int64)
    whole[matrix.cells.prescriber, matrix.cells.stratum] = matrix.values
    return whole


@each_tail
def test_the_night_is_handed_what_sufficient_statistics_make_of_the_leaves(tail):
    nation, written = draw_with_leaves(small(tail, spread=0.25, odd=ODD))
    cells, leaves = nation.patients.cells, written.leaves
    cell = written.cell[leaves.patient]
    owner = cells.prescriber[cell]
    made = sufficient_statistics(
        owner,
        cells.stratum[cell],
        leaves.days,
        leaves.patient,
        leaves.begun,
        n_prescribers=nation.region.size,
    )

    for given, again in ((nation.days, made.days), (nation.leaves, made.leaves)):
        assert np.array_equal(dense(given.observed), again.observed)
        assert np.array_equal(dense(given.last_squares), again.last_squares)
        assert np.array_equal(given.squares, again.squares)
        assert np.array_equal(given.patients, again.patients)
    date = np.datetime64("2026-01-01") + leaves.begun % YEAR
    month = date.astype("datetime64[M]").astype(np.int64) % 12
    again = np.bincount(owner * 12 + month, minlength=nation.month_leaves.size)
    assert np.array_equal(nation.month_leaves.ravel(), again)


def test_a_half_year_has_leaves_in_its_months_only():
    nation, _ = draw_with_leaves(small(odd=ODD))
    half = np.isin(nation.practices.kind, HALF_YEARS)

    assert set(nation.active[half].sum(axis=1)) == {6}
    assert nation.active[~half].all()
    assert not nation.month_leaves[~nation.active].any()
    assert (nation.month_leaves[half].sum(axis=1) > 0).all()


def test_odd_lists_are_as_odd_as_they_are_said():
    nation = draw_nation(small(odd=ODD))
    factors = stratum_factors(np.arange(N_STRATA))
    listed = dense(nation.patients)

    def share(kind, held):
        of_kind = listed[nation.practices.kind == kind]
        return of_kind[:, held].sum() / of_kind.sum()

    poor, old = factors.quintile == 5, factors.age_band >= 4
    assert share(Kind.POOR_IRIS, poor) > 0.7
    assert set(nation.practices.commune[nation.practices.kind == Kind.POOR_IRIS]) == {1}
    assert share(Kind.NO_C2S, factors.c2s == 1) == 0
    assert 0.10 < share(Kind.ORDINARY, factors.c2s == 1) < 0.16
    assert share(Kind.OLD_LIST, old) > 1.5 * share(Kind.ORDINARY, old)
    assert share(Kind.OLD_LIST, factors.ald == 1) > 2 * share(Kind.ORDINARY, factors.ald == 1)


def test_by_commune_only_the_quintile_changes():
    nation = draw_nation(small(odd=ODD))
    merged = with_communes(nation)
    cells = merged.patients.cells

    quintile = stratum_factors(cells.stratum).quintile
    assert np.array_equal(quintile, nation.practices.commune[cells.prescriber])
    for name in ("days", "leaves"):
        before, after = getattr(nation, name), getattr(merged, name)
        for matrix in ("observed", "last_squares"):
            whole = dense(getattr(before, matrix)).reshape(-1, N_STRATA // 6, 6).sum(axis=2)
            moved = dense(getattr(after, matrix)).reshape(-1, N_STRATA // 6, 6).sum(axis=2)
            assert np.array_equal(whole, moved)


@each_tail
def test_leaves_have_the_published_shape(tail):
    """34 days a leave and 1.4 leaves a patient; heavy: 7 % over 180 days, with half of the days."""
    nation, written = draw_with_leaves(Plan(1, tail, prescribers=2_000))
    days, patient = written.leaves.days, written.leaves.patient

    assert days.mean() == pytest.approx(34, abs=1)
    assert days.size / np.unique(patient).size == pytest.approx(1.4, abs=0.01)
    long = days > 180
    if tail is Tail.HEAVY:
        assert long.mean() == pytest.approx(0.07, abs=0.005)
        assert days[long].sum() / days.sum() == pytest.approx(0.5, abs=0.03)
    else:
        assert long.mean() < 0.01
    follows = np.flatnonzero(np.diff(patient) == 0)
    assert np.corrcoef(days[follows], days[follows + 1])[0, 1] > 0.1
    generalist = nation.specialty == "MG"
    listed = nation.patients.cells.by_prescriber(nation.patients.values)
    assert np.median(listed[generalist]) == pytest.approx(927, rel=0.06)


def test_without_effect_every_true_ratio_is_one():
    nation = draw_nation(small(odd=ODD))
    for true in (nation.truth.days, nation.truth.leaves):
        assert np.allclose(true, 1, rtol=1e-12)


@each_tail
def test_true_ratios_are_what_the_count_is_on_average_over_its_group(tail):
    """Σ O / Σ (true ratio × E) is 1 at 1 %, over 2 700 planted and over the others."""
    plan = Plan(1, tail, spread=0.25, planted=((0.3, 1.6, 3.0),), prescribers=9_000)
    nation = draw_nation(plan)
    said = figures(nation)

    for compared, true in ((said.days, nation.truth.days), (said.leaves, nation.truth.leaves)):
        for rows in (nation.planted > 0, nation.planted == 0):
            meant = (true * compared.expected)[rows].sum()
            assert compared.observed[rows].sum() / meant == pytest.approx(1, abs=0.01)
    # Relative to a group of which three in ten are planted: 1.6 is no longer a true 1.6.
    assert np.quantile(nation.truth.days[nation.planted > 0], 0.01) < 1.35


def test_the_same_plan_gives_the_same_nation_and_another_seed_or_tail_another():
    plan = small()
    once, again = draw_nation(plan), draw_nation(plan)
    assert np.array_equal(once.days.squares, again.days.squares)
    for other in (small(Tail.LIGHT), Plan(2, Tail.HEAVY, prescribers=1_500)):
        drawn = draw_nation(other)
        assert not np.array_equal(drawn.leaves.squares, once.leaves.squares)
