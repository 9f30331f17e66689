"""The example of `docs/methode.md`, from the interval of A to his signal, is what is computed.

The five comparables and every figure are read from the page itself.
"""

import math

import numpy as np
import pytest

from ijstats import (
    benjamini_hochberg,
    between_variance,
    chance_limits,
    chance_score,
    shrinkage,
    signals,
    spread_limits,
    spread_score,
)
from tests.ijstats.method_page import NORMAL, PAGE, number, printed, table_under, worked_out


TABLE = table_under("La suite pour A")


@pytest.fixture(scope="module")
def a():
    """O, E, κ0 and κ of A, as printed."""
    found = {row[0]: number(row[2]) for row in table_under("Les calculs pour A")}
    return {name: [found[name]] for name in ("O", "E", "κ0", "κ")}


@pytest.fixture(scope="module")
def five():
    """μ, τ² and the group's own τ² by the five comparables; the specialty's is the printed one."""
    rows = table_under("L’écart ordinaire autour de A")
    observed, expected, kappa0 = (np.array([number(row[i]) for row in rows]) for i in (1, 2, 3))
    effect = np.log((observed + kappa0 / 2) / expected)
    away = effect - effect.mean()
    clipped = np.clip(away, *np.quantile(away, (0.1, 0.9)))
    for column, place in ((effect, 4), (away, 5), (clipped, 6)):
        assert column == pytest.approx([number(row[place]) for row in rows], abs=5.1e-7)
    assert f"est {printed(np.square(clipped).sum(), 7)}. La spécialité" in PAGE
    assert f"`ȳ = {printed(effect.mean(), 7)}`" in PAGE
    own = between_variance(effect, kappa0 / expected)
    return effect.mean(), (5 * own + 100 * 0.06) / 105, own


@pytest.fixture(scope="module")
def figures(a, five):
    """Every figure of the table *La suite pour A*, by the name it has there."""
    mu, tau2, own = five
    law = ([mu], [tau2])
    z = chance_score(a["O"], a["E"], a["κ0"])[0]
    predicted = spread_score(a["O"], a["E"], a["κ0"], *law)
    shrunken = shrinkage(a["O"], a["E"], a["κ"], *law)
    unmoved = shrinkage(a["O"], a["E"], a["κ"], [0.0], [1e12])
    above = {f"P(ratio > {word})": number(word) for word in ("1,3", "1,5", "2")}
    return {
        "s²": 50 / 1000,
        "τ̂_g²": own,
        "τ_g²": tau2,
        "τ_g": math.sqrt(tau2),
        "z": z,
        "1 \u2212 Φ(z)": NORMAL.cdf(-z),
        "terme x = 0": spread_score(a["O"], a["E"], a["κ0"], [mu], [0.0]).above[0],
        "p₊": predicted.above[0],
        "z_tau": predicted.z[0],
        "y*": unmoved.mean[0],
        "s*²": unmoved.sd[0] ** 2,
        "B": (shrunken.sd[0] / unmoved.sd[0]) ** 2,
        "M": shrunken.mean[0],
        "S": shrunken.sd[0],
        "ratio lissé": shrunken.ratio[0],
        "lissé bas": shrunken.low[0],
        "lissé haut": shrunken.high[0],
        **{name: shrunken.probability_above(c)[0] for name, c in above.items()},
    }


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_each_operation_of_the_page(row):
    """Every operation worked out again is the figure beside it."""
    assert worked_out(row[1]) == pytest.approx(number(row[2]), rel=3e-6)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_each_figure_of_the_page(figures, row):
    """To the rounding of the page; κ0 and κ are those printed, to seven digits themselves."""
    assert figures[row[0]] == pytest.approx(number(row[2]), rel=1e-6)


def test_every_figure_is_on_the_page(figures):
    assert [row[0] for row in TABLE] == list(figures)


def test_limits_of_the_ratio_of_a(a, five):
    for limits in (
        chance_limits(a["E"], a["κ0"]),
        spread_limits(a["E"], a["κ0"], [five[0]], [five[1]]),
    ):
        low, high = (printed(side[0] / a["E"][0], 2) for side in limits)
        assert f"entre {low} et {high}" in PAGE


def test_q_value_of_the_page(figures):
    """Forty p-values up to that of A, the others higher: the fortieth of 2 000."""
    p = figures["1 \u2212 Φ(z)"]
    q = benjamini_hochberg(np.concatenate([np.linspace(0.005, p, 40), np.linspace(0.5, 1, 1960)]))
    assert f"`q = {printed(p, 7)} × 2000 / 40 = {printed(q[39], 4)}`" in PAGE


def test_words_of_a_and_of_his_colleague(a, five):
    """The same ratio and ten times the list: from nothing to a strong signal."""
    observed, expected = (np.array([1, 10]) * a[name][0] for name in ("O", "E"))
    shrunken = shrinkage(observed, expected, a["κ"] * 2, [five[0]] * 2, [five[1]] * 2)
    assert signals(observed / expected, shrunken, [True] * 2).tolist() == ["aucun", "signal_fort"]
    over, far_over = shrunken.probability_above(1.3), shrunken.probability_above(1.5)
    for sentence in (
        f"`P(ratio > 1,3)` n’est que de {printed(over[0], 2)}. Le mot est **aucun**",
        f"un ratio lissé de {printed(shrunken.ratio[1], 2)}",
        f"`P(ratio > 1,3) = {printed(over[1], 6)}`",
        f"`P(ratio > 1,5) = {printed(far_over[1], 4)}` : **signal_fort**",
    ):
        assert sentence in PAGE
