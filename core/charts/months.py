"""The axis of months, and the words around it, shared by the drawings over time."""

from collections.abc import Callable
from datetime import date

from core.charts.drawing import Drawing
from core.charts.numbers import add_months, fr, month_name, short_month
from core.charts.palette import AXIS, GRID, MUTED, SMALL, STRONG
from core.charts.scales import Scale, tick_decimals


NARROW_WIDTH = 340


def is_narrow(width: float) -> bool:
    return width < 400


def months_from(start: date, count: int) -> list[date]:
    return [add_months(start, i) for i in range(count)]


def span_words(months: list[date]) -> str:
    """« de septembre 2024 à août 2026 »."""
    if not months:
        return "aucun mois"
    if len(months) == 1:
        return month_name(months[0])
    first, last = month_name(months[0]), month_name(months[-1])
    return f"{'d’' if first[0] in 'ao' else 'de '}{first} à {last}"


def draw_month_axis(drawing: Drawing, months: list[date], place: Scale, bottom: float) -> None:
    """Every month when there is room, else the quarters or the half-years; each year once."""
    room = abs(place(1) - place(0)) if len(months) > 1 else drawing.width
    every = next((n for n in (1, 3, 6, 12) if room * n >= 34), 12)
    for i, month in enumerate(months):
        if (month.month - 1) % every == 0 or len(months) == 1:
            drawing.line((place(i), bottom), (place(i), bottom + 5), AXIS)
            drawing.text((place(i), bottom + 18), short_month(month), SMALL, "middle")
    _draw_years(drawing, months, place, bottom + 34)


def _draw_years(drawing: Drawing, months: list[date], place: Scale, y: float) -> None:
    januaries = [i for i, month in enumerate(months) if month.month == 1]
    first_january = place(januaries[0]) if januaries else float("inf")
    starts = [] if januaries and first_january - place(0) < 34 else [0]
    for i in dict.fromkeys(starts + januaries):
        drawing.text((place(i), y), str(months[i].year), STRONG, "middle")


def draw_value_axis(
    drawing: Drawing, ticks: list[float], place: Scale, left: float, right: float
) -> None:
    decimals = tick_decimals(ticks)
    for tick in ticks:
        y = place(tick)
        drawing.line((left, y), (right, y), GRID if tick else AXIS)
        drawing.text((left - 6, y + 4), fr(tick, decimals), SMALL, "end")


def draw_nothing(drawing: Drawing, words: str) -> str:
    drawing.height = 32
    drawing.text((0, 20), words, MUTED)
    return drawing.svg()


Label = tuple[float, Callable[[float], None]]


def draw_apart(labels: list[Label], gap: float) -> None:
    """Writes the labels from top to bottom, pushed down so that none covers another."""
    floor = float("-inf")
    for y, write in sorted(labels, key=lambda label: label[0]):
        floor = max(y, floor + gap)
        write(floor)
