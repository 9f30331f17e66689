"""Where: one outline a département, filled by how far its ratio stands from the expected value."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.charts.drawing import Drawing, Point, closed
from core.charts.legend import Legend, area_key
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import fr
from core.charts.palette import (
    ABOVE_2,
    ABOVE_3,
    ABOVE_4,
    ABOVE_5,
    INK,
    NEUTRAL_1,
    NEUTRAL_2,
    NEUTRAL_3,
    WHITE,
    Attributes,
    edged,
)
from core.charts.table import Line, Table


Ring = Sequence[Point]

# The name says the bounds: a colour alone says nothing to who does not see it.
CLASSES = (
    (0.9, NEUTRAL_2, "moins de 0,90"),
    (0.97, NEUTRAL_1, "0,90 à 0,97"),
    (1.03, WHITE, "0,97 à 1,03"),
    (1.1, ABOVE_2, "1,03 à 1,10"),
    (1.25, ABOVE_3, "1,10 à 1,25"),
    (float("inf"), ABOVE_4, "1,25 et plus"),
)
UNKNOWN = "aucun rapport"
EDGE = NEUTRAL_3
CODE: Attributes = {"font-size": 12, "font-weight": 600}
# Below this width of an outline, its code would cover it.
ROOM = 30
# A country and its regions at two widths: 3 MB.
KEPT = 128


@dataclass(frozen=True)
class Area:
    """Outlines in any plane, x to the right and y down; `ratio` None when nothing is compared."""

    code: str
    name: str
    rings: Sequence[Ring]
    ratio: float | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Choropleth:
    areas: Sequence[Area]
    sentence: str = ""
    title: str = "Rapport de l’observé à l’attendu par département"
    first_column: str = "Département"

    def legend(self, ident: str) -> Legend:
        shown = {_class_of(area.ratio) for area in self.areas if area.ratio is not None}
        keys = [
            (area_key(edged(color, EDGE, 1)), words)
            for _, color, words in CLASSES
            if (color, words) in shown
        ]
        if any(area.ratio is None for area in self.areas):
            keys.append((area_key(edged("none", EDGE, 1)), UNKNOWN))
        return tuple(keys)

    def table(self) -> Table:
        ordered = sorted(self.areas, key=lambda a: (a.ratio is None, a.ratio or 0.0, a.code))
        lines = tuple(
            Line((f"{area.name} ({area.code})", *_numbers(area), _class_words(area)))
            for area in ordered
        )
        header = (self.first_column, "Rapport", "Borne basse", "Borne haute", "Classe")
        return Table(self.title, header, lines)

    def svg(self, ident: str, width: float = 460) -> str:
        if not self.areas:
            nothing = Drawing(ident, width, 32, self.title, self.sentence)
            return draw_nothing(nothing, "Aucun département à dessiner.")
        plan = _plan(tuple(_Outline(area.rings) for area in self.areas), width)
        drawing = Drawing(ident, width, plan.height, self.title, self.sentence)
        for area, (outlines, middle) in zip(self.areas, plan.areas, strict=True):
            _draw_area(drawing, area, outlines, middle)
        return drawing.svg()


def _draw_area(drawing: Drawing, area: Area, outlines: Sequence[str], middle: Point | None) -> None:
    color = "none" if area.ratio is None else _class_of(area.ratio)[0]
    for outline in outlines:
        drawing.path(outline, edged(color, EDGE, 1))
    if middle is not None:
        dark = color in {ABOVE_3, ABOVE_4, ABOVE_5}
        drawing.text(middle, area.code, CODE | {"fill": WHITE if dark else INK}, "middle")


class _Outline:
    """Rings as a key: the same object is the same outline, whatever its thousands of points."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        self.rings = rings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Outline) and self.rings is other.rings

    def __hash__(self) -> int:
        return id(self.rings)


@dataclass(frozen=True)
class _Plan:
    """Written outlines of each area, and where its code stands when there is room for it."""

    height: float
    areas: tuple[tuple[tuple[str, ...], Point | None], ...]


@lru_cache(maxsize=KEPT)
def _plan(outlines: tuple[_Outline, ...], width: float) -> _Plan:
    """Kept: outlines never change, and writing the 8 000 points of a country takes 30 ms."""
    left, top, right, bottom = _box(outlines)
    tallest = 340 if is_narrow(width) else 420
    scale = min((width - 8) / (right - left), (tallest - 8) / (bottom - top))
    margin = (width - (right - left) * scale) / 2
    areas = []
    for outline in outlines:
        rings = [
            [(margin + (x - left) * scale, 4 + (y - top) * scale) for x, y in ring]
            for ring in outline.rings
        ]
        areas.append((tuple(closed(ring) for ring in rings if ring), _middle(rings)))
    return _Plan((bottom - top) * scale + 8, tuple(areas))


def _middle(rings: Sequence[Ring]) -> Point | None:
    """Of the largest ring, None when it has no room for a code."""
    largest = max(rings, key=_width)
    if _width(largest) < ROOM:
        return None
    xs, ys = zip(*largest, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2 + 4


def _width(ring: Ring) -> float:
    xs = [x for x, _ in ring]
    return max(xs) - min(xs)


def _box(outlines: Sequence[_Outline]) -> tuple[float, float, float, float]:
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _class_of(ratio: float) -> tuple[str, str]:
    return next((color, words) for bound, color, words in CLASSES if ratio < bound)


def _class_words(area: Area) -> str:
    return UNKNOWN if area.ratio is None else _class_of(area.ratio)[1]


def _numbers(area: Area) -> tuple[str, str, str]:
    if area.ratio is None:
        return fr(None), fr(None), fr(None)
    return fr(area.ratio, 2), fr(area.low, 2), fr(area.high, 2)
