"""Since when: observed and expected by month, the band, the provisional months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.charts.drawing import Drawing, Point
from core.charts.legend import Legend, area_key, hatch_key, line_key
from core.charts.months import (
    draw_apart,
    draw_month_axis,
    draw_nothing,
    draw_value_axis,
    is_narrow,
    months_from,
    span_words,
)
from core.charts.numbers import NOTHING, date_fr, fr, month_name, short_month
from core.charts.palette import (
    ABOVE_4,
    BAND,
    DOT,
    DOT_PROVISIONAL,
    EVENT,
    EXCESS,
    EXPECTED,
    INK,
    MUTED,
    NEUTRAL_3,
    OBSERVED,
    OBSERVED_PROVISIONAL,
    SELF,
    SMALL,
    STRONG,
    stroke,
)
from core.charts.plot import Axis, Plot, Trace
from core.charts.scales import Scale, linear, text_width, tick_decimals, ticks_from_zero
from core.charts.table import Line, Table


@dataclass(frozen=True)
class EventMark:
    """Something that happened in a month of the series, in a few words."""

    day: date
    words: str


@dataclass(frozen=True)
class Evolution:
    """All series begin in `start`, one value a month; the last `provisional` are incomplete."""

    start: date
    observed: Sequence[float]
    expected: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    provisional: int = 0
    unit: str = "jours indemnisés par mois"
    sentence: str = ""
    title: str = "Évolution mensuelle : observé et attendu"
    decimals: int = 0
    events: Sequence[EventMark] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.observed), len(self.expected), len(self.low), len(self.high)}
        if len(lengths) > 1:
            raise ValueError(f"The series of an evolution have different lengths: {lengths}.")

    @property
    def months(self) -> list[date]:
        return months_from(self.start, len(self.observed))

    def plot(self) -> Plot:
        """The provisional months go on after the last complete one, dashed."""
        names = tuple(month_name(month) for month in self.months)
        observed = self._trace("observé", ABOVE_4, self.observed, range(self.complete))
        ahead = range(max(self.complete - 1, 0), len(self.observed))
        return Plot(
            Axis("mois", labels=names),
            Axis(self.unit),
            [
                self._trace("bande à 95\u202f%, bas", NEUTRAL_3, self.low, range(len(self.low))),
                self._trace("bande à 95\u202f%, haut", NEUTRAL_3, self.high, range(len(self.high))),
                replace(
                    self._trace("attendu", INK, self.expected, range(len(self.expected))),
                    dashed=True,
                ),
                observed,
                replace(self._trace("provisoire", ABOVE_4, self.observed, ahead), dashed=True),
            ],
        )

    def _trace(self, name: str, color: str, values: Sequence[float], places: range) -> Trace:
        decimals = self.decimals if values is self.observed else 1
        marks = tuple((float(i), values[i], fr(values[i], decimals)) for i in places)
        return Trace(name, "line", color, marks)

    @property
    def complete(self) -> int:
        """How many months count: the provisional ones are drawn, never summed or said."""
        return max(len(self.observed) - self.provisional, 0)

    def legend(self, ident: str) -> Legend:
        if not self.observed:
            return ()
        keys = [
            (line_key(OBSERVED), "observé"),
            (line_key(EXPECTED), "attendu"),
            (area_key(BAND), "bande à 95\u202f%"),
            (area_key(EXCESS), "au-dessus de la bande"),
        ]
        if self.provisional:
            keys.append((hatch_key(ident, stroke(NEUTRAL_3, 1)), "mois provisoire"))
        return tuple(keys)

    def told(self, month: date) -> str:
        """The events of a month."""
        same = (event for event in self.events if event.day.replace(day=1) == month)
        return ", ".join(f"{event.words} le {date_fr(event.day)}" for event in same)

    def table(self) -> Table:
        d = self.decimals
        lines = tuple(
            Line(
                (
                    month_name(month),
                    fr(self.observed[i], d),
                    fr(self.expected[i], 1),
                    fr(self.low[i], 1),
                    fr(self.high[i], 1),
                    *((self.told(month) or NOTHING,) if self.events else ()),
                ),
                provisional=i >= self.complete,
            )
            for i, month in enumerate(self.months)
        )
        told = ("Événement",) if self.events else ()
        header = ("Mois", "Observé", "Attendu", "Bande, bas", "Bande, haut", *told)
        return Table(f"{self.title}, {self.unit}, {span_words(self.months)}", header, lines)

    def svg(self, ident: str, width: float = 720) -> str:
        return _Plot(self, ident, width).draw()


class _Plot:
    def __init__(self, chart: Evolution, ident: str, width: float) -> None:
        self.chart = chart
        self.narrow = is_narrow(width)
        count = len(chart.observed)
        self.ticks = ticks_from_zero(max([0, *chart.observed, *chart.expected, *chart.high]))
        longest = max(text_width(fr(t, tick_decimals(self.ticks))) for t in self.ticks)
        self.left, self.right = longest + 8, width - (12 if self.narrow else 104)
        self.top, self.bottom = 30, 262 if self.narrow else 282
        self.place_x: Scale = linear((0, count - 1), (self.left + 6, self.right - 6))
        self.place_y: Scale = linear((0, self.ticks[-1]), (self.bottom, self.top))
        self.drawing = Drawing(ident, width, self.bottom + 42, chart.title, chart.sentence)

    def at(self, i: int, value: float) -> Point:
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
        chart, d = self.chart, self.drawing
        count, sure = len(chart.observed), range(chart.complete)
        d.polygon(self.along(chart.high) + self.along(chart.low)[::-1], BAND)
        if chart.provisional:
            step = self.place_x(1) - self.place_x(0) if count > 1 else 48
            left = max(self.place_x(chart.complete) - step / 2, self.left)
            d.hatch((left, self.top), self.right - left, self.bottom - self.top)
        over = [self.at(i, max(chart.observed[i], chart.high[i])) for i in sure]
        d.polygon(over + [self.at(i, chart.high[i]) for i in reversed(sure)], EXCESS)

    def _draw_lines(self) -> None:
        chart, d = self.chart, self.drawing
        points = [self.at(i, value) for i, value in enumerate(chart.observed)]
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
