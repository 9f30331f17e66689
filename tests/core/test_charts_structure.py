"""The drawings of a structure, of a list and of one leave: well-formed, equal to their tables."""

import pytest

from core.charts import (
    LeaveTimeline,
    Pyramid,
    PyramidRow,
    PyramidSide,
    StructureBars,
    StructureRow,
    TimelineLeave,
)
from core.charts.numbers import percent
from tests.core.test_charts import SVG, parsed, texts


GROUP = (0.05, 0.1, 0.2)
BARS = [
    StructureRow("Maladie", "90", 0.9, (0.8, 0.85, 0.95), first=True),
    StructureRow("Accident du travail", "10", 0.1, GROUP),
    StructureRow("En téléconsultation", "NS", None, GROUP, first=True),
]
SIDE, MASKED = PyramidSide("120", 0.6, 0.5), PyramidSide("NS", None, 0.1)
ROWS = [PyramidRow("16 à 24 ans", SIDE, MASKED), PyramidRow("25 à 34 ans", MASKED, SIDE)]
NOTICES = [
    TimelineLeave(1, 30, "initial", 27, "Sciatique"),
    TimelineLeave(31, 90, "prolongation", 60, "Sciatique", prolongation=True),
]
CHARTS = {
    "structure": StructureBars(BARS, sentence="Une part."),
    "structure, alone": StructureBars([StructureRow("Maladie", "90", 0.9)]),
    "structure, all hidden": StructureBars([StructureRow("Maladie", "NS", None)]),
    "structure of nothing": StructureBars([]),
    "pyramid": Pyramid(ROWS, sentence="Des patients."),
    "pyramid, alone": Pyramid([PyramidRow("16 à 24 ans", *[PyramidSide("0", 0.0, None)] * 2)]),
    "pyramid of nothing": Pyramid([]),
    "timeline": LeaveTimeline(NOTICES, 35, sentence="Deux avis."),
    "timeline, no reference": LeaveTimeline(NOTICES[:1]),
    "timeline of nothing": LeaveTimeline([]),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
every_width = pytest.mark.parametrize("width", [318, 340, 720])


@every_chart
@every_width
def test_a_drawing_is_described_and_stays_inside_its_frame(chart, width):
    svg = parsed(chart, width)
    assert svg.find(f"{SVG}title").text == chart.title
    assert (svg.find(f"{SVG}desc").text or "") == chart.sentence
    for element in svg.iter():
        assert not {"class", "style"} & set(element.keys())
    for bar in svg.iter(f"{SVG}rect"):
        assert float(bar.get("x")) >= 0
        assert float(bar.get("x")) + float(bar.get("width")) <= width


@every_chart
def test_every_row_of_the_table_has_a_cell_for_each_title(chart):
    table = chart.table()
    assert {len(row) for row in table.rows} <= {len(table.header)}


def test_the_shares_drawn_are_those_of_the_table():
    chart = CHARTS["structure"]
    words = texts(parsed(chart))
    for row in chart.table().rows[:2]:
        assert {row[0], row[2], row[3]} <= set(words)
    assert chart.table().rows[2][:3] == ("En téléconsultation", "NS", "–")
    assert words.count("effectif masqué") == 1
    assert chart.table().header[-2:] == ("P10", "P90")
    assert CHARTS["structure, alone"].table().header == ("Arrêts", "Nombre", "Part")


def test_a_bar_is_as_long_as_its_share():
    first, second = (
        float(bar.get("width"))
        for bar in parsed(CHARTS["structure"]).iter(f"{SVG}rect")
        if bar.get("height") == "16"
    )
    assert first / second == pytest.approx(9, rel=0.01)


def test_men_and_women_mirror_each_other():
    svg = parsed(CHARTS["pyramid"])
    women, men = sorted(svg.iter(f"{SVG}rect"), key=lambda bar: -float(bar.get("x")))
    assert float(women.get("width")) == float(men.get("width"))
    assert float(men.get("x")) + float(men.get("width")) < 360 < float(women.get("x"))
    words = texts(svg)
    assert words.count(percent(0.6, 1)) == 2
    assert words.count("masqué") == 2


def test_a_notice_is_drawn_from_its_first_to_its_last_day():
    svg = parsed(CHARTS["timeline"])
    first, second = svg.iter(f"{SVG}rect")
    assert float(second.get("width")) / float(first.get("width")) == pytest.approx(2, rel=0.02)
    assert CHARTS["timeline"].table().rows[1] == (
        "2", "31", "90", "prolongation", "60", "Sciatique",
    )  # fmt: skip
    assert len(CHARTS["timeline"].legend("x")) == 3
    assert len(CHARTS["timeline, no reference"].legend("x")) == 2
