"""Which caisse: one dot and its interval a row, ordered by value, on a log axis around 1."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend
from core.charts.levels import INTERVALS, draw_mark, level_word
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import fr, ratio as ratio_words
from core.charts.palette import ABOVE_1, GRID, REFERENCE, SMALL, STRONG, TEXT, fill
from core.charts.scales import Scale, logarithmic, ratio_label, ratio_ticks, text_width
from core.charts.table import Line, Table


HEAD = 22


@dataclass(frozen=True)
class RankedRow:
    name: str
    ratio: float
    low: float
    high: float
    level: int
    own: bool = False


@dataclass(frozen=True)
class RankedDots:
    rows: Sequence[RankedRow]
    sentence: str = ""
    title: str = "Rapport de l’observé à l’attendu par caisse"
    first_column: str = "Caisse"

    @property
    def ordered(self) -> list[RankedRow]:
        return sorted(self.rows, key=lambda row: (row.ratio, row.name))

    @property
    def domain(self) -> tuple[float, float]:
        """Wide enough for every interval, and never so close that a hair looks like a gap."""
        lowest = min([0.85, *(row.low for row in self.rows)])
        highest = max([1.18, *(row.high for row in self.rows)])
        return max(lowest * 0.98, 0.2), min(highest * 1.02, 8)

    def legend(self, ident: str) -> Legend:
        return ()

    def table(self) -> Table:
        lines = tuple(
            Line((r.name, fr(r.ratio, 2), fr(r.low, 2), fr(r.high, 2), level_word(r.level)))
            for r in self.ordered
        )
        header = (self.first_column, "Rapport", "Borne basse", "Borne haute", "Lecture")
        return Table(self.title, header, lines)

    def svg(self, ident: str, width: float = 460) -> str:
        narrow = is_narrow(width)
        step = 48 if narrow else 34
        bottom = HEAD + step * len(self.rows)
        drawing = Drawing(ident, width, bottom + 24, self.title, self.sentence)
        if not self.rows:
            return draw_nothing(drawing, "Aucune ligne à dessiner.")
        names = min(max(text_width(row.name) for row in self.rows), 190)
        place = logarithmic(self.domain, (10, width - 12) if narrow else (names, width - 122))
        self._draw_scale(drawing, place, bottom, narrow=narrow)
        for i, row in enumerate(self.ordered):
            _draw_row(drawing, row, place, HEAD + i * step, narrow=narrow)
        return drawing.svg()

    def _draw_scale(self, drawing: Drawing, place: Scale, bottom: float, *, narrow: bool) -> None:
        for tick in ratio_ticks(self.domain, place):
            x = place(tick)
            if tick != 1 and not narrow:
                drawing.line((x, HEAD - 4), (x, bottom), GRID)
            drawing.text(
                (x, bottom + 17), ratio_label(tick), STRONG if tick == 1 else SMALL, "middle"
            )
        drawing.text((place(1), 12), "attendu", SMALL, "middle")


def _draw_row(drawing: Drawing, row: RankedRow, place: Scale, top: float, *, narrow: bool) -> None:
    height = 48 if narrow else 34
    middle = top + (34 if narrow else height / 2)
    baseline = top + 16 if narrow else middle + 4
    words = STRONG if row.own else TEXT
    if row.own:
        drawing.rectangle((0, top), drawing.width, height, fill(ABOVE_1) | {"rx": 4})
    ends = (middle - 9, middle + 9) if narrow else (top, top + height)
    drawing.line((place(1), ends[0]), (place(1), ends[1]), REFERENCE)
    drawing.text((4, baseline), row.name, words)
    reading = ratio_words(row.ratio, row.low, row.high)
    drawing.text((drawing.width - 4, baseline), reading, words, "end")
    drawing.line((place(row.low), middle), (place(row.high), middle), INTERVALS[row.level])
    draw_mark(drawing, (place(row.ratio), middle), row.level, 5)
