"""What must hold whatever the data: sums, scale, order, empty strata, same bytes."""

import numpy as np
import pytest

from ijstats import (
    CellMatrix,
    Cells,
    cells,
    dispersion,
    ratio_interval,
    standardise,
    sufficient_statistics,
)
from tests.ijstats.nations import seeded_nation


PLAIN = {"shape_patients": 0.0, "leave_one_out": False}


@pytest.fixture(scope="module")
def nation():
    return seeded_nation(21, size=40)


@pytest.fixture(scope="module")
def clusters(nation):
    size, strata = nation.exposure.shape
    return sufficient_statistics(*nation.columns, n_prescribers=size, n_strata=strata).days


def listed_only(nation, clusters):
    """Events of strata where the prescriber lists patients."""
    return np.where(nation.exposure > 0, clusters.observed, 0)


def test_without_refinements_expected_sums_to_observed(nation, clusters):
    events = listed_only(nation, clusters)
    found = standardise(events, nation.exposure, nation.group, nation.specialty, **PLAIN)
    for group in np.unique(nation.group):
        rows = nation.group == group
        assert found.expected[rows].sum() == pytest.approx(found.observed[rows].sum(), rel=1e-12)


def test_with_defaults_expected_sums_to_observed_within_half_a_percent():
    """Groups of the least size allowed, one with rates 40 % above the nation's."""
    rng = np.random.default_rng(5)
    group = np.repeat(np.arange(4), (30, 30, 45, 120))
    patients = rng.poisson(36, (group.size, 24)).astype(float)
    rates = rng.uniform(0.05, 0.6, 24) * np.array([1.4, 0.7, 1.0, 1.1])[group][:, None]
    leaves = rng.poisson(patients * rates)
    found = standardise(leaves, patients, group, np.zeros_like(group))
    for one in range(4):
        rows = group == one
        assert found.observed[rows].sum() > 5_000
        assert found.expected[rows].sum() == pytest.approx(found.observed[rows].sum(), rel=0.005)


def test_rates_of_a_group_reproduce_its_total(nation, clusters):
    found = standardise(
        clusters.observed, nation.exposure, nation.group, nation.specialty, leave_one_out=False
    )
    for index, group in enumerate(np.unique(nation.group)):
        rows = nation.group == group
        by_rates = (nation.exposure[rows] * found.group_rates[index]).sum()
        assert by_rates == pytest.approx(found.expected[rows].sum(), rel=1e-12)


def test_scale_of_events_is_scale_of_expected(nation, clusters):
    who = (nation.exposure, nation.group, nation.specialty)
    once, thrice = standardise(clusters.observed, *who), standardise(clusters.observed * 3, *who)
    assert thrice.expected == pytest.approx(once.expected * 3, rel=1e-12)


def test_scale_of_exposure_and_shape_changes_nothing(nation, clusters):
    who = (nation.group, nation.specialty)
    once = standardise(clusters.observed, nation.exposure, *who)
    more = standardise(clusters.observed, nation.exposure * 7, *who, shape_patients=3500)
    assert more.expected == pytest.approx(once.expected, rel=1e-12)


@pytest.mark.parametrize("leave_one_out", [True, False])
def test_order_of_prescribers_and_strata_changes_nothing(nation, clusters, leave_one_out):
    rng = np.random.default_rng(8)
    rows = rng.permutation(nation.group.size)
    strata = rng.permutation(nation.exposure.shape[1])
    once = figures(clusters, nation, leave_one_out=leave_one_out)
    moved_clusters = clusters._replace(
        observed=clusters.observed[rows][:, strata],
        squares=clusters.squares[rows],
        last_squares=clusters.last_squares[rows][:, strata],
        patients=clusters.patients[rows],
    )
    moved = nation._replace(
        exposure=nation.exposure[rows][:, strata],
        group=nation.group[rows],
        specialty=nation.specialty[rows],
        fallback=nation.fallback[rows],
    )
    again = figures(moved_clusters, moved, leave_one_out=leave_one_out)
    assert again == pytest.approx(once[rows], rel=1e-10)


def test_an_empty_stratum_changes_nothing(nation, clusters):
    wider = clusters._replace(
        observed=np.insert(clusters.observed, 2, 0, axis=1),
        last_squares=np.insert(clusters.last_squares, 2, 0, axis=1),
    )
    wide = nation._replace(exposure=np.insert(nation.exposure, 2, 0.0, axis=1))
    assert figures(wider, wide) == pytest.approx(figures(clusters, nation), rel=1e-12)


