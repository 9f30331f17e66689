"""Each wrong input is refused with a sentence that names the column and quotes no value."""

import numpy as np
import pytest

from ijstats import (
    CellMatrix,
    Cells,
    Clusters,
    EventsWithoutExposureError,
    InconsistentClustersError,
    NegativeValueError,
    NotANumberError,
    StatisticsInputError,
    UnknownCategoryError,
    WrongShapeError,
    dispersion,
    month_shares,
    monthly_expected,
    seasonal_exposure,
    standardise,
    sufficient_statistics,
)


EVENTS = np.array([[3, 1], [0, 2]])
PATIENTS = np.array([[10.0, 5.0], [8.0, 4.0]])
WHO = ([0, 0], [1, 1])


def test_every_refusal_is_a_value_error():
    assert issubclass(StatisticsInputError, ValueError)


@pytest.mark.parametrize(
    ("events", "patients", "who", "error", "message"),
    [
        (EVENTS, -PATIENTS, WHO, NegativeValueError, "exposure: 4 values are negative"),
        (-EVENTS, PATIENTS, WHO, NegativeValueError, "observed: 3 values are negative"),
        (EVENTS, PATIENTS[:, :1], WHO, WrongShapeError, r"exposure has shape \(2, 1\)"),
        (EVENTS[0], PATIENTS, WHO, WrongShapeError, r"expected \(any, any\)"),
        (EVENTS, PATIENTS, ([0], [1, 1]), WrongShapeError, "group has shape"),
        (EVENTS, PATIENTS, ([0, 0], [1]), WrongShapeError, "specialty has shape"),
        (EVENTS, PATIENTS, ([0, 0], [1, 2]), WrongShapeError, "must hold one specialty"),
        (EVENTS, PATIENTS * np.nan, WHO, NotANumberError, "exposure: 4 values are not finite"),
        (EVENTS.astype(str), PATIENTS, WHO, NotANumberError, "observed must hold numbers"),
        (EVENTS, PATIENTS * [[1], [0]], WHO, EventsWithoutExposureError, "1 prescribers have"),
    ],
)
def test_standardise_refuses(events, patients, who, error, message):
    with pytest.raises(error, match=message):
        standardise(events, patients, *who)


def test_standardise_refuses_odd_options():
    with pytest.raises(NegativeValueError, match="shape_patients"):
        standardise(EVENTS, PATIENTS, *WHO, shape_patients=-1)
    with pytest.raises(WrongShapeError, match="for all its prescribers or for none"):
        standardise(EVENTS, PATIENTS, *WHO, fallback=[True, False])
    with pytest.raises(WrongShapeError, match="fallback has shape"):
        standardise(EVENTS, PATIENTS, *WHO, fallback=[True])


def test_leaves_off_the_list_are_counted_and_shown():
    """A leave in a stratum without patient is legitimate: an age band was crossed since."""
    found = standardise(EVENTS, PATIENTS * [[1, 0], [1, 1]], *WHO)
    assert found.off_list.tolist() == [1.0, 0.0]
    assert found.observed.tolist() == [4.0, 2.0]


def test_alone_in_his_specialty_nothing_is_expected():
    """No comparator, no figure: 0 expected, no ratio, dispersion 1."""
    found = standardise(EVENTS[:1], PATIENTS[:1], [0], [1])
    assert found.expected.tolist() == [0.0]
    assert np.isnan(found.ratio).all()


def test_nobody_gives_empty_columns():
    found = standardise(np.zeros((0, 2)), np.zeros((0, 2)), [], [])
    assert found.expected.shape == (0,)
    assert found.group_rates.shape == (0, 2)


CLUSTERS = Clusters(EVENTS, np.array([12, 4]), np.array([[9, 3], [0, 4]]), np.array([2, 1]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"squares": np.array([11, 4])},
        {"observed": EVENTS * [[1], [0]]},
        {"squares": np.array([12, 0]), "last_squares": np.array([[9, 3], [0, 0]])},
    ],
)
def test_dispersion_refuses_squares_of_other_leaves(wrong):
    dispersion(CLUSTERS, PATIENTS, *WHO)
    with pytest.raises(InconsistentClustersError, match="1 prescribers have squares"):
        dispersion(CLUSTERS._replace(**wrong), PATIENTS, *WHO)


