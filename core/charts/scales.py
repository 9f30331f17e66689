"""From a value to a pixel, and the few values worth a line."""

import math
from collections.abc import Callable, Sequence

from core.charts.numbers import fr


Scale = Callable[[float], float]


def linear(domain: tuple[float, float], pixels: tuple[float, float]) -> Scale:
    """A domain of one value (a single month, all zeros) falls in the middle."""
    (d0, d1), (p0, p1) = domain, pixels
    if d1 == d0:
        return lambda _value: (p0 + p1) / 2
    return lambda value: p0 + (value - d0) / (d1 - d0) * (p1 - p0)


def logarithmic(domain: tuple[float, float], pixels: tuple[float, float]) -> Scale:
    """A ratio axis; what lies outside is drawn at the edge, its number is written in full."""
    (d0, d1), (p0, p1) = domain, pixels
    span = math.log(d1 / d0)

    def place(value: float) -> float:
        inside = min(max(value, d0), d1)
        return p0 + math.log(inside / d0) / span * (p1 - p0)

    return place


def ticks_from_zero(highest: float, at_most: int = 5) -> list[float]:
    """Round values from 0 to just over the highest; [0, 1] when all is zero."""
    if not math.isfinite(highest) or highest <= 0:
        return [0.0, 1.0]
    rough = highest / at_most
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * 0.999999)
    count = math.ceil(highest / step - 1e-9)
    return [i * step for i in range(count + 1)]


def tick_decimals(ticks: Sequence[float]) -> int:
    step = ticks[1] - ticks[0]
    return next((d for d in range(3) if math.isclose(step, round(step, d), rel_tol=1e-9)), 3)


def text_width(words: str) -> float:
    """Pixels of a text of 13 px, on the safe side: a server has no font to measure with."""
    return 6.9 * len(words)


RATIO_TICKS = (0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8)


def ratio_ticks(domain: tuple[float, float], place: Scale, apart: float = 34) -> list[float]:
    """The expected value first, then what leaves room around it."""
    kept: list[float] = []
    for tick in sorted(RATIO_TICKS, key=lambda t: abs(math.log(t))):
        fits = domain[0] <= tick <= domain[1]
        if fits and all(abs(place(tick) - place(other)) >= apart for other in kept):
            kept.append(tick)
    return sorted(kept)


def ratio_label(value: float) -> str:
    return fr(value, 2).removesuffix("0").removesuffix(",0")
