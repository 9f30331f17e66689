"""Above? how sure?: the value and its interval beside the expected value, on a log axis."""

from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend
from core.charts.levels import INTERVALS, draw_mark, level_word
from core.charts.numbers import fr, ratio as ratio_words
from core.charts.palette import AXIS, NEUTRAL_1, REFERENCE, SELF, SMALL, STRONG, THRESHOLD, fill
from core.charts.scales import logarithmic, ratio_label, text_width
from core.charts.table import Line, Table


BOUNDS = (0.5, 4.0)
TICKS = (0.5, 1, 1.5, 2, 3, 4)


@dataclass(frozen=True)
class Gauge:
    ratio: float
    low: float
    high: float
    level: int
    threshold: float | None = None
    title: str = "Rapport de l’observé à l’attendu"

    @property
    def sentence(self) -> str:
        words = f"{ratio_words(self.ratio, self.low, self.high)}, {level_word(self.level)}"
        return f"{words} ; seuil {fr(self.threshold, 1)}." if self.threshold else f"{words}."

    def legend(self, ident: str) -> Legend:
        return ()

    def table(self) -> Table:
        cells = (fr(self.ratio, 2), fr(self.low, 2), fr(self.high, 2), level_word(self.level))
        header = ("Rapport", "Borne basse", "Borne haute", "Lecture")
        return Table(self.title, header, (Line(cells),))

    def svg(self, ident: str, width: float = 430) -> str:
        drawing = Drawing(ident, width, 62, self.title, self.sentence)
        place = logarithmic(BOUNDS, (14, width - 14))
        drawing.rectangle((14, 30), width - 28, 8, fill(NEUTRAL_1) | {"rx": 4})
        for tick in TICKS:
            if tick != 1:
                drawing.line((place(tick), 30), (place(tick), 38), AXIS)
            words, lettering = ("attendu", STRONG) if tick == 1 else (ratio_label(tick), SMALL)
            drawing.text((place(tick), 57), words, lettering, "middle")
        drawing.line((place(1), 20), (place(1), 44), REFERENCE)
        if self.threshold:
            drawing.line((place(self.threshold), 20), (place(self.threshold), 44), THRESHOLD)
        self._draw_value(drawing, width)
        return drawing.svg()

    def _draw_value(self, drawing: Drawing, width: float) -> None:
        place, paint = logarithmic(BOUNDS, (14, width - 14)), INTERVALS[self.level]
        for bound in (self.low, self.high):
            if BOUNDS[0] <= bound <= BOUNDS[1]:  # no cap on an end that goes on further
                drawing.line((place(bound), 28), (place(bound), 40), paint)
        drawing.line((place(self.low), 34), (place(self.high), 34), paint)
        draw_mark(drawing, (place(self.ratio), 34), self.level, 6)
        words = self._words_at_the_edge(ratio_words(self.ratio, self.low, self.high))
        half = text_width(words) / 2
        x = min(max(place(self.ratio), half), width - half)
        drawing.text((x, 14), words, SELF, "middle")

    def _words_at_the_edge(self, words: str) -> str:
        """A value outside the axis is marked at its end: an arrow says that it lies further."""
        if self.ratio > BOUNDS[1]:
            return f"{words} →"
        return f"← {words}" if self.ratio < BOUNDS[0] else words
