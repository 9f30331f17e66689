"""Months in parts, deciles of a delay: well-formed, inside the frame, equal to their tables."""

from datetime import date

import pytest

from core.charts import DelayDeciles, MonthOfParts, StackedMonths
from tests.core.test_charts import SVG, parsed, texts


START = date(2026, 10, 1)
MONTHS = [
    MonthOfParts((20, 15), 35),
    MonthOfParts((None, None), 14),
    MonthOfParts((None, 0), None),
    MonthOfParts((0, 0), 0),
]
DAYS = (0.5, 1, 1.2, 1.6, 2, 2.4, 2.9, 3.3, 4.4)
WORDS = [f"{day} j" for day in DAYS]
DELAYS = DelayDeciles(DAYS, WORDS, 4, "promis : 4 jours ouvrés")
CHARTS = {
    "months": StackedMonths(START, ["06", "83"], MONTHS, "demandes", "Le plus haut."),
    "one place": StackedMonths(START, ["06"], [MonthOfParts((12,), 12)], "demandes"),
    "six places": StackedMonths(
        START, list("ABCDEF"), [MonthOfParts((11, 12, 13, 14, 15, 16), 81)], "demandes"
    ),
    "no month": StackedMonths(START, [], [], "demandes"),
    "deciles": DELAYS,
    "median": DelayDeciles(DAYS[4:5], WORDS[4:5], 4, "promis : 4 jours"),
    "no delay": DelayDeciles((), (), 4, "promis : 4 jours"),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())


@every_chart
@pytest.mark.parametrize("width", [318, 460, 720])
def test_a_drawing_is_described_and_stays_inside_its_frame(chart, width):
    svg = parsed(chart, width)
    assert svg.find(f"{SVG}title").text == chart.title
    assert (svg.find(f"{SVG}desc").text or "") == chart.sentence
    for bar in svg.iter(f"{SVG}rect"):
        assert float(bar.get("x")) >= 0
        assert float(bar.get("x")) + float(bar.get("width")) <= width + 0.1
        assert float(bar.get("y")) >= 0


@every_chart
def test_every_row_of_the_table_has_a_cell_for_each_title(chart):
    table = chart.table()
    assert all(len(line.cells) == len(table.header) for line in table.lines)


def heights(svg):
    return [float(bar.get("height")) for bar in svg.iter(f"{SVG}rect")]


def test_a_month_is_as_high_as_its_total_whatever_is_hidden():
    """20 and 15, then 14 in neutral; nothing for a hidden month, nor for an empty one."""
    found = heights(parsed(CHARTS["months"], 586))
    assert len(found) == 3
    assert found[0] / found[1] == pytest.approx(20 / 15, rel=0.01)
    assert found[2] / found[0] == pytest.approx(14 / 20, rel=0.01)
    assert "NS" in texts(parsed(CHARTS["months"], 586))


def test_the_table_of_months_hides_what_the_drawing_hides():
    rows = CHARTS["months"].table().rows
    assert rows[1] == ("novembre 2026", "NS", "NS", "14")
    assert rows[2] == ("décembre 2026", "NS", "0", "NS")


def test_parts_beyond_the_shades_are_one_neutral_part():
    assert len(heights(parsed(CHARTS["six places"], 586))) == 5
    labels = [label for _, label in CHARTS["six places"].legend("x")]
    assert labels == ["A", "B", "C", "D", "autres, ou effectif masqué"]


def test_the_promise_stands_where_its_days_are():
    """The axis begins at ten: the median at two days is half way to the promise at four."""
    svg = parsed(DELAYS, 720)
    dashed = next(line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray"))
    median = next(line for line in svg.iter(f"{SVG}line") if line.get("y1") == "27")
    assert float(median.get("x1")) - 10 == pytest.approx(
        (float(dashed.get("x1")) - 10) / 2, abs=0.2
    )


def test_the_table_of_deciles_says_them_all():
    assert [row[1] for row in DELAYS.table().rows] == WORDS
    assert CHARTS["median"].table().rows == [("P50, médiane", "2 j")]
