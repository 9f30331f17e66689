"""Keys of a legend: a small drawing of the mark itself, hidden from readers, before its word."""

from collections.abc import Sequence

from core.charts.drawing import Drawing
from core.charts.levels import INTERVALS, draw_mark, level_word
from core.charts.palette import Attributes


Legend = tuple[tuple[str, str], ...]


def _key(drawing: Drawing) -> str:
    svg = drawing.svg()
    body = svg[svg.index("</desc>") + len("</desc>") :]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false" '
        f'viewBox="0 0 22 14" width="22" height="14">{body}'
    )


def _blank(ident: str) -> Drawing:
    return Drawing(ident, 22, 14, "", "")


def line_key(paint: Attributes) -> str:
    drawing = _blank("")
    drawing.line((1, 7), (21, 7), paint)
    return _key(drawing)


def area_key(paint: Attributes) -> str:
    drawing = _blank("")
    drawing.rectangle((1, 1), 20, 12, paint)
    return _key(drawing)


def level_key(level: int) -> str:
    """A mark on its interval."""
    drawing = _blank("")
    drawing.line((1, 7), (21, 7), INTERVALS[level])
    draw_mark(drawing, (11, 7), level, 4)
    return _key(drawing)


def level_legend(levels: Sequence[int]) -> Legend:
    """The marks of a table that draws a ratio a line."""
    return tuple((level_key(level), level_word(level)) for level in levels)


def mark_key(level: int) -> str:
    """A mark alone."""
    drawing = _blank("")
    draw_mark(drawing, (11, 7), level, 4)
    return _key(drawing)


def dot_key(paint: Attributes) -> str:
    drawing = _blank("")
    drawing.circle((11, 7), 4, paint)
    return _key(drawing)


def hatch_key(ident: str, edge: Attributes) -> str:
    """Its pattern has its own name: a page may hold several legends, the first one hidden."""
    drawing = _blank(f"{ident}-key")
    drawing.hatch((1, 1), 20, 12)
    drawing.rectangle((1, 1), 20, 12, edge)
    return _key(drawing)
