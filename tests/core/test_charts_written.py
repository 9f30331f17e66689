"""What is written ahead or all at once is what the drawing and the template would write."""

import random
from html import unescape

import pytest

from core.charts import Area, Choropleth, MiniRatio, MiniRatioAxis
from core.charts.drawing import Drawing
from core.charts.levels import INTERVALS, draw_mark, level_word
from core.charts.palette import REFERENCE
from core.charts.scales import logarithmic
from core.charts.table import Line, Table


def drawn(chart, ident, width):
    """A ratio of a list, shape by shape."""
    drawing = Drawing(ident, width, 20, chart.title, level_word(chart.level))
    place = logarithmic((0.5, 3.2), (5, width - 5))
    drawing.line((place(1), 1), (place(1), 19), REFERENCE)
    drawing.line((place(chart.low), 10), (place(chart.high), 10), INTERVALS[chart.level])
    draw_mark(drawing, (place(chart.ratio), 10), chart.level, 3.8)
    return drawing.svg()


@pytest.mark.parametrize("level", [-1, 0, 1, 2, 3])
@pytest.mark.parametrize("width", [64, 146])
def test_a_ratio_is_written_as_it_would_be_drawn(level, width):
    draws = random.Random(level)
    for _ in range(200):
        ratio = draws.uniform(0.1, 6)
        chart = MiniRatio(ratio, ratio * draws.uniform(0.3, 1), ratio * draws.uniform(1, 3), level)

        assert chart.svg('r<1&"', width) == drawn(chart, 'r<1&"', width)


def test_the_scale_of_the_column_is_that_of_its_ratios():
    assert 'width="146"' in MiniRatioAxis().svg("axe")
    assert 'width="146"' in MiniRatio(1.2, 1.1, 1.4, 1).svg("r")


def test_a_table_escapes_all_that_it_writes():
    table = Table("Noms", ("<i>Nom", "Rapport"), (Line(("O’Neil & \"fils\" 'A' <b>", "1,2 >")),))

    assert (
        table.head() == '<th scope="col">&lt;i&gt;Nom</th><th scope="col" class="num">Rapport</th>'
    )
    assert table.body() == (
        '<tr><th scope="row">O’Neil &amp; &quot;fils&quot; &#x27;A&#x27; &lt;b&gt;</th>'
        '<td class="num"><span>1,2 &gt;</span></td></tr>'
    )
    assert table.lines[0].cells[0] in unescape(table.body())


def test_a_provisional_line_says_so():
    table = Table("Mois", ("Mois", "Jours"), (Line(("mars", "12"), provisional=True),))

    assert table.body() == (
        '<tr><th scope="row">mars <span class="muted">provisoire</span></th>'
        '<td class="num provisional"><span>12</span></td></tr>'
    )


def test_a_table_of_nothing_says_that_there_is_no_number():
    body = Table("Rien", ("Nom", "Rapport", "Rang"), ()).body()

    assert body == '<tr><td colspan="3" class="insufficient">Aucun nombre.</td></tr>'


def square(left, size=40.0):
    return [(left, 0.0), (left + size, 0.0), (left + size, size), (left, size)]


def test_an_outline_kept_is_drawn_with_the_ratio_of_the_day():
    rings = [square(0.0)], [square(60.0)]
    before = Choropleth([Area("01", "Ain", rings[0], 0.8), Area("02", "Aisne", rings[1], 1.3)])
    after = Choropleth([Area("01", "Ain", rings[0], 1.3), Area("02", "Aisne", rings[1], 0.8)])
    first, second = before.svg("carte"), after.svg("carte")

    assert first != second
    assert outlines_of(first) == outlines_of(second)
    assert before.svg("carte") == first


def test_other_outlines_are_drawn_for_themselves():
    def drawing_of(size):
        areas = [Area("01", "Ain", [square(0.0)], 1.0), Area("02", "Aisne", [square(60.0, size)])]
        return Choropleth(areas).svg("carte")

    assert outlines_of(drawing_of(40.0)) != outlines_of(drawing_of(20.0))


def outlines_of(svg):
    return [part.split('"')[0] for part in svg.split('<path d="')[1:]]
