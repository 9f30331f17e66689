"""Where an interval stands, said by a shape, a fill and a word: colour never speaks alone.

-1 below, 0 compatible, 1 above (interval over 1), 2 well above (and a ratio of 1.5 at
least), 3 signal: the caller knows of it, no interval tells it.
"""

from core.charts.drawing import Drawing, Point
from core.charts.palette import (
    ABOVE_2,
    ABOVE_3,
    ABOVE_4,
    ABOVE_5,
    BELOW,
    NEUTRAL_3,
    WHITE,
    Attributes,
    edged,
    stroke,
)


SIGNAL_MARK = 3
WORDS = {
    -1: "en dessous de l’attendu",
    0: "compatible avec l’attendu",
    1: "au-dessus de l’attendu",
    2: "nettement au-dessus de l’attendu",
    SIGNAL_MARK: "signal",
}
MARKS: dict[int, Attributes] = {
    -1: edged(WHITE, BELOW, 1.5),
    0: edged(WHITE, NEUTRAL_3, 1.5),
    1: edged(ABOVE_2, ABOVE_3, 1),
    2: edged(ABOVE_4, WHITE, 1),
    SIGNAL_MARK: edged(ABOVE_5, WHITE, 1),
}
INTERVALS: dict[int, Attributes] = {
    -1: stroke(BELOW, 1.5),
    0: stroke(NEUTRAL_3, 1.5),
    1: stroke(ABOVE_3, 2),
    2: stroke(ABOVE_4, 2),
    SIGNAL_MARK: stroke(ABOVE_5, 2),
}


def level_of(ratio: float, low: float, high: float) -> int:
    if high < 1:
        return -1
    if low > 1:
        return 2 if ratio >= 1.5 else 1
    return 0


def level_word(level: int) -> str:
    return WORDS[level]


def mark_reach(level: int, radius: float) -> float:
    """Half the width of a mark: a diamond and a triangle are as large to the eye as the dot."""
    return radius * {SIGNAL_MARK: 1.35, -1: 1.15}.get(level, 1.0)


def draw_mark(drawing: Drawing, at: Point, level: int, radius: float = 4.5) -> None:
    x, y = at
    k = mark_reach(level, radius)
    if level == SIGNAL_MARK:
        drawing.polygon([(x, y - k), (x + k, y), (x, y + k), (x - k, y)], MARKS[level])
    elif level == -1:
        corners = [(x - k, y - k * 0.8), (x + k, y - k * 0.8), (x, y + k)]
        drawing.polygon(corners, MARKS[level])
    else:
        drawing.circle(at, radius, MARKS[level])
