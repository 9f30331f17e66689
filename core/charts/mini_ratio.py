"""Which of many, in a list: the gauge without its words, 146 × 20, the same scale on every row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from operator import itemgetter

from core.charts.drawing import Drawing, plain
from core.charts.legend import Legend
from core.charts.levels import INTERVALS, draw_mark, level_word, mark_reach
from core.charts.numbers import fr, ratio as ratio_words
from core.charts.palette import REFERENCE, SMALL
from core.charts.scales import Scale, logarithmic
from core.charts.table import Line, Table


BOUNDS = (0.5, 3.2)
WIDTH, RADIUS = 146, 3.8
AWAY = 90_000.0
OPEN = re.compile(r"\{(\w+)\}")


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
        place = _scale(width)
        at, reach = place(self.ratio), mark_reach(self.level, RADIUS)
        written, named = _drawn(self.level, width)
        return written % named(
            {
                "name": escape(ident),
                "title": escape(self.title),
                "low": plain(place(self.low)),
                "high": plain(place(self.high)),
                "at": plain(at),
                "left": plain(at - reach),
                "right": plain(at + reach),
            }
        )


@cache
def _drawn(level: int, width: float) -> tuple[str, Callable[[dict[str, str]], tuple[str, ...]]]:
    """The drawing of a level with its places left open, and who stands there, in their order.

    A list fills fifty of them. It is drawn far on the right, where each coordinate is told apart.
    """
    reach = mark_reach(level, RADIUS)
    places = {"low": AWAY - 100, "high": AWAY + 100}
    places |= {"at": AWAY, "left": AWAY - reach, "right": AWAY + reach}
    drawing = Drawing("{name}", width, 20, "{title}", level_word(level))
    at_one = _scale(width)(1)
    drawing.line((at_one, 1), (at_one, 19), REFERENCE)
    drawing.line((places["low"], 10), (places["high"], 10), INTERVALS[level])
    draw_mark(drawing, (places["at"], 10), level, RADIUS)
    written = drawing.svg()
    for name, value in places.items():
        written = written.replace(plain(value), f"{{{name}}}")
    return OPEN.sub("%s", written), itemgetter(*OPEN.findall(written))


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
