"""How many, month by month: bars, last year as a dashed line, provisional months hatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, hatch_key, line_key
from core.charts.months import (
    draw_month_axis,
    draw_nothing,
    draw_value_axis,
    is_narrow,
    months_from,
    span_words,
)
from core.charts.numbers import fr, month_name
from core.charts.palette import BAR, BAR_PROVISIONAL, MUTED, PREVIOUS
from core.charts.scales import Scale, linear, text_width, tick_decimals, ticks_from_zero
from core.charts.table import Line, Table


@dataclass(frozen=True)
class MonthlyBars:
    """`previous`, when given, holds the same months one year before, None where unknown."""

    start: date
    values: Sequence[float]
    provisional: int = 0
    previous: Sequence[float | None] | None = None
    unit: str = "jours indemnisés"
    sentence: str = ""
    title: str = "Jours indemnisés par mois"

    @property
    def months(self) -> list[date]:
        return months_from(self.start, len(self.values))

    @property
    def complete(self) -> int:
        return max(len(self.values) - self.provisional, 0)

    def legend(self, ident: str) -> Legend:
        if not self.values:
            return ()
        keys = [(area_key(BAR), "mois complet")]
        if self.previous is not None:
            keys.append((line_key(PREVIOUS), "un an plus tôt"))
        if self.provisional:
            keys.append((hatch_key(ident, BAR_PROVISIONAL), "mois provisoire"))
        return tuple(keys)

    def table(self) -> Table:
        header: tuple[str, ...] = ("Mois", self.unit[:1].upper() + self.unit[1:])
        if self.previous is not None:
            header += ("Un an plus tôt",)
        lines = tuple(
            Line((month_name(month), *self._cells(i)), provisional=i >= self.complete)
            for i, month in enumerate(self.months)
        )
        return Table(f"{self.title}, {span_words(self.months)}", header, lines)

    def _cells(self, i: int) -> tuple[str, ...]:
        value = fr(self.values[i])
        return (value,) if self.previous is None else (value, fr(self.previous[i]))

    def svg(self, ident: str, width: float = 586) -> str:
        height = 250 if is_narrow(width) else 262
        drawing = Drawing(ident, width, height, self.title, self.sentence)
        if not self.values:
            return draw_nothing(drawing, "Aucun mois à dessiner.")
        before = [value for value in self.previous or () if value is not None]
        ticks = ticks_from_zero(max([0, *self.values, *before]))
        left = max(text_width(fr(t, tick_decimals(ticks))) for t in ticks) + 8
        bottom = height - 42
        place_y = linear((0, ticks[-1]), (bottom, 30))
        drawing.text((0, 12), self.unit, MUTED)
        draw_value_axis(drawing, ticks, place_y, left, width - 4)
        step = (width - 4 - left) / len(self.values)
        place_x: Scale = lambda i: left + (i + 0.5) * step  # noqa: E731
        self._draw_bars(drawing, place_x, place_y, step)
        draw_month_axis(drawing, self.months, place_x, bottom)
        return drawing.svg()

    def _draw_bars(self, drawing: Drawing, x: Scale, y: Scale, step: float) -> None:
        thick = min(step * 0.72, 48)
        for i, value in enumerate(self.values):
            corner, height = (x(i) - thick / 2, y(value)), y(0) - y(value)
            if i < self.complete:
                drawing.rectangle(corner, thick, height, BAR)
            else:
                drawing.hatch(corner, thick, height)
                drawing.rectangle(corner, thick, height, BAR_PROVISIONAL)
        if self.previous is not None:
            known = [(x(i), y(v)) for i, v in enumerate(self.previous) if v is not None]
            drawing.polyline(known, PREVIOUS)