def test_dispersion_refuses_other_shapes():
    with pytest.raises(WrongShapeError, match="patients has shape"):
        dispersion(CLUSTERS._replace(patients=np.array([2])), PATIENTS, *WHO)


LEAF = {"prescriber": [0], "stratum": [1], "days": [7], "patient": [5], "start": [100]}


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"prescriber": [2]}, UnknownCategoryError, "prescriber rows must lie in 0–1"),
        ({"prescriber": [-1]}, UnknownCategoryError, "prescriber rows"),
        ({"stratum": [2]}, UnknownCategoryError, "strata must lie between -1 and 1"),
        ({"stratum": [-2]}, UnknownCategoryError, "strata must lie"),
        ({"days": [-7]}, NegativeValueError, "days: 1 values are negative"),
        ({"days": [7.5]}, NotANumberError, "days must hold integers"),
        ({"patient": [5, 6]}, WrongShapeError, "patient has shape"),
        ({"start": [None]}, NotANumberError, "start must hold integers"),
    ],
)
def test_sufficient_statistics_refuses(wrong, error, message):
    with pytest.raises(error, match=message):
        sufficient_statistics(**{**LEAF, **wrong}, n_prescribers=2, n_strata=2)


def test_dates_and_day_numbers_are_the_same():
    """The latest leave is found from datetime64 as from day numbers, before 1970 too."""
    days = np.array(["1969-12-30", "2026-01-31", "2026-02-01"], dtype="datetime64[s]")
    rows = ([0, 0, 0], [1, 1, 0], [3, 3, 4], [8, 8, 8])
    by_date = sufficient_statistics(*rows, days, n_prescribers=1, n_strata=2)
    assert by_date.days.last_squares.tolist() == [[100, 0]]
    assert by_date.leaves.last_squares.tolist() == [[9, 0]]
    assert by_date.days.observed.tolist() == [[4, 6]]


def test_leaves_outside_the_strata_are_counted_apart():
    found = sufficient_statistics([0, 0], [-1, 1], [9, 2], [4, 4], [1, 2], n_prescribers=1)
    assert found.outside == 1
    assert found.days.squares.tolist() == [4]
    assert found.days.observed.shape == (1, 336)


@pytest.mark.parametrize(
    ("prescriber", "stratum", "error", "message"),
    [
        ([0, 0], [1, 1], WrongShapeError, "none twice"),
        ([0, 0], [1, 0], WrongShapeError, "in order"),
        ([1, 0], [0, 0], WrongShapeError, "in order"),
        ([0], [0, 1], WrongShapeError, "stratum"),
        ([0, 2], [0, 0], UnknownCategoryError, "prescriber must lie between 0 and 1"),
        ([0, 1], [0, -1], UnknownCategoryError, "stratum must lie between 0 and 1"),
    ],
)
def test_cells_out_of_place_are_refused(prescriber, stratum, error, message):
    with pytest.raises(error, match=message):
        Cells.at(prescriber, stratum, n_prescribers=2, n_strata=2)


def test_matrices_by_cell_must_share_their_cells():
    here, there = (Cells.at([0, 1], [0, 0], n_prescribers=2, n_strata=1) for _ in range(2))
    events, patients = CellMatrix(here, np.array([1, 2])), CellMatrix(here, np.array([10.0, 20.0]))
    assert standardise(events, patients, [0, 0], [0, 0]).observed.tolist() == [1, 2]
    for other in (CellMatrix(there, patients.values), [[10.0], [20.0]]):
        with pytest.raises(WrongShapeError, match="same cells"):
            standardise(events, other, [0, 0], [0, 0])
    with pytest.raises(NegativeValueError, match="exposure: 1 values"):
        standardise(events, CellMatrix(here, np.array([10.0, -1.0])), [0, 0], [0, 0])


def test_months_refuse_a_window_that_does_not_fit():
    for window in (0, 3):
        with pytest.raises(WrongShapeError, match="does not fit in 2"):
            month_shares(EVENTS, *WHO, window_months=window)
        with pytest.raises(WrongShapeError, match="does not fit in 2"):
            monthly_expected([1.0, 1.0], [1.0, 1.0], EVENTS, window_months=window)
    with pytest.raises(WrongShapeError, match="active has shape"):
        monthly_expected([1.0, 1.0], [1.0, 1.0], EVENTS, [[True]], window_months=2)
    with pytest.raises(WrongShapeError, match="active has shape"):
        seasonal_exposure(EVENTS, [[True]], [1, 1])
