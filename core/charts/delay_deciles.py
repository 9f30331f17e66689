"""How long it takes: the deciles of a delay on an axis of days, against what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, line_key
from core.charts.months import draw_nothing
from core.charts.numbers import fr
from core.charts.palette import (
    AXIS,
    BAND,
    EXPECTED,
    GRID,
    NEUTRAL_2,
    REFERENCE,
    SMALL,
    STRONG,
    fill,
)
from core.charts.scales import Scale, linear, text_width, tick_decimals, ticks_from_zero
from core.charts.table import Line, Table


TOP, HALF, BOTTOM = 50, 18, 96
MIDDLE = fill(NEUTRAL_2)
DECILES = 9


@dataclass(frozen=True)
class DelayDeciles:
    """`days`: P10 to P90, or the median alone where few are counted; `words`: the same, written."""

    days: Sequence[float]
    words: Sequence[str]
    promised: float
    promise: str
    sentence: str = ""
    title: str = "Délai de réponse"

    def legend(self, ident: str) -> Legend:
        if not self.days:
            return ()
        known = ((line_key(REFERENCE), "médiane"), (line_key(EXPECTED), self.promise))
        if len(self.days) < DECILES:
            return known
        bands = (area_key(BAND), "huit réponses sur dix"), (area_key(MIDDLE), "quatre sur dix")
        return *bands, *known

    def table(self) -> Table:
        names = [f"P{10 * tenth}" for tenth in range(1, 10)]
        names[4] = "P50, médiane"
        shown = names if len(self.days) == DECILES else names[4:5]
        pairs = zip(shown, self.words, strict=True) if self.days else ()
        lines = tuple(Line((name, words)) for name, words in pairs)
        return Table(self.title, ("Décile", "Temps net"), lines)

    def svg(self, ident: str, width: float = 720) -> str:
        drawing = Drawing(ident, width, BOTTOM + 40, self.title, self.sentence)
        if not self.days:
            return draw_nothing(drawing, "Trop peu de réponses.")
        ticks = ticks_from_zero(max(*self.days, self.promised) * 1.05)
        place = linear((0, ticks[-1]), (10, width - 14))
        for tick in ticks:
            drawing.line((place(tick), TOP - HALF - 4), (place(tick), BOTTOM), GRID)
            drawing.text(
                (place(tick), BOTTOM + 17), fr(tick, tick_decimals(ticks)), SMALL, "middle"
            )
        drawing.line((place(0), BOTTOM), (place(ticks[-1]), BOTTOM), AXIS)
        drawing.text((place(0), BOTTOM + 35), "jours de service", SMALL)
        self._draw_bands(drawing, place)
        self._draw_promise(drawing, place)
        return drawing.svg()

    def _draw_bands(self, drawing: Drawing, place: Scale) -> None:
        if len(self.days) == DECILES:
            for first, last, paint in ((0, 8, BAND), (2, 6, MIDDLE)):
                left, right = place(self.days[first]), place(self.days[last])
                drawing.rectangle((left, TOP - HALF), right - left, 2 * HALF, paint)
        middle = len(self.days) // 2
        x = place(self.days[middle])
        drawing.line((x, TOP - HALF - 5), (x, TOP + HALF + 5), REFERENCE)
        words = f"médiane {self.words[middle]}"
        drawing.text((_inside(x, words, drawing.width), TOP + HALF + 19), words, STRONG, "middle")

    def _draw_promise(self, drawing: Drawing, place: Scale) -> None:
        x = place(self.promised)
        drawing.line((x, 20), (x, TOP + HALF + 5), EXPECTED)
        drawing.text((_inside(x, self.promise, drawing.width), 12), self.promise, SMALL, "middle")


def _inside(x: float, words: str, width: float) -> float:
    """Where a text is centred without leaving the drawing."""
    half = text_width(words) / 2
    return min(max(x, half), width - half)
