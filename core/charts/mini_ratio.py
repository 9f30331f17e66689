"""Which of many, in a list: the gauge without its words, 146 × 20, the same scale on every row."""

from dataclasses import dataclass
from functools import cache

from core.charts.drawing import Drawing
from core.charts.legend import Legend
from core.charts.levels import INTERVALS, draw_mark, level_word
from core.charts.numbers import fr, ratio as ratio_words
from core.charts.palette import REFERENCE, SMALL
from core.charts.scales import Scale, logarithmic
from core.charts.table import Line, Table


BOUNDS = (0.5, 3.2)
WIDTH = 146


@cache
def _scale(width: float) -> Scale:
    return logarithmic(BOUNDS, (5, width - 5))


@dataclass(frozen=True)
class MiniRatio:
    ratio: float
    low: float
    high: float
    level: int

    @property
    def title(self) -> str:
        return f"Rapport {ratio_words(self.ratio, self.low, self.high)}"

    @property
    def sentence(self) -> str:
        return level_word(self.level)

    def legend(self, ident: str) -> Legend:
        return ()

    def table(self) -> Table:
        cells = (fr(self.ratio, 2), fr(self.low, 2), fr(self.high, 2))
        return Table("Rapport", ("Rapport", "Borne basse", "Borne haute"), (Line(cells),))

    def svg(self, ident: str, width: float = WIDTH) -> str:
        drawing = Drawing(ident, width, 20, self.title, self.sentence)
        place = _scale(width)
        drawing.line((place(1), 1), (place(1), 19), REFERENCE)
        drawing.line((place(self.low), 10), (place(self.high), 10), INTERVALS[self.level])
        draw_mark(drawing, (place(self.ratio), 10), self.level, 3.8)
        return drawing.svg()


@dataclass(frozen=True)
class MiniRatioAxis:
    """The scale of the column, for its header."""

    title: str = "Échelle du rapport"
    sentence: str = "de 0,5 à 3, l’attendu à 1"

    def svg(self, ident: str, width: float = WIDTH) -> str:
        drawing = Drawing(ident, width, 14, self.title, self.sentence)
        place = logarithmic(BOUNDS, (5, width - 5))
        for value, words in ((0.5, "0,5"), (1, "1"), (2, "2"), (3, "3")):
            anchor = "start" if value == 0.5 else "middle"
            x = 0 if value == 0.5 else place(value)
            drawing.text((x, 12), words, SMALL, anchor)
        return drawing.svg()
