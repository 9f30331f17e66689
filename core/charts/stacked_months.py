"""How many and where, month by month: a column a month, one shade a part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key
from core.charts.months import (
    draw_month_axis,
    draw_nothing,
    draw_value_axis,
    is_narrow,
    months_from,
    span_words,
)
from core.charts.numbers import fr, month_name
from core.charts.palette import (
    ABOVE_2,
    ABOVE_3,
    ABOVE_4,
    ABOVE_5,
    MUTED,
    NEUTRAL_2,
    WHITE,
    edged,
)
from core.charts.scales import Scale, linear, text_width, tick_decimals, ticks_from_zero
from core.charts.table import Line, Table


HIDDEN = "NS"
SHADES = (ABOVE_4, ABOVE_2, ABOVE_5, ABOVE_3)
MASKED = edged(NEUTRAL_2, WHITE, 1)


@dataclass(frozen=True)
class MonthOfParts:
    """A count by part and their total; None where hidden."""

    parts: tuple[int | None, ...]
    total: int | None

    @property
    def masked(self) -> int:
        """What the total holds beside the parts shown; nothing when it is hidden too."""
        return 0 if self.total is None else self.total - sum(part or 0 for part in self.parts)


@dataclass(frozen=True)
class StackedMonths:
    """`names`: of the parts, at most four of which have a shade of their own."""

    start: date
    names: Sequence[str]
    values: Sequence[MonthOfParts]
    unit: str
    sentence: str = ""
    title: str = "Par mois"

    @property
    def months(self) -> list[date]:
        return months_from(self.start, len(self.values))

    def legend(self, ident: str) -> Legend:
        shown = range(min(len(self.names), len(SHADES))) if len(self.names) > 1 else ()
        keys = [(area_key(_paint(part)), self.names[part]) for part in shown]
        if any(_neutral(month, len(self.names)) for month in self.values):
            keys.append((area_key(MASKED), "autres, ou effectif masqué"))
        return tuple(keys)

    def table(self) -> Table:
        header = ("Mois", *(self.names if len(self.names) > 1 else ()), "Ensemble")
        lines = tuple(
            Line((month_name(month), *_cells(value, len(self.names))))
            for month, value in zip(self.months, self.values, strict=True)
        )
        return Table(f"{self.title}, {span_words(self.months)}", header, lines)

    def svg(self, ident: str, width: float = 586) -> str:
        height = 250 if is_narrow(width) else 262
        drawing = Drawing(ident, width, height, self.title, self.sentence)
        if not self.values:
            return draw_nothing(drawing, "Aucun mois à dessiner.")
        ticks = ticks_from_zero(max(value.total or 0 for value in self.values))
        left = max(text_width(fr(t, tick_decimals(ticks))) for t in ticks) + 8
        bottom = height - 42
        place_y = linear((0, ticks[-1]), (bottom, 30))
        drawing.text((0, 12), self.unit, MUTED)
        draw_value_axis(drawing, ticks, place_y, left, width - 4)
        step = (width - 4 - left) / len(self.values)
        place_x: Scale = lambda i: left + (i + 0.5) * step  # noqa: E731
        for i, value in enumerate(self.values):
            self._draw_month(drawing, value, place_x(i), min(step * 0.72, 48), place_y)
        draw_month_axis(drawing, self.months, place_x, bottom)
        return drawing.svg()

    def _draw_month(
        self, drawing: Drawing, value: MonthOfParts, x: float, thick: float, y: Scale
    ) -> None:
        """From the axis up: the shaded parts, then what has no shade; « NS » for a hidden month."""
        if value.total is None:
            drawing.text((x, y(0) - 6), HIDDEN, MUTED, "middle")
            return
        below = 0
        shaded = [(part or 0, _paint(i)) for i, part in enumerate(value.parts[: len(SHADES)])]
        for count, paint in (*shaded, (_neutral(value, len(self.names)), MASKED)):
            corner = (x - thick / 2, y(below + count))
            if count:
                drawing.rectangle(corner, thick, y(below) - y(below + count), paint)
            below += count


def _paint(part: int) -> dict[str, str | float]:
    return edged(SHADES[part], WHITE, 1)


def _neutral(value: MonthOfParts, parts: int) -> int:
    """Parts beyond the shades, and what is masked."""
    return value.masked + sum(part or 0 for part in value.parts[len(SHADES) : parts])


def _cells(value: MonthOfParts, parts: int) -> tuple[str, ...]:
    counts = (*value.parts, value.total) if parts > 1 else (value.total,)
    return tuple(HIDDEN if count is None else fr(count) for count in counts)
