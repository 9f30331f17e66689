"""Paints and letterings: the presentation attributes that theme.css calls by the same hues."""

from typing import TypeAlias


Attributes: TypeAlias = dict[str, str | float]

INK, INK_2, INK_3 = "#161B26", "#424B5C", "#586274"
WHITE = "#FFFFFF"
ABOVE_1, ABOVE_2, ABOVE_3, ABOVE_4, ABOVE_5 = "#D6DDF7", "#A3B1E8", "#6679D2", "#3B4AAA", "#1D2566"
NEUTRAL_1, NEUTRAL_2, NEUTRAL_3 = "#E7EAF0", "#B5BDCA", "#788294"
BELOW = "#806A2C"
HATCH = "#8A93A5"

FONT = "'Source Sans 3', sans-serif"


def stroke(color: str, width: float, dash: str = "") -> Attributes:
    paint: Attributes = {"fill": "none", "stroke": color, "stroke-width": width}
    return paint | {"stroke-dasharray": dash} if dash else paint


def fill(color: str) -> Attributes:
    return {"fill": color}


def edged(color: str, edge: str, width: float) -> Attributes:
    return {"fill": color, "stroke": edge, "stroke-width": width}


AXIS = stroke(NEUTRAL_3, 1)
GRID = stroke(NEUTRAL_1, 1)
REFERENCE = stroke(INK, 1.5)
THRESHOLD = stroke(ABOVE_4, 1.25, "2 3")
EVENT = stroke(INK_3, 1.25, "1 3")
EXPECTED = stroke(INK, 1.5, "6 4")
PREVIOUS = stroke(INK_3, 2, "10 4")
OBSERVED = stroke(ABOVE_4, 2.5) | {"stroke-linejoin": "round", "stroke-linecap": "round"}
OBSERVED_PROVISIONAL = stroke(ABOVE_4, 2, "3 4")
DOT = edged(ABOVE_4, WHITE, 1.5)
DOT_PROVISIONAL = edged(WHITE, ABOVE_4, 1.75)
BAND = fill(NEUTRAL_1)
EXCESS = fill(ABOVE_1)
BAR = fill(ABOVE_2)
BAR_PROVISIONAL = stroke(ABOVE_4, 1.5)

# Letterings: 13 px, 12 px for ticks, never less.
TEXT: Attributes = {"font-size": 13, "fill": INK_2}
STRONG: Attributes = {"font-size": 13, "fill": INK, "font-weight": 600}
SMALL: Attributes = {"font-size": 12, "fill": INK_3}
MUTED: Attributes = {"font-size": 13, "fill": INK_3}
SELF: Attributes = {"font-size": 13, "fill": ABOVE_5, "font-weight": 700}
