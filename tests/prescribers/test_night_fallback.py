"""A specialty of which a region is too small: its prescribers stand among the whole nation."""

import numpy as np
import pytest

import ijstats
from ijstats import Cells
from prescribers.frames.indicators import compute_indicators
from prescribers.frames.nation import Nation
from prescribers.frames.parameters import Choices, Minima, run_parameters
from prescribers.frames.practice import Practice


STRATA = 336
LARGE, SMALL = 60, 8


@pytest.fixture(scope="module")
def drawn():
    """Sixty doctors of one region, eight of another, ten strata each, days by patient."""
    rng = np.random.default_rng(8)
    size, filled = LARGE + SMALL, 10
    patients = np.zeros((size, STRATA), np.int64)
    patients[:, :filled] = rng.integers(20, 90, (size, filled))
    leaves = rng.poisson(patients * rng.uniform(0.2, 0.6, size)[:, None])
    days = leaves * rng.integers(5, 40, (size, STRATA))
    return patients, leaves, days


@pytest.fixture(scope="module")
def nation(drawn):
    """Each leave is of another patient: squares of totals are squares of leaves."""
    patients, leaves, days = drawn
    row, stratum = np.nonzero(patients)
    one_leave = np.where(leaves > 0, days // np.maximum(leaves, 1), 0)
    squares = leaves * one_leave**2
    columns = {
        "days": days,
        "leaves": leaves,
        "amounts": days * 3_000,
        "day_squares": squares,
        "leave_squares": leaves,
        "amount_squares": squares * 3_000**2,
        "patients": patients,
    }
    by_month = np.stack([leaves.sum(axis=1) // 12] * 12, axis=1)
    return Nation(
        rpps=np.arange(patients.shape[0]),
        day_squares=squares.sum(axis=1),
        leave_squares=leaves.sum(axis=1),
        amount_squares=(squares * 3_000**2).sum(axis=1),
        patients_on_leave=leaves.sum(axis=1),
        kinds=np.zeros((patients.shape[0], 6), np.int64),
        month_days=by_month * 12,
        month_leaves=by_month,
        cells=Cells.at(row, stratum, n_prescribers=patients.shape[0], n_strata=STRATA),
        cell_values={name: matrix[row, stratum] for name, matrix in columns.items()},
    )


@pytest.fixture(scope="module")
def found(nation):
    return computed(nation)


def computed(nation):
    size = nation.rpps.size
    parameters = run_parameters(Minima(min_expected_leaves=1, min_patients=1), maturity_months=2)
    region = np.array(["93"] * LARGE + ["94"] * SMALL)
    active = np.ones((size, 12), bool)
    patients_seen = nation.of_cells("patients") * 3
    return compute_indicators(
        nation,
        np.array(["MG"] * size),
        region,
        Practice(active, active.sum(axis=1), np.ma.masked_array(patients_seen, mask=False)),
        window_months=12,
        choices=Choices.stored(parameters),
    )


def test_the_small_region_is_compared_with_the_nation(found):
    assert found.group_fallback.tolist() == [False] * LARGE + [True] * SMALL
    assert set(found.group_code[LARGE:].tolist()) == {"MG-FR"}
    assert found.enough.all()


def test_its_prescribers_stand_among_the_whole_specialty(drawn, nation, found):
    """By whole matrices and the public functions, everyone against the nation."""
    patients, _, days = drawn
    alike, everyone = np.zeros(LARGE + SMALL), np.ones(LARGE + SMALL, bool)
    against = (patients.astype(float), alike, alike)
    national = ijstats.standardise(days, *against, fallback=everyone)
    squares = np.zeros_like(patients)
    squares[nation.cells.prescriber, nation.cells.stratum] = nation.cell_values["day_squares"]
    clusters = ijstats.Clusters(days, squares.sum(axis=1), squares, nation.patients_on_leave)
    spread = ijstats.dispersion(clusters, *against, fallback=everyone)
    np.testing.assert_allclose(found.exp_days[LARGE:], national.expected[LARGE:], rtol=1e-12)
    law = ijstats.spread(
        national.observed,
        found.exp_days,
        found.kappa0,
        *(found.group_code, alike),
        fallback=found.group_fallback,
        national=ijstats.Comparison(national.expected, spread.kappa0),
    )
    shrunken = ijstats.shrinkage(
        national.observed, national.expected, spread.kappa, law.national_mu, law.national_tau2
    )
    standing = ijstats.standing(shrunken, everyone, alike, alike, fallback=everyone)
    sure = found.certainty
    for column, wanted in (
        (sure.mu, law.national_mu),
        (sure.smoothed, shrunken.ratio),
        (sure.p_top, standing.top_probability),
        (sure.centile, standing.centile),
    ):
        np.testing.assert_allclose(column[LARGE:], wanted[LARGE:], rtol=1e-9)
    assert not np.allclose(sure.centile[:LARGE], standing.centile[:LARGE])


def test_the_nation_targets_nobody(found):
    assert set(found.certainty.signal[LARGE:].tolist()) == {"aucun"}
    assert np.isfinite(found.certainty.q_value).all()


def test_a_regression_that_does_not_settle_takes_no_other_figure(nation, found, monkeypatch):
    def unsettled(*figures, **options):
        raise ijstats.NoConvergenceError("the regression has not settled")

    monkeypatch.setattr(ijstats, "glm_expected", unsettled)
    without = computed(nation)
    assert np.isfinite(found.exp_days_glm).all()
    assert np.isnan(without.exp_days_glm).all()
    np.testing.assert_array_equal(without.exp_days, found.exp_days)
    np.testing.assert_array_equal(without.certainty.signal, found.certainty.signal)
