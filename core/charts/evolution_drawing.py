"""The drawing of an evolution: areas, lines, events and labels, from the back to the front."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.charts.crossing import areas_above
from core.charts.drawing import Drawing, Point
from core.charts.months import (
    draw_apart,
    draw_month_axis,
    draw_nothing,
    draw_value_axis,
    is_narrow,
)
from core.charts.numbers import fr, short_month
from core.charts.palette import (
    BAND,
    DOT,
    DOT_PROVISIONAL,
    EVENT,
    EXCESS,
    EXPECTED,
    INK_3,
    MUTED,
    OBSERVED,
    OBSERVED_PROVISIONAL,
    SELF,
    SMALL,
    STRONG,
    Attributes,
    stroke,
)
from core.charts.scales import Scale, linear, text_width, tick_decimals, ticks_from_zero


if TYPE_CHECKING:
    from core.charts.evolution import Evolution


# The hatch shows through the band of the months that are still filling up.
BAND_PROVISIONAL = BAND | {"fill-opacity": 0.65}
PEER_EDGE = stroke(INK_3, 1)
PEER_MEDIAN = stroke(INK_3, 1, "1 3")


class EvolutionDrawing:
    def __init__(self, chart: "Evolution", ident: str, width: float) -> None:
        self.chart = chart
        self.narrow = is_narrow(width)
        count = len(chart.observed)
        peers = (value or 0 for series in chart.peer_series.values() for value in series)
        heights = [0, *chart.observed, *chart.expected, *chart.high, *peers]
        self.ticks = ticks_from_zero(max(heights))
        longest = max(text_width(fr(t, tick_decimals(self.ticks))) for t in self.ticks)
        self.left, self.right = longest + 8, width - (12 if self.narrow else 104)
        self.top, self.bottom = 30, 262 if self.narrow else 282
        self.place_x: Scale = linear((0, count - 1), (self.left + 6, self.right - 6))
        self.place_y: Scale = linear((0, self.ticks[-1]), (self.bottom, self.top))
        self.drawing = Drawing(ident, width, self.bottom + 42, chart.title, chart.sentence)

    def at(self, i: float, value: float) -> Point:
        return self.place_x(i), self.place_y(value)

    def along(self, values: Sequence[float]) -> list[Point]:
        """The points of a series; a single month gets a short level line, else nothing shows."""
        if len(values) == 1:
            x, y = self.at(0, values[0])
            return [(x - 24, y), (x + 24, y)]
        return [self.at(i, value) for i, value in enumerate(values)]

    def draw(self) -> str:
        if not self.chart.observed:
            return draw_nothing(self.drawing, "Aucun mois à dessiner.")
        self.drawing.text((0, 12), self.chart.unit, MUTED)
        draw_value_axis(self.drawing, self.ticks, self.place_y, self.left, self.right)
        self._draw_areas()
        self._draw_lines()
        self._draw_events()
        draw_month_axis(self.drawing, self.chart.months, self.place_x, self.bottom)
        if not self.narrow:
            self._draw_labels()
        return self.drawing.svg()

    def _draw_areas(self) -> None:
        """The band goes on with the expected line, over the hatch of the provisional months."""
        chart, d = self.chart, self.drawing
        count, cut = len(chart.observed), chart.complete - 0.5
        if chart.provisional:
            left = max(self.place_x(cut), self.left) if count > 1 else self.left
            d.hatch((left, self.top), self.right - left, self.bottom - self.top)
        if 0 < chart.complete < count:
            places = [float(i) for i in range(count)]
            self._draw_band([*places[: chart.complete], cut], BAND)
            self._draw_band([cut, *places[chart.complete :]], BAND_PROVISIONAL)
        else:
            whole = self.along(chart.high) + self.along(chart.low)[::-1]
            d.polygon(whole, BAND if chart.complete else BAND_PROVISIONAL)
        sure = slice(chart.complete)
        for piece in areas_above(chart.observed[sure], chart.high[sure]):
            over = [self.at(place, value) for place, value, _ in piece]
            d.polygon(over + [self.at(place, bound) for place, _, bound in piece[::-1]], EXCESS)

    def _draw_band(self, places: list[float], paint: Attributes) -> None:
        high = [self.at(place, _between(self.chart.high, place)) for place in places]
        low = [self.at(place, _between(self.chart.low, place)) for place in places]
        self.drawing.polygon(high + low[::-1], paint)

    def _draw_peers(self) -> None:
        """A month without its deciles cuts their lines."""
        for place, series in enumerate(self.chart.peer_series.values()):
            for stretch in _stretches(series):
                points = [self.at(i, value) for i, value in stretch]
                self.drawing.polyline(points, PEER_MEDIAN if place == 1 else PEER_EDGE)

    def _draw_lines(self) -> None:
        chart, d = self.chart, self.drawing
        points = [self.at(i, value) for i, value in enumerate(chart.observed)]
        self._draw_peers()
        d.polyline(self.along(chart.expected), EXPECTED)
        d.polyline(points[: chart.complete], OBSERVED)
        if chart.provisional:
            d.polyline(points[max(chart.complete - 1, 0) :], OBSERVED_PROVISIONAL)
        for i, point in enumerate(points):
            if i >= chart.complete:
                d.circle(point, 3.5, DOT_PROVISIONAL)
            elif not self.narrow or len(points) == 1:
                d.circle(point, 3.25, DOT)

    def _draw_events(self) -> None:
        """A line at the month, its words on the side that has room."""
        for event in self.chart.events:
            month = event.day.replace(day=1)
            if month not in self.chart.months:
                continue
            x = self.place_x(self.chart.months.index(month))
            self.drawing.line((x, self.top - 4), (x, self.bottom), EVENT)
            words = f"{event.words}, {short_month(month)}"
            fits = x + text_width(words) < self.right
            anchor, offset = ("start", 4) if fits else ("end", -4)
            self.drawing.text((x + offset, self.top + 6), words, SMALL, anchor)

    def _draw_labels(self) -> None:
        chart, d, x = self.chart, self.drawing, self.right + 10
        last = max(chart.complete - 1, 0)
        month = short_month(chart.months[last])

        def observed(y: float) -> None:
            d.text((x, y), "observé", SELF)
            d.text((x, y + 15), f"{fr(chart.observed[last], chart.decimals)} en {month}", SMALL)

        def expected(y: float) -> None:
            d.text((x, y), "attendu", STRONG)
            d.text((x, y + 15), "bande à 95\u202f%", SMALL)

        draw_apart(
            [
                (self.place_y(chart.observed[last]), observed),
                (self.place_y(chart.expected[-1]), expected),
            ],
            gap=34,
        )


def _between(values: Sequence[float], place: float) -> float:
    """The height of a broken line at a place that may be half-way between two months."""
    before = int(place)
    after = min(before + 1, len(values) - 1)
    return values[before] + (place - before) * (values[after] - values[before])


def _stretches(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((i, value))
    return found
