"""Several indicators at once, each on its own line, all aligned on the value expected of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, dot_key, level_legend
from core.charts.levels import INTERVALS, draw_mark, level_word
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import NOTHING, fr, ratio as ratio_words
from core.charts.palette import (
    BAND,
    GRID,
    NEUTRAL_2,
    NEUTRAL_3,
    REFERENCE,
    SMALL,
    STRONG,
    TEXT,
    WHITE,
    edged,
    fill,
)
from core.charts.scales import Scale, logarithmic, ratio_label, ratio_ticks, text_width
from core.charts.table import Line, Table


HALF = fill(NEUTRAL_2)
# A ratio without an interval has no reading: a plain dot, unlike the marks of the levels.
BARE = edged(NEUTRAL_3, WHITE, 1)
HEAD, STEP, NARROW_STEP, FOOT = 26, 42, 62, 24
Spread = tuple[float, float, float, float]


@dataclass(frozen=True)
class SpineRow:
    """One indicator. `observed` and `expected` are written as given; `interval` when it is known.

    `spread`: P10, P25, P75 and P90 of the same ratio among the comparables. Without an interval
    there is no reading, so no `level`.
    """

    name: str
    observed: str
    expected: str
    ratio: float
    interval: tuple[float, float] | None = None
    level: int | None = None
    spread: Spread | None = None

    def __post_init__(self) -> None:
        if (self.interval is None) != (self.level is None):
            raise ValueError(f"A level is read on an interval: {self.name}.")

    @property
    def reading(self) -> str:
        return (
            fr(self.ratio, 2) if self.interval is None else ratio_words(self.ratio, *self.interval)
        )

    @property
    def values(self) -> list[float]:
        known = [self.ratio, *(self.interval or ()), *(self.spread or ())]
        return [value for value in known if value > 0]


@dataclass(frozen=True)
class Spine:
    rows: Sequence[SpineRow]
    sentence: str = ""
    title: str = "Indicateurs alignés sur la valeur attendue"
    first_column: str = "Indicateur"

    @property
    def compared(self) -> bool:
        return any(row.spread for row in self.rows)

    @property
    def domain(self) -> tuple[float, float]:
        """Holds every mark; the far end of an interval or of a spread may go on."""
        values = [value for row in self.rows for value in row.values]
        return max(min([0.7, *values]) * 0.95, 0.25), min(max([1.5, *values]) * 1.05, 8)

    def legend(self, ident: str) -> Legend:
        if not self.rows:
            return ()
        levels = sorted({row.level for row in self.rows if row.level is not None}, reverse=True)
        keys = [*level_legend(levels)]
        if any(row.level is None for row in self.rows):
            keys.append((dot_key(BARE), "sans intervalle"))
        if self.compared:
            keys.append((area_key(HALF), "la moitié des comparables (P25 à P75)"))
            keys.append((area_key(BAND), "huit comparables sur dix (P10 à P90)"))
        return tuple(keys)

    def table(self) -> Table:
        spread = ("P10", "P25", "P75", "P90") if self.compared else ()
        own = (self.first_column, "Observé", "Attendu", "Rapport", "Borne basse", "Borne haute")
        lines = tuple(Line((*self._cells(row), _word(row))) for row in self.rows)
        return Table(self.title, (*own, *spread, "Lecture"), lines)

    def _cells(self, row: SpineRow) -> tuple[str, ...]:
        low, high = row.interval or (None, None)
        own = (row.name, row.observed, row.expected, *_written(row.ratio, low, high))
        return own if not self.compared else own + _written(*(row.spread or (None,) * 4))

    def svg(self, ident: str, width: float = 988) -> str:
        narrow = is_narrow(width)
        step = NARROW_STEP if narrow else STEP
        bottom = HEAD + step * len(self.rows)
        drawing = Drawing(ident, width, bottom + FOOT, self.title, self.sentence)
        if not self.rows:
            return draw_nothing(drawing, "Aucun indicateur à dessiner.")
        reading = max(text_width(row.reading) for row in self.rows) + 8
        pixels = (10, width - 12) if narrow else (self._names(), width - reading - 16)
        place = logarithmic(self.domain, pixels)
        self._draw_scale(drawing, place, bottom)
        for i, row in enumerate(self.rows):
            _draw_row(drawing, row, place, HEAD + i * step, narrow=narrow)
        return drawing.svg()

    def _names(self) -> float:
        longest = (max(text_width(row.name), text_width(_pair(row))) for row in self.rows)
        return min(max(longest), 260) + 16

    def _draw_scale(self, drawing: Drawing, place: Scale, bottom: float) -> None:
        for tick in ratio_ticks(self.domain, place):
            x = place(tick)
            if tick != 1:
                drawing.line((x, HEAD), (x, bottom), GRID)
            lettering = STRONG if tick == 1 else SMALL
            drawing.text((x, bottom + 17), ratio_label(tick), lettering, "middle")
        drawing.text((place(1), 14), "attendu", SMALL, "middle")


def _draw_row(drawing: Drawing, row: SpineRow, place: Scale, top: float, *, narrow: bool) -> None:
    middle = top + (48 if narrow else STEP / 2)
    strong = STRONG if row.level is not None and row.level != 0 else TEXT
    if row.spread:
        p10, p25, p75, p90 = (place(value) for value in row.spread)
        drawing.rectangle((p10, middle - 9), p90 - p10, 18, BAND)
        drawing.rectangle((p25, middle - 9), p75 - p25, 18, HALF)
    reach = 12 if narrow else STEP / 2
    drawing.line((place(1), middle - reach), (place(1), middle + reach), REFERENCE)
    drawing.text((0, top + 17), row.name, STRONG)
    drawing.text((0, top + 33), _pair(row), SMALL)
    baseline = top + 17 if narrow else middle + 4
    drawing.text((drawing.width - 2, baseline), row.reading, strong, "end")
    at = (place(row.ratio), middle)
    if row.interval is None or row.level is None:
        drawing.circle(at, 4, BARE)
        return
    low, high = row.interval
    drawing.line((place(low), middle), (place(high), middle), INTERVALS[row.level])
    draw_mark(drawing, at, row.level, 5)


def _pair(row: SpineRow) -> str:
    return f"{row.observed} / {row.expected}"


def _written(*values: float | None) -> tuple[str, ...]:
    return tuple(NOTHING if value is None else fr(value, 2) for value in values)


def _word(row: SpineRow) -> str:
    return "sans intervalle" if row.level is None else level_word(row.level)
