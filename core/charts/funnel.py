"""Chance weighs more on small volumes: ratios against what is expected, between two limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, line_key, mark_key
from core.charts.levels import draw_mark
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import fr
from core.charts.palette import (
    ABOVE_3,
    ABOVE_4,
    ABOVE_5,
    AXIS,
    BELOW,
    GRID,
    INK_2,
    INK_3,
    NEUTRAL_3,
    REFERENCE,
    SELF,
    SMALL,
    edged,
    stroke,
)
from core.charts.plot import Axis, Mark, Plot, Trace
from core.charts.scales import Scale, logarithmic, ratio_label, ratio_ticks, text_width
from core.charts.table import Line, Table


Limits = tuple[float, float]
INNER, OUTER = stroke(INK_3, 1.25, "5 4"), stroke(INK_3, 1.25)
RING = edged("none", INK_2, 1.5)
TOP, BOTTOM, LEFT = 20, 300, 36
POINTS = {-1: BELOW, 0: NEUTRAL_3, 1: ABOVE_3, 2: ABOVE_4}
WORDS = {
    -2: "sous la limite à 99,8\u202f%",
    -1: "sous la limite à 95\u202f%",
    0: "dans les limites",
    1: "au-dessus de la limite à 95\u202f%",
    2: "au-dessus de la limite à 99,8\u202f%",
}
MARKS_WORDS = {**WORDS, -1: "sous la limite à 95\u202f% ou à 99,8\u202f%"}
VOLUMES = tuple(step * 10**power for power in (1, 2, 3, 4, 5) for step in (1, 2, 5, 3, 7))


@dataclass(frozen=True)
class FunnelRow:
    """One of the compared. `inner` and `outer`: low and high limits of a ratio at his volume."""

    name: str
    expected: float
    ratio: float
    inner: Limits
    outer: Limits
    own: bool = False

    @property
    def beyond(self) -> int:
        """-2 to 2: under or over the outer limits, the inner ones, or neither."""
        for step, (low, high) in ((2, self.outer), (1, self.inner)):
            if self.ratio > high:
                return step
            if self.ratio < low:
                return -step
        return 0


@dataclass(frozen=True)
class Funnel:
    """`own_mark`: how the prescriber himself is drawn (`core.charts.levels`)."""

    rows: Sequence[FunnelRow]
    own_mark: int = 0
    sentence: str = ""
    title: str = "Entonnoir : le hasard pèse plus sur les petits volumes"
    unit: str = "jours attendus"
    first_column: str = "Prescripteur"

    @property
    def ordered(self) -> list[FunnelRow]:
        return sorted(self.rows, key=lambda row: (row.expected, row.ratio))

    @property
    def volumes(self) -> tuple[float, float]:
        known = [row.expected for row in self.rows]
        return min(known) / 1.1, max(known) * 1.1

    @property
    def domain(self) -> tuple[float, float]:
        """Holds every ratio; the outer limits of small volumes may go on."""
        ratios = [row.ratio for row in self.rows]
        return max(min([0.5, *ratios]) * 0.95, 0.2), min(max([2.0, *ratios]) * 1.05, 8)

    def legend(self, ident: str) -> Legend:
        marks = {max(row.beyond, -1) for row in self.rows if not row.own}
        return (
            (line_key(INNER), "limites à 95\u202f%"),
            (line_key(OUTER), "limites à 99,8\u202f%"),
            (line_key(REFERENCE), "attendu"),
            *((mark_key(mark), MARKS_WORDS[mark]) for mark in sorted(marks, reverse=True)),
        )

    def table(self) -> Table:
        limits = ("95\u202f%, bas", "95\u202f%, haut", "99,8\u202f%, bas", "99,8\u202f%, haut")
        header = (self.first_column, self.unit.capitalize(), "Rapport", *limits, "Lecture")
        return Table(self.title, header, tuple(Line(_cells(row)) for row in self.rows))

    def plot(self) -> Plot:
        """Every row drawn, and the limits through them; the pointer says a line of the table."""
        marks = sorted({max(row.beyond, -1) for row in self.rows if not row.own})
        points = [self._points(mark) for mark in marks]
        own = [row for row in self.rows if row.own]
        himself = [Trace(row.name, "points", ABOVE_5, (_mark(row),), large=True) for row in own]
        axes = Axis(self.unit, log=True), Axis("rapport à l’attendu", log=True)
        return Plot(*axes, [*self._curves(), *points, *himself])

    def _curves(self) -> list[Trace]:
        rows = self.ordered
        return [
            Trace(
                f"limite à {name}",
                "line",
                INK_3,
                tuple((row.expected, limit(row), fr(limit(row), 2)) for row in rows),
                dashed=dashed,
            )
            for name, dashed, limit in LIMITS
        ]

    def _points(self, mark: int) -> Trace:
        rows = [row for row in self.rows if not row.own and max(row.beyond, -1) == mark]
        return Trace(MARKS_WORDS[mark], "points", POINTS[mark], tuple(_mark(r) for r in rows))

    def svg(self, ident: str, width: float = 720) -> str:
        drawing = Drawing(ident, width, BOTTOM + 40, self.title, self.sentence)
        if not self.rows:
            return draw_nothing(drawing, "Aucun comparable à dessiner.")
        room = 0 if is_narrow(width) else 48
        place_x = logarithmic(self.volumes, (LEFT + 6, width - room - 8))
        place_y = logarithmic(self.domain, (BOTTOM, TOP))
        self._draw_scales(drawing, place_x, place_y, width - room)
        self._draw_limits(drawing, place_x, place_y, named=room > 0)
        for row in sorted(self.rows, key=lambda row: row.own):
            self._draw_row(drawing, row, (place_x(row.expected), place_y(row.ratio)))
        return drawing.svg()

    def _draw_scales(self, drawing: Drawing, place_x: Scale, place_y: Scale, right: float) -> None:
        for tick in ratio_ticks(self.domain, place_y, 24):
            y = place_y(tick)
            drawing.line((LEFT, y), (right, y), REFERENCE if tick == 1 else GRID)
            drawing.text((LEFT - 6, y + 4), ratio_label(tick), SMALL, "end")
        for volume in self._ticks(place_x):
            x = place_x(volume)
            drawing.line((x, BOTTOM), (x, BOTTOM + 5), AXIS)
            drawing.text((x, BOTTOM + 18), fr(volume), SMALL, "middle")
        drawing.text(((LEFT + right) / 2, BOTTOM + 36), self.unit, SMALL, "middle")

    def _ticks(self, place: Scale) -> list[int]:
        """1, 2 and 5 first, then what leaves room around them."""
        low, high = self.volumes
        kept: list[int] = []
        for volume in sorted(VOLUMES, key=lambda v: str(v)[0] in "37"):
            room = all(abs(place(volume) - place(other)) >= 46 for other in kept)
            if low <= volume <= high and room:
                kept.append(volume)
        return kept

    def _draw_limits(
        self, drawing: Drawing, place_x: Scale, place_y: Scale, *, named: bool
    ) -> None:
        """The curves go through the limits of the rows drawn: nothing that the table lacks."""
        rows = self.ordered
        for name, paint in (("inner", INNER), ("outer", OUTER)):
            for side in (0, 1):
                at = [(row.expected, getattr(row, name)[side]) for row in rows]
                points = [(place_x(e), place_y(limit)) for e, limit in at if limit > 0]
                drawing.polyline(points, paint)
                if named and side == 1:
                    words = "95\u202f%" if name == "inner" else "99,8\u202f%"
                    drawing.text((points[-1][0] + 6, points[-1][1] + 4), words, SMALL)

    def _draw_row(self, drawing: Drawing, row: FunnelRow, at: tuple[float, float]) -> None:
        if not row.own:
            draw_mark(drawing, at, max(row.beyond, -1), 3.5)
            return
        drawing.circle(at, 10, RING)
        draw_mark(drawing, at, self.own_mark, 5.5)
        words = f"{row.name} {fr(row.ratio, 2)}"
        half = text_width(words) / 2
        centre = min(max(at[0], half + LEFT), drawing.width - half)
        drawing.text((centre, max(at[1] - 16, 12)), words, SELF, "middle")


LIMITS: tuple[tuple[str, bool, Callable[[FunnelRow], float]], ...] = (
    ("95\u202f%, bas", True, lambda row: row.inner[0]),
    ("95\u202f%, haut", True, lambda row: row.inner[1]),
    ("99,8\u202f%, bas", False, lambda row: row.outer[0]),
    ("99,8\u202f%, haut", False, lambda row: row.outer[1]),
)


def _mark(row: FunnelRow) -> Mark:
    return row.expected, row.ratio, f"{row.name}\u202f: {fr(row.ratio, 2)}, {WORDS[row.beyond]}"


def _cells(row: FunnelRow) -> tuple[str, ...]:
    limits = (fr(value, 2) for value in (*row.inner, *row.outer))
    return row.name, fr(row.expected), fr(row.ratio, 2), *limits, WORDS[row.beyond]
