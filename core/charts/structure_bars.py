"""What a whole is made of: a bar a kind, and where the comparables stand on the same line."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, line_key
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import percent
from core.charts.palette import (
    ABOVE_4,
    GRID,
    MUTED,
    NEUTRAL_2,
    NEUTRAL_3,
    SMALL,
    STRONG,
    TEXT,
    fill,
    stroke,
)
from core.charts.scales import Scale, linear, text_width, ticks_from_zero
from core.charts.table import Line, Table


OWN, GROUP, RANGE = fill(ABOVE_4), fill(NEUTRAL_2), stroke(NEUTRAL_3, 1.5)
HEAD = 8
FOOT = 24
HIDDEN = "effectif masqué"


@dataclass(frozen=True)
class StructureRow:
    """One kind. `count` is written as given; a hidden one has no `share`.

    `group` holds P10, median and P90 of the shares of the comparables, when they are compared.
    `first` opens a new block: the kinds of a block add up to the whole.
    """

    name: str
    count: str
    share: float | None
    group: tuple[float, float, float] | None = None
    first: bool = False


@dataclass(frozen=True)
class StructureBars:
    rows: Sequence[StructureRow]
    sentence: str = ""
    title: str = "Structure des arrêts"
    first_column: str = "Arrêts"
    count_column: str = "Nombre"
    name: str = "ce prescripteur"

    @property
    def compared(self) -> bool:
        return any(row.group for row in self.rows)

    def legend(self, ident: str) -> Legend:
        own = (area_key(OWN), self.name)
        if not self.compared:
            return (own,)
        group = (area_key(GROUP), "médiane des comparables")
        return own, group, (line_key(RANGE), "huit comparables sur dix (P10 à P90)")

    def table(self) -> Table:
        header: tuple[str, ...] = (self.first_column, self.count_column, "Part")
        if self.compared:
            header += ("Médiane des comparables", "P10", "P90")
        return Table(self.title, header, tuple(Line(self._cells(row)) for row in self.rows))

    def _cells(self, row: StructureRow) -> tuple[str, ...]:
        own = (row.name, row.count, percent(row.share, 1))
        if not self.compared:
            return own
        low, median, high = row.group or (None, None, None)
        return *own, percent(median, 1), percent(low, 1), percent(high, 1)

    def svg(self, ident: str, width: float = 720) -> str:
        narrow = is_narrow(width)
        step = (28 if self.compared else 18) + (22 if narrow else 12)
        tops = self._tops(step)
        bottom = tops[-1] + step if tops else HEAD
        drawing = Drawing(ident, width, bottom + FOOT, self.title, self.sentence)
        if not self.rows:
            return draw_nothing(drawing, "Aucun arrêt à dessiner.")
        left = 0.0 if narrow else min(max(text_width(r.name) for r in self.rows) + 12, width * 0.42)
        ticks = ticks_from_zero(self._highest, 3 if narrow else 5)
        place = linear((0, ticks[-1]), (left, width - 58))
        for tick in ticks:
            drawing.line((place(tick), HEAD), (place(tick), bottom), GRID)
            anchor = "start" if narrow and not tick else "middle"
            drawing.text((place(tick), bottom + 17), percent(tick), SMALL, anchor)
        for row, top in zip(self.rows, tops, strict=True):
            self._draw_row(drawing, row, place, top, narrow=narrow)
        return drawing.svg()

    @property
    def _highest(self) -> float:
        shares = [row.share or 0.0 for row in self.rows]
        return max(shares + [row.group[-1] for row in self.rows if row.group], default=0.0)

    def _tops(self, step: float) -> list[float]:
        tops, top = [], float(HEAD)
        for place, row in enumerate(self.rows):
            top += 14 if row.first and place else 0
            tops.append(top)
            top += step
        return tops

    def _draw_row(
        self, drawing: Drawing, row: StructureRow, place: Scale, top: float, *, narrow: bool
    ) -> None:
        bar = top + (20 if narrow else 4)
        left = place(0)
        drawing.text((0, top + 14 if narrow else bar + 14), row.name, STRONG)
        if row.share is None:
            drawing.text((left + 4, bar + 12), HIDDEN, MUTED)
        else:
            drawing.rectangle((left, bar), place(row.share) - left, 16, OWN)
            drawing.text((place(row.share) + 6, bar + 13), percent(row.share, 1), STRONG)
        if row.group:
            _draw_group(drawing, row.group, place, bar + 17)


def _draw_group(
    drawing: Drawing, group: tuple[float, float, float], place: Scale, top: float
) -> None:
    low, median, high = group
    drawing.rectangle((place(0), top), place(median) - place(0), 11, GROUP)
    drawing.line((place(low), top + 5.5), (place(high), top + 5.5), RANGE)
    for end in (low, high):
        drawing.line((place(end), top + 2), (place(end), top + 9), RANGE)
    drawing.text((max(place(median), place(high)) + 6, top + 10), percent(median, 1), TEXT)
