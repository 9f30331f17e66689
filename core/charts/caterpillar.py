"""Among whom: the intervals of many, from the lowest ratio to the highest, at their true ranks."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, line_key
from core.charts.levels import INTERVALS, SIGNAL_MARK, draw_mark, level_of, level_word
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import fr, ratio
from core.charts.palette import (
    GRID,
    INK_2,
    REFERENCE,
    SELF,
    SMALL,
    STRONG,
    Attributes,
    edged,
)
from core.charts.plot import Axis, Mark, Plot, Trace
from core.charts.scales import Scale, linear, logarithmic, ratio_label, ratio_ticks, text_width
from core.charts.table import Line, Table


TOP, BOTTOM, LEFT = 24, 264, 36
CENTRE: Attributes = {"fill": INK_2}
RING = edged("none", INK_2, 1.5)
READINGS = (("en dessous", "intervalle sous 1"), ("compatibles", "contient 1"))
ABOVE = ("au-dessus", "intervalle sur 1")


@dataclass(frozen=True)
class CaterpillarRow:
    """One of the compared: his rank from the lowest of all, drawn or not."""

    name: str
    rank: int
    ratio: float
    low: float
    high: float
    level: int
    own: bool = False


@dataclass(frozen=True)
class Caterpillar:
    """`counts`: how many of the `total` are below, compatible, above; `rows` may be some."""

    rows: Sequence[CaterpillarRow]
    total: int
    counts: tuple[int, int, int]
    sentence: str = ""
    title: str = "Du plus bas au plus haut rapport"
    first_column: str = "Prescripteur"

    def __post_init__(self) -> None:
        ranks = [row.rank for row in self.rows]
        if ranks != sorted(set(ranks)) or sum(self.counts) != self.total:
            raise ValueError("A caterpillar needs rising ranks, and counts that add up.")

    @property
    def domain(self) -> tuple[float, float]:
        """Holds every ratio; the far end of an interval may go on."""
        lowest, highest = (f(row.ratio for row in self.rows) for f in (min, max))
        return max(min(0.5, lowest * 0.95), 0.2), min(max(2.0, highest * 1.05), 8)

    def legend(self, ident: str) -> Legend:
        present = {_hue(row) for row in self.rows}
        levels = [level for level in (-1, 0, 1, SIGNAL_MARK) if level in present]
        return tuple((line_key(INTERVALS[level]), level_word(level)) for level in levels)

    def table(self) -> Table:
        lines = tuple(
            Line((r.name, fr(r.rank), *(fr(v, 2) for v in (r.ratio, r.low, r.high)), _word(r)))
            for r in self.rows
        )
        header = (self.first_column, "Rang", "Rapport", "Borne basse", "Borne haute", "Lecture")
        return Table(f"{self.title}, {fr(self.total)} prescripteurs", header, lines)

    def plot(self) -> Plot:
        """One trace a reading, one of its own for the prescriber; the pointer says the interval."""
        traces = [
            Trace(level_word(hue), "points", _color(hue), tuple(map(_mark, rows)))
            for hue in sorted({_hue(row) for row in self.rows})
            if (rows := [row for row in self.rows if _hue(row) == hue and not row.own])
        ]
        own = [
            Trace(row.name, "points", _color(_hue(row)), (_mark(row),), large=True)
            for row in self.rows
            if row.own
        ]
        return Plot(Axis("rang"), Axis("rapport à l’attendu", log=True), [*traces, *own])

    def svg(self, ident: str, width: float = 988) -> str:
        drawing = Drawing(ident, width, BOTTOM + 42, self.title, self.sentence)
        if not self.rows:
            return draw_nothing(drawing, "Aucun comparable à dessiner.")
        place_x = linear((1, max(self.total, 2)), (LEFT + 10, width - 10))
        place_y = logarithmic(self.domain, (BOTTOM, TOP))
        self._draw_scale(drawing, place_y)
        for row in sorted(self.rows, key=lambda row: row.own):
            _draw_row(drawing, row, place_x(row.rank), place_y)
        self._draw_counts(drawing)
        return drawing.svg()

    def _draw_scale(self, drawing: Drawing, place: Scale) -> None:
        for tick in ratio_ticks(self.domain, place, 24):
            y = place(tick)
            paint = REFERENCE if tick == 1 else GRID
            drawing.line((LEFT, y), (drawing.width, y), paint)
            drawing.text((LEFT - 6, y + 4), ratio_label(tick), SMALL, "end")
        drawing.text((0, 12), "rapport à l’attendu", SMALL)

    def _draw_counts(self, drawing: Drawing) -> None:
        ends = ((LEFT, "start"), ((LEFT + drawing.width) / 2, "middle"), (drawing.width, "end"))
        words = (*READINGS, ABOVE)
        for (x, anchor), count, (name, why) in zip(ends, self.counts, words, strict=True):
            drawing.text((x, BOTTOM + 20), f"{fr(count)} {name}", STRONG, anchor)
            if not is_narrow(drawing.width):
                drawing.text((x, BOTTOM + 36), why, SMALL, anchor)


def _draw_row(drawing: Drawing, row: CaterpillarRow, x: float, place: Scale) -> None:
    drawing.line((x, place(row.low)), (x, place(row.high)), INTERVALS[_hue(row)])
    y = place(row.ratio)
    if not row.own:
        drawing.rectangle((x - 1.5, y - 1), 3, 2, CENTRE)
        return
    drawing.circle((x, y), 9, RING)
    draw_mark(drawing, (x, y), row.level, 5)
    words = f"{row.name} {fr(row.ratio, 2)}"
    half = text_width(words) / 2
    centre = min(max(x, half + LEFT), drawing.width - half)
    drawing.text((centre, max(y - 16, 12)), words, SELF, "middle")


def _hue(row: CaterpillarRow) -> int:
    """« Well above » has the hue of « above »: a hundred intervals are read by four hues."""
    return 1 if row.level == 2 else row.level


def _color(hue: int) -> str:
    return str(INTERVALS[hue]["stroke"])


def _mark(row: CaterpillarRow) -> Mark:
    return row.rank, row.ratio, f"{row.name}\u202f: {ratio(row.ratio, row.low, row.high)}"


def _word(row: CaterpillarRow) -> str:
    """The word of the interval alone; a signal says so."""
    known = row.level if row.level == SIGNAL_MARK else level_of(row.ratio, row.low, row.high)
    return level_word(known)
