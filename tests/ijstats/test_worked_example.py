"""The example worked by hand in `docs/methode.md` is what the product computes.

The inputs and the figures are read from the page itself: change one digit there and this fails.
"""

import numpy as np
import pytest

from ijstats import (
    METHOD_VERSION,
    Clusters,
    byar_limits,
    dispersion,
    method_parameters,
    monthly_expected,
    ratio_interval,
    standardise,
    sufficient_statistics,
)
from tests.ijstats.method_page import PAGE, number, table_under, worked_out


@pytest.fixture(scope="module")
def four():
    """Exposure, clusters and comparators of A, B, C and D, as printed."""
    rows = table_under("Les données")
    values = np.array([[int(cell) for cell in row[2:]] for row in rows])
    exposure, days, squares = (values[:, i : i + 2] for i in (0, 2, 4))
    clusters = Clusters(days, squares.sum(axis=1), squares, values[:, 6])
    return clusters, exposure.astype(float), [row[1] for row in rows], ["MG"] * 4


def figures(four):
    """Every figure of the table *Les calculs pour A*, by the name it has there."""
    clusters, exposure, group, specialty = four
    found = standardise(clusters.observed, exposure, group, specialty)
    squares = standardise(clusters.last_squares, exposure, group, specialty)
    spread = dispersion(clusters, exposure, group, specialty)
    limits = ratio_interval(found.observed, found.expected, spread.kappa, spread.kappa0)
    observed, expected, patients = found.observed[0], found.expected[0], clusters.patients[0]
    return {
        "O": observed,
        "λ": found.level[0],
        "r₁": rate_of(four, clusters.observed, 0),
        "r₂": rate_of(four, clusters.observed, 1),
        "E": expected,
        "O/E": found.ratio[0],
        "λ_Q": squares.level[0],
        "q₁": rate_of(four, clusters.last_squares, 0),
        "q₂": rate_of(four, clusters.last_squares, 1),
        "Q*": spread.expected_squares[0],
        "κ0": spread.kappa0[0],
        "V/O": clusters.squares[0] / observed,
        "Q*/E": spread.expected_squares[0] / expected,
        "w": patients / (patients + 50),
        "κ": spread.kappa[0],
        "m": observed / spread.kappa[0],
        "bas": limits.low[0],
        "haut": limits.high[0],
    }


def rate_of(four, events, stratum):
    """The reference rate of A in one stratum: what E loses per patient when he lists none there.

    His patients and events of that stratum go to D, so that the national rates do not move;
    those of the others are untouched, and A was left out of them anyway.
    """
    _, exposure, *who = four
    fewer, moved = exposure.copy(), events.copy()
    for matrix in (fewer, moved):
        matrix[3, stratum] += matrix[0, stratum]
        matrix[0, stratum] = 0
    lost = (
        standardise(events, exposure, *who).expected[0]
        - standardise(moved, fewer, *who).expected[0]
    )
    return lost / exposure[0, stratum]


@pytest.mark.parametrize("row", table_under("Les calculs pour A"), ids=lambda row: row[0])
def test_each_figure_of_the_page(four, row):
    name, _, printed = row
    found = figures(four)[name]
    decimals = len(printed.partition(",")[2])
    assert number(printed) == pytest.approx(found, abs=0.5000001 * 10**-decimals)


def test_every_figure_is_on_the_page(four):
    assert [row[0] for row in table_under("Les calculs pour A")] == list(figures(four))


@pytest.mark.parametrize("row", table_under("Les calculs pour A"), ids=lambda row: row[0])
def test_each_operation_of_the_page(row):
    """Every step `a = b = ...` of an operation, worked out again, is the figure beside it."""
    _, operation, printed = row
    for step in operation.split("="):
        assert worked_out(step) == pytest.approx(number(printed), rel=3e-6)


def test_the_patient_with_three_leaves():
    rows = table_under("D’abord, d’où viennent `V` et `Q`")
    starts = np.array([row[0] for row in rows], dtype="datetime64[D]")
    strata, days = ([int(row[i]) for row in rows] for i in (1, 2))
    found = sufficient_statistics(
        [0] * 3, strata, days, [7] * 3, starts, n_prescribers=1, n_strata=3
    )
    assert found.days.last_squares.tolist() == [[0, 0, 400]]
    assert found.leaves.squares.tolist() == [9]
    assert "`D_p = 6 + 10 + 4 = 20`" in PAGE


def test_sentences_after_the_table(four):
    """The Poisson interval, the month, the expected without refinement."""
    clusters, exposure, group, specialty = four
    poisson = byar_limits(1100)
    assert (round(float(poisson.low) / 600, 2), round(float(poisson.high) / 600, 2)) == (1.73, 1.94)
    assert "un intervalle de 1,73 à 1,94" in PAGE
    found = figures(four)
    shares = [[0.1, 0.9]]
    month = monthly_expected([found["E"]], [found["κ0"]], shares, window_months=2)
    assert f"de {month.low[0, 0]:.2f} à {month.high[0, 0]:.2f} jours".replace(".", ",") in PAGE
    plain = standardise(
        clusters.observed, exposure, group, specialty, shape_patients=0, leave_one_out=False
    )
    assert plain.expected[:3] == pytest.approx([725, 850, 1325])
    assert "725, 850 et 1325 jours" in PAGE


def test_parameters_on_the_page_are_those_in_force():
    printed = {row[0].split("`")[0]: row[1] for row in table_under("Les paramètres")}
    assert f"version {METHOD_VERSION}" in PAGE
    assert printed == {name: in_words(value) for name, value in method_parameters().items()}


def in_words(value):
    if isinstance(value, list):
        return " ; ".join(in_words(one) for one in value)
    if value is True:
        return "oui"
    return value if isinstance(value, str) else f"{value:g}".replace(".", ",")
