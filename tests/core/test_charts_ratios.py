"""Spine, caterpillar, funnel: each mark, read back through its axis, is a number of the table."""

import math
import re
from xml.etree import ElementTree as ET

import pytest

from core.charts import Caterpillar, CaterpillarRow, Funnel, FunnelRow, Spine, SpineRow


SVG = "{http://www.w3.org/2000/svg}"
SPINE = Spine(
    [
        SpineRow("Jours", "15 870", "7 340", 2.16, (1.84, 2.53), 3, (0.62, 0.83, 1.17, 1.55)),
        SpineRow("Arrêts", "492", "348", 1.41, (1.29, 1.54), 1, (0.7, 0.9, 1.1, 1.4)),
        SpineRow("Jours par arrêt", "32,3", "21,1", 1.53),
        SpineRow("Courts", "6,1", "8,3", 0.73, (0.57, 0.93), -1),
    ],
    sentence="2,16 fois les jours attendus.",
)
RANKS = Caterpillar(
    [
        CaterpillarRow("Comparable 1", 1, 0.6, 0.4, 0.9, -1),
        CaterpillarRow("Comparable 4", 4, 1.0, 0.8, 1.2, 0),
        CaterpillarRow("Ce prescripteur", 9, 2.16, 1.84, 2.53, 3, own=True),
        CaterpillarRow("Comparable 10", 10, 2.4, 1.9, 2.9, 2),
    ],
    total=10,
    counts=(2, 5, 3),
    sentence="Sur 10 prescripteurs comparés, 3 sont au-dessus.",
)
FUNNEL = Funnel(
    [
        FunnelRow("Comparable 1", 2_000, 0.6, (0.5, 1.8), (0.3, 2.6)),
        FunnelRow("Comparable 2", 5_000, 2.0, (0.6, 1.6), (0.4, 2.1)),
        FunnelRow("Ce prescripteur", 7_340, 2.16, (0.62, 1.55), (0.45, 1.9), own=True),
        FunnelRow("Comparable 4", 9_000, 0.4, (0.65, 1.5), (0.5, 1.8)),
    ],
    own_mark=3,
    sentence="Ce prescripteur est à 2,16.",
)
CHARTS = {
    "spine": SPINE,
    "spine of nothing": Spine([]),
    "spine, far away": Spine([SpineRow("Jours", "0", "0,1", 30.0, (0.0, 60.0), 0)]),
    "ranks": RANKS,
    "ranks of one": Caterpillar([CaterpillarRow("Seul", 1, 0.0, 0.0, 9.0, 0)], 1, (0, 1, 0)),
    "ranks of nobody": Caterpillar([], 0, (0, 0, 0)),
    "funnel": FUNNEL,
    "funnel of one": Funnel([FunnelRow("Seul", 50, 0.0, (0.0, 9.0), (0.0, 20.0), own=True)]),
    "funnel of nobody": Funnel([]),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
every_width = pytest.mark.parametrize("width", [340, 720, 988])


def number(cell):
    return float(cell.replace("\u202f", "").replace(",", "."))


def logarithmic(pixel, pixels, domain):
    (p0, p1), (d0, d1) = pixels, domain
    return d0 * (d1 / d0) ** ((pixel - p0) / (p1 - p0))


@every_chart
@every_width
def test_a_drawing_is_described_and_stays_inside(chart, width):
    source = chart.svg("x", width)
    svg = ET.fromstring(source)

    assert not re.search(r"\b(?:nan|inf|None)\b", source)
    assert not re.search(r"\s(?:class|style)=", source)
    assert (svg.find(f"{SVG}desc").text or "") == chart.sentence
    height = float(svg.get("height"))
    for circle in svg.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    for text in svg.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width
        assert float(text.get("font-size")) >= 12


@every_chart
def test_a_table_has_a_cell_for_each_column(chart):
    table = chart.table()
    assert all(len(row) == len(table.header) for row in table.rows)
    assert all(chart.legend("x")) or not chart.rows


def test_the_marks_of_the_spine_are_the_ratios_of_its_table():
    """Tested on the phone's drawing, whose axis takes the whole width."""
    svg = ET.fromstring(SPINE.svg("x", 340))
    reference = next(x for x in svg.iter(f"{SVG}text") if x.text == "1")
    pixels = (10, 328)
    circles = [float(c.get("cx")) for c in svg.iter(f"{SVG}circle")]
    written = [number(row[3]) for row in SPINE.table().rows]

    assert logarithmic(float(reference.get("x")), pixels, SPINE.domain) == pytest.approx(
        1, abs=0.01
    )
    # A signal is a diamond and « below » a triangle: the two others are circles.
    drawn = [logarithmic(x, pixels, SPINE.domain) for x in circles]
    assert written == [2.16, 1.41, 1.53, 0.73]
    assert drawn == pytest.approx(written[1:3], abs=0.01)


def test_a_row_without_interval_has_no_reading():
    table = SPINE.table()
    line = dict(zip(table.header, table.rows[2], strict=True))

    assert line["Lecture"] == "sans intervalle"
    assert line["Borne basse"] == line["P10"] == "–"
    with pytest.raises(ValueError, match="A level is read on an interval"):
        SpineRow("Jours", "1", "1", 1.0, None, 2)


def test_the_intervals_of_the_ranks_are_those_of_their_table():
    svg = ET.fromstring(RANKS.svg("x", 720))
    upright = [
        line
        for line in svg.iter(f"{SVG}line")
        if line.get("x1") == line.get("x2") and line.get("stroke") != "#E7EAF0"
    ]
    pixels = (264, 24)
    drawn = sorted(
        tuple(logarithmic(float(line.get(y)), pixels, RANKS.domain) for y in ("y1", "y2"))
        for line in upright
    )
    low, high = RANKS.domain
    written = sorted(
        (max(number(row[3]), low), min(number(row[4]), high)) for row in RANKS.table().rows
    )

    assert len(drawn) == len(RANKS.rows)
    for seen, said in zip(drawn, written, strict=True):
        assert seen == pytest.approx(said, abs=0.02)


def test_a_rank_is_drawn_at_its_place_among_all():
    """Ranks 1, 4, 9 and 10 of ten: three and five ninths of the way apart."""
    svg = ET.fromstring(RANKS.svg("x", 720))
    places = sorted(
        float(line.get("x1")) for line in svg.iter(f"{SVG}line") if line.get("x1") == line.get("x2")
    )
    whole = places[-1] - places[0]

    assert [(x - places[0]) / whole for x in places] == pytest.approx(
        [0, 3 / 9, 8 / 9, 1], abs=0.001
    )


@pytest.mark.parametrize(
    ("ranks", "total", "counts"), [((1, 1), 2, (0, 2, 0)), ((1, 2), 3, (0, 2, 0))]
)
def test_ranks_that_do_not_hold_together_are_refused(ranks, total, counts):
    rows = [CaterpillarRow("x", rank, 1.0, 0.9, 1.1, 0) for rank in ranks]
    with pytest.raises(ValueError, match="rising ranks"):
        Caterpillar(rows, total, counts)


def test_the_points_and_curves_of_the_funnel_are_those_of_its_table():
    svg = ET.fromstring(FUNNEL.svg("x", 340))
    across, up = (42, 332), (300, 20)
    curves = [path.get("d") for path in svg.iter(f"{SVG}path") if path.get("fill") == "none"]
    table = FUNNEL.table()
    volumes = [number(row[1]) for row in table.rows]

    assert len(curves) == 4
    for curve, column in zip(curves, (3, 4, 5, 6), strict=True):
        points = [tuple(map(float, p.split(" "))) for p in curve.removeprefix("M").split("L")]
        xs = [logarithmic(x, across, FUNNEL.volumes) for x, _ in points]
        ys = [logarithmic(y, up, FUNNEL.domain) for _, y in points]
        low, high = FUNNEL.domain
        limits = [min(max(number(row[column]), low), high) for row in table.rows]
        assert xs == pytest.approx(volumes, rel=0.005)
        assert ys == pytest.approx(limits, abs=0.02)


def test_a_point_is_read_against_its_own_limits():
    readings = [row[-1] for row in FUNNEL.table().rows]

    assert readings == [
        "dans les limites",
        "au-dessus de la limite à 95\u202f%",
        "au-dessus de la limite à 99,8\u202f%",
        "sous la limite à 99,8\u202f%",
    ]
    assert math.isclose(FUNNEL.volumes[0], 2_000 / 1.1)