def test_the_prescriber_does_not_move_his_own_reference(nation, clusters):
    """Left out, tripling his own leaves changes his expected figure by the shape only."""
    tripled = clusters.observed.copy()
    tripled[0] *= 3
    who = (nation.exposure, nation.group, nation.specialty)
    for shape_patients, moves in ((0.0, False), (500.0, True)):
        once = standardise(clusters.observed, *who, shape_patients=shape_patients).expected[0]
        again = standardise(tripled, *who, shape_patients=shape_patients).expected[0]
        assert (again != once) == moves


def test_same_bytes_whatever_the_layout_and_the_type(nation, clusters):
    """Workers may hand over 32-bit, transposed or relabelled matrices: the bytes are the same."""
    once = figures(clusters, nation)
    small = clusters._replace(
        observed=np.asfortranarray(clusters.observed, dtype=np.int32),
        last_squares=np.asfortranarray(clusters.last_squares),
    )
    other = nation._replace(
        exposure=np.asfortranarray(nation.exposure),
        group=np.array([f"g{9 - group}" for group in nation.group]),
    )
    assert figures(small, other).tobytes() == once.tobytes()


def test_same_bytes_alone_or_with_another_specialty(nation, clusters):
    """A specialty computed apart gives the bytes it has within the nation."""
    rows = nation.specialty == 1
    part = clusters._replace(**{name: getattr(clusters, name)[rows] for name in clusters._fields})
    apart = nation._replace(
        exposure=nation.exposure[rows],
        group=nation.group[rows],
        specialty=nation.specialty[rows],
        fallback=nation.fallback[rows],
    )
    assert figures(part, apart).tobytes() == figures(clusters, nation)[rows].tobytes()


@pytest.mark.parametrize("at_once", [1, 7, 1_000])
def test_more_cells_than_one_block_change_no_byte(monkeypatch, nation, clusters, at_once):
    """Cells travel in blocks, those of a prescriber together; each keeps his figures."""
    once = figures(clusters, nation)
    monkeypatch.setattr(cells, "CELLS_AT_ONCE", at_once)
    assert figures(clusters, nation).tobytes() == once.tobytes()


def test_figures_are_those_of_a_direct_sum():
    rng = np.random.default_rng(3)
    patients = rng.integers(1, 9, (4_500, 3)).astype(float)
    leaves = rng.poisson(patients * [0.1, 0.4, 0.9])
    found = standardise(
        leaves, patients, np.zeros(4_500), np.zeros(4_500), leave_one_out=False, shape_patients=0
    )
    rates = leaves.sum(axis=0) / patients.sum(axis=0)
    np.testing.assert_allclose(found.expected, (patients * rates).sum(axis=1), rtol=1e-15)


@pytest.mark.parametrize("leave_one_out", [True, False])
def test_cells_give_the_bytes_of_whole_matrices(nation, clusters, leave_one_out):
    row, stratum = np.nonzero(clusters.observed | (nation.exposure > 0))
    size, strata = nation.exposure.shape
    where = Cells.at(row, stratum, n_prescribers=size, n_strata=strata)
    observed, squares, exposure = (
        CellMatrix(where, matrix[row, stratum])
        for matrix in (clusters.observed, clusters.last_squares, nation.exposure)
    )
    sparse = clusters._replace(observed=observed, last_squares=squares)
    found = figures(sparse, nation._replace(exposure=exposure), leave_one_out=leave_one_out)
    whole = figures(clusters, nation, leave_one_out=leave_one_out)
    assert found.tobytes() == whole.tobytes()


def test_order_of_leaves_changes_no_byte(nation, clusters):
    size, strata = nation.exposure.shape
    shuffled = np.random.default_rng(2).permutation(len(nation.leaves))
    columns = [column[shuffled] for column in nation.columns]
    again = sufficient_statistics(*columns, n_prescribers=size, n_strata=strata).days
    for first, second in zip(clusters, again, strict=True):
        assert first.tobytes() == second.tobytes()


def test_cents_are_counted_as_days_are(nation, clusters):
    size, strata = nation.exposure.shape
    days = np.asarray(nation.columns[2])
    found = sufficient_statistics(
        *nation.columns, n_prescribers=size, n_strata=strata, amount_cents=days * 1_133
    ).amounts
    assert (found.observed == clusters.observed * 1_133).all()
    assert (found.squares == clusters.squares * 1_133**2).all()
    assert (found.last_squares == clusters.last_squares * 1_133**2).all()
    assert (found.patients == clusters.patients).all()


def figures(clusters, nation, *, leave_one_out=True):
    """Everything computed for each prescriber, as one (D, 5) matrix."""
    who = (nation.exposure, nation.group, nation.specialty)
    options = {"fallback": nation.fallback, "leave_one_out": leave_one_out}
    found = standardise(clusters.observed, *who, **options)
    spread = dispersion(clusters, *who, **options)
    limits = ratio_interval(found.observed, found.expected, spread.kappa, spread.kappa0)
    return np.column_stack([found.expected, spread.kappa0, spread.kappa, *limits])
