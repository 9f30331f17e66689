"""A small SVG writer: shapes first, then words, so that a text is never covered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from core.charts.palette import FONT, HATCH, WHITE, Attributes


Point = tuple[float, float]


def plain(value: float) -> str:
    """A coordinate to a tenth of a pixel, without the useless zero."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if value else "0"


def closed(points: Sequence[Point]) -> str:
    """The outline of a polygon, for `Drawing.path`."""
    return f"{_joined(points)}Z"


def _joined(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in points)


def _attributes(values: Attributes) -> str:
    return _written(tuple(values.items()))


@lru_cache(maxsize=512)
def _written(values: tuple[tuple[str, str | float], ...]) -> str:
    """The paints are a few dozen, and a list of fifty ratios asks for them 150 times."""
    return "".join(
        f' {name}="{escape(value) if isinstance(value, str) else f"{value:g}"}"'
        for name, value in values
    )


@dataclass
class Drawing:
    """A drawing under way. `ident` is unique in the page: title, description and hatch use it."""

    ident: str
    width: float
    height: float
    title: str
    sentence: str
    _shapes: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _hatched: bool = False

    def line(self, start: Point, end: Point, paint: Attributes) -> None:
        (x1, y1), (x2, y2) = start, end
        self._shapes.append(
            f'<line x1="{plain(x1)}" y1="{plain(y1)}" x2="{plain(x2)}" y2="{plain(y2)}"'
            f"{_attributes(paint)}/>"
        )

    def rectangle(self, corner: Point, width: float, height: float, paint: Attributes) -> None:
        self._shapes.append(
            f'<rect x="{plain(corner[0])}" y="{plain(corner[1])}" width="{plain(max(width, 0))}"'
            f' height="{plain(max(height, 0))}"{_attributes(paint)}/>'
        )

    def circle(self, centre: Point, radius: float, paint: Attributes) -> None:
        self._shapes.append(
            f'<circle cx="{plain(centre[0])}" cy="{plain(centre[1])}" r="{radius:g}"'
            f"{_attributes(paint)}/>"
        )

    def polyline(self, points: Sequence[Point], paint: Attributes) -> None:
        if points:
            self.path(_joined(points), paint)

    def polygon(self, points: Sequence[Point], paint: Attributes) -> None:
        if points:
            self.path(closed(points), paint)

    def path(self, outline: str, paint: Attributes) -> None:
        """`outline`: already written, as `closed` does."""
        self._shapes.append(f'<path d="{outline}"{_attributes(paint)}/>')

    def hatch(self, corner: Point, width: float, height: float) -> None:
        """The 45° hatch means « provisional » and nothing else."""
        self._hatched = True
        self.rectangle(corner, width, height, {"fill": f"url(#{self.ident}-h)"})

    def text(self, at: Point, words: str, lettering: Attributes, anchor: str = "start") -> None:
        placed = lettering if anchor == "start" else lettering | {"text-anchor": anchor}
        self._words.append(
            f'<text x="{plain(at[0])}" y="{plain(at[1])}"{_attributes(placed)}>'
            f"{escape(words)}</text>"
        )

    def svg(self) -> str:
        ident, size = escape(self.ident), f"{plain(self.width)} {plain(self.height)}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'aria-labelledby="{ident}-t {ident}-d" viewBox="0 0 {size}" '
            f'width="{plain(self.width)}" height="{plain(self.height)}" '
            f'font-family="{FONT}">'
            f'<title id="{ident}-t">{escape(self.title)}</title>'
            f'<desc id="{ident}-d">{escape(self.sentence)}</desc>'
        )
        return head + self._pattern() + "".join(self._shapes + self._words) + "</svg>"

    def _pattern(self) -> str:
        if not self._hatched:
            return ""
        return (
            f'<defs><pattern id="{escape(self.ident)}-h" width="6" height="6" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="6" height="6" fill="{WHITE}"/>'
            f'<line x1="0" y1="0" x2="0" y2="6" stroke="{HATCH}" stroke-width="1"/>'
            f"</pattern></defs>"
        )
