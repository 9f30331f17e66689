"""Where among the comparables: the deciles of a group and one of its values, on a log axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, line_key
from core.charts.levels import INTERVALS, draw_mark
from core.charts.months import is_narrow
from core.charts.numbers import fr, ratio as ratio_words
from core.charts.palette import (
    AXIS,
    BAND,
    GRID,
    NEUTRAL_2,
    NEUTRAL_3,
    REFERENCE,
    SELF,
    SMALL,
    STRONG,
    fill,
    stroke,
)
from core.charts.scales import Scale, logarithmic, ratio_label, ratio_ticks, text_width
from core.charts.table import Line, Table


DECILES, MEDIAN = 9, 4
GROUP, OWN, BOTTOM = 44, 96, 124
HALF = 11
MIDDLE = fill(NEUTRAL_2)
DECILE = stroke(NEUTRAL_3, 1)


@dataclass(frozen=True)
class Deciles:
    """`deciles`: P10 to P90 of the group. `mark`: how the value is drawn (`core.charts.levels`)."""

    deciles: Sequence[float]
    value: float
    low: float
    high: float
    mark: int = 0
    name: str = "ce prescripteur"
    sentence: str = ""
    title: str = "Position parmi les comparables"
    first_column: str = "Repère"
    second_column: str = "Ratio"

    def __post_init__(self) -> None:
        if len(self.deciles) != DECILES or list(self.deciles) != sorted(self.deciles):
            raise ValueError(f"Nine rising deciles are needed: {list(self.deciles)}.")

    @property
    def domain(self) -> tuple[float, float]:
        """Holds the group, the value and the expected one; the far end of an interval may go on."""
        lowest = min(0.7, self.deciles[0], self.value, self.low)
        highest = max(1.5, self.deciles[-1], self.value, self.high)
        return max(lowest * 0.95, 0.2), min(highest * 1.05, 8)

    def legend(self, ident: str) -> Legend:
        return (
            (area_key(BAND), "huit comparables sur dix (P10 à P90)"),
            (area_key(MIDDLE), "quatre sur dix (P30 à P70)"),
            (line_key(REFERENCE), "médiane"),
        )

    def table(self) -> Table:
        known = [(f"P{10 * (i + 1)}", value) for i, value in enumerate(self.deciles)]
        known[MEDIAN] = ("P50, médiane", self.deciles[MEDIAN])
        name = self.name[0].upper() + self.name[1:]
        known += [
            (name, self.value),
            (f"{name}, borne basse", self.low),
            (f"{name}, borne haute", self.high),
        ]
        lines = tuple(Line((words, fr(value, 2))) for words, value in known)
        return Table(self.title, (self.first_column, self.second_column), lines)

    def svg(self, ident: str, width: float = 720) -> str:
        drawing = Drawing(ident, width, BOTTOM + 22, self.title, self.sentence)
        place = logarithmic(self.domain, (14, width - 14))
        self._draw_scale(drawing, place)
        self._draw_group(drawing, place)
        self._draw_value(drawing, place)
        return drawing.svg()

    def _draw_scale(self, drawing: Drawing, place: Scale) -> None:
        left, right = place(self.domain[0]), place(self.domain[1])
        for tick in ratio_ticks(self.domain, place):
            x = place(tick)
            drawing.line((x, GROUP - HALF - 4), (x, BOTTOM), GRID)
            words = "attendu" if tick == 1 else ratio_label(tick)
            drawing.text((x, BOTTOM + 17), words, STRONG if tick == 1 else SMALL, "middle")
        drawing.line((left, BOTTOM), (right, BOTTOM), AXIS)

    def _draw_group(self, drawing: Drawing, place: Scale) -> None:
        at = [place(value) for value in self.deciles]
        for first, last, paint in ((0, 8, BAND), (2, 6, MIDDLE)):
            corner = (at[first], GROUP - HALF)
            drawing.rectangle(corner, at[last] - at[first], 2 * HALF, paint)
        for i, x in enumerate(at):
            paint = REFERENCE if i == MEDIAN else DECILE
            reach = HALF + 5 if i == MEDIAN else HALF
            drawing.line((x, GROUP - reach), (x, GROUP + reach), paint)
        self._draw_names(drawing, at)

    def _draw_names(self, drawing: Drawing, at: Sequence[float]) -> None:
        """The median always; the ends of the band where they leave it room."""
        names = {i: f"P{10 * (i + 1)} {fr(self.deciles[i], 2)}" for i in (0, DECILES - 1)}
        middle = f"médiane {fr(self.deciles[MEDIAN], 2)}"
        half = text_width(middle) / 2
        centre = _inside(at[MEDIAN], half, drawing.width)
        drawing.text((centre, 20), middle, STRONG, "middle")
        for i, words in names.items():
            own = text_width(words) / 2
            x = _inside(at[i], own, drawing.width)
            if abs(x - centre) > half + own + 8:
                drawing.text((x, 20), words, SMALL, "middle")

    def _draw_value(self, drawing: Drawing, place: Scale) -> None:
        drawing.line((place(self.low), OWN), (place(self.high), OWN), INTERVALS[self.mark])
        draw_mark(drawing, (place(self.value), OWN), self.mark, 6)
        reading = ratio_words(self.value, self.low, self.high)
        words = reading if is_narrow(drawing.width) else f"{self.name} {reading}"
        x = _inside(place(self.value), text_width(words) / 2, drawing.width)
        drawing.text((x, OWN - 14), words, SELF, "middle")


def _inside(x: float, half: float, width: float) -> float:
    """Where a text of that half-width is centred without leaving the drawing."""
    return min(max(x, half), width - half)
