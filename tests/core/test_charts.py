"""Drawings: well-formed, described, without class nor style, and equal to their tables."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.template import Context, Template

from core.charts import (
    Deciles,
    Evolution,
    Gauge,
    MiniRatio,
    MiniRatioAxis,
    MonthlyBars,
    PeerMonths,
    RankedDots,
    RankedRow,
    Sparkline,
    level_of,
    palette,
)
from core.charts.drawing import Drawing
from core.charts.evolution_drawing import PEER_EDGE
from core.charts.palette import ABOVE_5, BAND, BELOW
from core.charts.scales import ticks_from_zero


SVG = "{http://www.w3.org/2000/svg}"
OBSERVED = [700, 830, 860, 885, 1010, 1025, 940, 935, 870, 1145, 610, 320]
EXPECTED = [610.0, 655.5, 668.0, 690.2, 700.1, 676.3, 620.0, 590.4, 560.0, 640.8, 655.0, 690.0]


# One month is not known: its lines stop before and go on after.
PEERS = PeerMonths(
    low=[300.0] * 5 + [None] + [310.0] * 6,
    median=[600.0] * 5 + [None] + [610.0] * 6,
    high=[1_000.0] * 5 + [None] + [9_000.0] * 6,
)


def evolution(count=12, provisional=2, **fields):
    expected = EXPECTED[:count]
    return Evolution(
        start=date(2025, 9, 1),
        observed=OBSERVED[:count],
        expected=expected,
        low=[0.7 * e for e in expected],
        high=[1.36 * e for e in expected],
        provisional=provisional,
        sentence="Au-dessus de la bande attendue 9 mois sur 10.",
        **fields,
    )


def bars(**kwargs):
    return MonthlyBars(date(2025, 9, 1), [556_217, 563_004, 470_881], 1, **kwargs)


ROWS = [
    RankedRow("Var", 0.996, 0.979, 1.013, 0),
    RankedRow("Hautes-Alpes", 0.934, 0.897, 0.972, -1),
    RankedRow("Alpes-Maritimes", 1.031, 1.013, 1.049, 1, own=True),
]

DECILES = [0.71, 0.8, 0.87, 0.93, 0.98, 1.04, 1.11, 1.2, 1.38]


CHARTS = {
    "deciles": Deciles(DECILES, 1.42, 1.21, 1.67, 3, sentence="Ratio lissé de 1,42."),
    "deciles of equals": Deciles([1.0] * 9, 1.0, 1.0, 1.0),
    "deciles, far away": Deciles(DECILES, 12.0, 5.0, 40.0, 2),
    "deciles, of no leave": Deciles(DECILES, 0.0, 0.0, 0.05, -1),
    "evolution": evolution(),
    "evolution of one month": evolution(1, 0),
    "evolution of one provisional month": evolution(1, 1),
    "evolution among comparables": evolution(peers=PEERS),
    "evolution of nothing": evolution(0, 0),
    "evolution of zeros": Evolution(date(2026, 1, 1), [0, 0], [0, 0], [0, 0], [0, 0], 1),
    "gauge": Gauge(2.16, 1.84, 2.53, 2, threshold=2.0),
    "gauge of a signal": Gauge(2.16, 1.84, 2.53, 3),
    "gauge beyond its axis": Gauge(6.2, 4.5, 8.1, 2),
    "gauge of no leave": Gauge(0.0, 0.0, 0.8, -1),
    "mini": MiniRatio(1.08, 0.92, 1.27, 0),
    "mini beyond its axis": MiniRatio(9.0, 7.0, 12.0, 2),
    "mini below": MiniRatio(0.0, 0.0, 0.7, -1),
    "mini axis": MiniRatioAxis(),
    "bars": bars(previous=[541_000, 548_900, 538_000]),
    "bars of nothing": MonthlyBars(date(2025, 9, 1), []),
    "bars of zeros": MonthlyBars(date(2025, 9, 1), [0, 0], 1),
    "ranked": RankedDots(ROWS),
    "ranked, alone": RankedDots(ROWS[:1]),
    "ranked, nobody": RankedDots([]),
    "ranked, far away": RankedDots([RankedRow("Var", 0.0, 0.0, 30.0, 0)]),
    "sparkline": Sparkline([541, 548, 552, 331], "Jours indemnisés par mois", 1),
    "sparkline, flat": Sparkline([5, 5], "Jours"),
    "sparkline of nothing": Sparkline([], "Jours", 2),
    "sparkline, all provisional": Sparkline([4.0], "Jours", 1),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
every_width = pytest.mark.parametrize("width", [340, 720])


def parsed(chart, width=720, ident="x"):
    return ET.fromstring(chart.svg(ident, width))


def texts(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


@every_chart
@every_width
def test_a_drawing_is_well_formed_and_described(chart, width):
    svg = parsed(chart, width)
    title, sentence = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("role") == "img"
    assert title.text == chart.title
    assert (sentence.text or "") == chart.sentence
    assert svg.get("aria-labelledby") == f"{title.get('id')} {sentence.get('id')}"
    assert svg.get("width") == str(width)


@every_chart
@every_width
def test_a_drawing_has_neither_class_nor_style(chart, width):
    """The policy of the pages refuses styles; paper draws classed shapes black."""
    for element in parsed(chart, width).iter():
        assert element.tag != f"{SVG}style"
        assert not {"class", "style"} & set(element.keys())


@every_chart
@every_width
def test_everything_is_drawn_at_a_real_place(chart, width):
    """Zeros, single months and ratios of 0 or 30 leave no NaN, and no mark outside the drawing."""
    source = chart.svg("x", width)
    assert not re.search(r"\b(?:nan|inf|None)\b", source)
    svg = ET.fromstring(source)
    for circle in svg.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= float(svg.get("height"))


@every_chart
def test_two_drawings_of_a_page_share_no_identifier(chart):
    identifiers = [
        element.get("id")
        for ident in ("a", "b")
        for element in parsed(chart, ident=ident).iter()
        if element.get("id")
    ]
    assert len(identifiers) == len(set(identifiers))


def test_text_is_never_under_twelve_pixels():
    for chart in CHARTS.values():
        for element in parsed(chart, 340).iter(f"{SVG}text"):
            assert float(element.get("font-size")) >= 12


def test_text_is_escaped():
    rows = [RankedRow("<script>&\"'", 1, 0.9, 1.1, 0)]
    chart = RankedDots(rows, sentence="a < b & c", title='"t"')
    svg = parsed(chart)
    assert "<script>" not in chart.svg("x")
    assert "<script>&\"'" in texts(svg)
    assert svg.find(f"{SVG}desc").text == "a < b & c"


def test_a_hostile_identifier_stays_inside_its_attribute():
    drawing = Drawing('x"><script>', 10, 10, "t", "s")
    drawing.hatch((0, 0), 5, 5)
    assert "<script>" not in drawing.svg()


def test_the_points_of_the_evolution_are_the_numbers_of_its_table():
    """The height of each dot, read back through the axis, gives the number of the table."""
    chart = evolution()
    svg = parsed(chart)
    ticks = ticks_from_zero(max(*chart.observed, *chart.high))
    zero, full = (
        float(line.get("y1"))
        for line in (svg.findall(f"{SVG}line")[0], svg.findall(f"{SVG}line")[len(ticks) - 1])
    )
    dots = [float(circle.get("cy")) for circle in svg.iter(f"{SVG}circle")]
    drawn = [(zero - y) / (zero - full) * ticks[-1] for y in dots]
    written = [float(row[1].replace("\u202f", "")) for row in chart.table().rows]
    assert written == OBSERVED
    assert drawn == pytest.approx(written, abs=ticks[-1] / 1000)


def test_the_bars_are_the_numbers_of_their_table():
    chart = bars()
    heights = [
        float(rect.get("height"))
        for rect in parsed(chart).findall(f"{SVG}rect")
        if not rect.get("fill").startswith("url")
    ]
    written = [float(row[1].replace("\u202f", "")) for row in chart.table().rows]
    assert written == list(chart.values)
    shares = [h / heights[0] for h in heights]
    assert shares == pytest.approx([w / written[0] for w in written], abs=0.002)


def test_the_deciles_are_drawn_where_their_table_says():
    """Each tick of the band, read back through the log axis, gives a number of the table."""
    chart = CHARTS["deciles"]
    lines = parsed(chart).findall(f"{SVG}line")
    ticks = [float(line.get("x1")) for line in lines if line.get("y1") in {"33", "28"}]
    low, high = chart.domain
    drawn = [low * (high / low) ** ((x - 14) / (720 - 28)) for x in ticks]
    written = [float(value.replace(",", ".")) for _, value in chart.table().rows[:9]]
    assert written == DECILES
    assert drawn == pytest.approx(written, abs=0.005)


def test_deciles_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="Nine rising deciles"):
        Deciles(DECILES[::-1], 1.0, 0.9, 1.1)
    with pytest.raises(ValueError, match="Nine rising deciles"):
        Deciles(DECILES[:8], 1.0, 0.9, 1.1)


def test_the_ranked_rows_are_written_as_in_their_table_lowest_first():
    chart = RankedDots(ROWS)
    assert [row[0] for row in chart.table().rows] == ["Hautes-Alpes", "Var", "Alpes-Maritimes"]
    assert chart.table().rows[0] == (
        "Hautes-Alpes", "0,93", "0,90", "0,97", "en dessous de l’attendu",
    )  # fmt: skip
    assert "0,93\u00a0(0,90–0,97)" in texts(parsed(chart))


def test_the_lines_of_the_comparables_are_the_numbers_of_the_table():
    """Read back through the axis; the month that is not known cuts each line in two."""
    chart = evolution(peers=PEERS)
    svg = parsed(chart)
    paths = [path for path in svg.iter(f"{SVG}path") if path.get("stroke") == PEER_EDGE["stroke"]]
    lines = svg.findall(f"{SVG}line")
    ticks = ticks_from_zero(9_000)
    zero, full = (float(lines[place].get("y1")) for place in (0, len(ticks) - 1))
    drawn = [
        [
            (zero - float(point.split()[1])) / (zero - full) * ticks[-1]
            for point in path.get("d").removeprefix("M").split("L")
        ]
        for path in paths
    ]

    assert [len(line) for line in drawn] == [5, 6] * 3
    for line, values in zip(drawn, (300, 310, 600, 610, 1_000, 9_000), strict=True):
        assert line == pytest.approx([values] * len(line), abs=ticks[-1] / 1000)
    table = chart.table()
    assert table.header[5:] == ("Comparables, D1", "Comparable médian", "Comparables, D9")
    assert table.rows[4][5:] == ("300,0", "600,0", "1\u202f000,0")
    assert table.rows[5][5:] == ("–", "–", "–")
    assert [trace.name for trace in chart.plot().traces if trace.name.startswith("comparable")] == [
        "comparables, D1", "comparable médian", "comparables, D9",
    ]  # fmt: skip
    legend = [label for _, label in chart.legend("e")]
    assert "comparable médian" in legend
    assert "comparable médian" not in [label for _, label in evolution().legend("e")]


def test_the_band_goes_on_with_the_expected_line_over_the_provisional_months():
    svg = parsed(evolution())
    bands = [path for path in svg.iter(f"{SVG}path") if path.get("fill") == BAND["fill"]]
    (expected,) = [p for p in svg.iter(f"{SVG}path") if p.get("stroke-dasharray") == "6 4"]
    hatch = next(r for r in svg.iter(f"{SVG}rect") if r.get("fill", "").startswith("url"))
    order = list(svg)

    last = max(float(point.split()[0]) for point in expected.get("d")[1:].split("L"))
    reached = [
        max(float(point.split()[0]) for point in band.get("d")[1:-1].split("L")) for band in bands
    ]
    assert len(bands) == 2
    assert reached[1] == pytest.approx(last)
    assert reached[0] == pytest.approx(float(hatch.get("x")), abs=0.1)
    assert all(order.index(band) > order.index(hatch) for band in bands)


def test_provisional_months_are_hatched_hollow_and_marked_in_the_table():
    chart = evolution()
    svg = parsed(chart)
    hollow = [c for c in svg.iter(f"{SVG}circle") if c.get("fill") == "#FFFFFF"]
    assert svg.find(f"{SVG}defs/{SVG}pattern") is not None
    assert len(hollow) == 2
    assert [line.provisional for line in chart.table().lines] == [False] * 10 + [True] * 2
    assert chart.table().lines[-1].note == "provisoire"


def test_a_chart_without_provisional_month_has_no_hatch():
    assert parsed(evolution(12, 0)).find(f"{SVG}defs") is None


def test_series_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        Evolution(date(2026, 1, 1), [1, 2], [1], [0], [2])


@pytest.mark.parametrize(
    ("ratio", "low", "high", "level"),
    [
        (0.7, 0.6, 0.9, -1),
        (1.1, 0.9, 1.3, 0),
        (1.0, 1.0, 1.0, 0),
        (1.3, 1.1, 1.5, 1),
        (1.5, 1.2, 1.9, 2),
    ],
)
def test_the_level_is_read_on_the_interval(ratio, low, high, level):
    assert level_of(ratio, low, high) == level


def test_a_level_is_said_by_a_shape_as_well_as_by_a_colour():
    below = parsed(MiniRatio(0.7, 0.6, 0.9, -1))
    signal = parsed(MiniRatio(2.2, 1.9, 2.5, 3))
    assert not list(below.iter(f"{SVG}circle"))
    assert below.find(f"{SVG}path").get("stroke") == BELOW
    assert signal.find(f"{SVG}path").get("fill") == ABOVE_5


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (1545, [0, 500, 1000, 1500, 2000]),
        (571_000, [0, 200_000, 400_000, 600_000]),
        (0.9, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_the_axis_goes_by_round_steps_to_just_over_the_highest(highest, ticks):
    assert ticks_from_zero(highest) == pytest.approx(ticks)


@pytest.mark.parametrize("name", ["evolution", "bars", "ranked", "evolution of nothing"])
def test_a_figure_shows_its_sentence_two_drawings_and_the_table(name):
    source = "{% load figures %}{% figure chart 'f1' tools=tools notes=notes %}"
    context = {
        "chart": CHARTS[name],
        "tools": [{"url": "/csv", "icon": "csv", "label": "CSV"}],
        "notes": [("Lecture", "La bande contient 19 mois sur 20.")],
    }
    html = Template(source).render(Context(context))
    identifiers = re.findall(r' id="([^"]+)"', html)
    assert html.count("<svg") - html.count('aria-hidden="true" focusable') == 2
    assert len(identifiers) == len(set(identifiers))
    assert "Tableau des mêmes nombres" in html
    assert CHARTS[name].sentence in html
    assert " style=" not in html
    for row in CHARTS[name].table().rows:
        assert all(f">{cell}" in html for cell in row)


@pytest.mark.parametrize("ident", ["gauge", 7])
def test_a_drawing_alone_takes_a_name_or_a_counter(ident):
    source = "{% load figures %}{% drawing chart ident %}"
    html = Template(source).render(Context({"chart": CHARTS["gauge"], "ident": ident}))
    assert ET.fromstring(html).get("role") == "img"


def test_the_hues_of_the_drawings_are_those_of_the_theme():
    """A hue lives twice: in the palette for paper, in the tokens for pages."""
    tokens = (settings.BASE_DIR / "static/ijportal/theme/tokens.css").read_text().upper()
    hues = {value for name, value in vars(palette).items() if isinstance(value, str)}
    for hue in sorted(value for value in hues if re.fullmatch(r"#[0-9A-F]{6}", value)):
        assert hue in tokens
