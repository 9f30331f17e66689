"""Charts in templates: the drawing alone, or the figure with sentence, legend, notes and table."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import template
from django.utils.safestring import SafeString

from core.charts.legend import Legend, level_legend
from core.charts.months import NARROW_WIDTH
from core.charts.table import Table


register = template.Library()


class Drawn(Protocol):
    title: str
    sentence: str

    def svg(self, ident: str, width: float = ...) -> str: ...
    def legend(self, ident: str) -> Legend: ...
    def table(self) -> Table: ...


def _svg(text: str) -> SafeString:
    """core.charts escapes every text that it writes."""
    return SafeString(text)


@register.simple_tag
def drawing(chart: Drawn, ident: str | int, width: float | None = None) -> SafeString:
    """`ident` is unique in the page: a counter will do for the rows of a list."""
    name = f"d{ident}" if isinstance(ident, int) else ident
    return _svg(chart.svg(name) if width is None else chart.svg(name, width))


@register.inclusion_tag("components/drawing_pair.html")
def drawing_pair(
    chart: Drawn, ident: str, width: float | None = None, narrow: float = 318
) -> dict[str, Any]:
    """The drawing at its width and at a phone's, of which the theme shows one."""
    return {
        "wide_svg": drawing(chart, f"{ident}-wide", width),
        "narrow_svg": drawing(chart, f"{ident}-narrow", narrow),
    }


@register.inclusion_tag("components/figure.html")
def figure(  # noqa: PLR0913 - the parts of a figure, all optional but three
    chart: Drawn,
    ident: str,
    title: str = "",
    *,
    width: float | None = None,
    tools: Sequence[Any] = (),
    notes: Sequence[tuple[str, str]] = (),
    level: int = 2,
    card: bool = True,
) -> dict[str, Any]:
    """`tools`: mappings of url, icon, label. `notes`: pairs (heading, text). `level`: title's."""
    pair, table = drawing_pair(chart, ident, width, NARROW_WIDTH), chart.table()
    return pair | {
        "ident": ident,
        "title": title or chart.title,
        "sentence": chart.sentence,
        "legend": [(_svg(key), label) for key, label in chart.legend(ident)],
        "table": table,
        "table_head": _svg(table.head()),
        "table_body": _svg(table.body()),
        "tools": tools,
        "notes": notes,
        "level": level,
        "card": card,
    }


@register.inclusion_tag("components/mark_legend.html")
def mark_legend(levels: Sequence[int]) -> dict[str, Any]:
    """What the marks of the ratios of a table mean; `levels`: those that it draws."""
    return {"legend": [(_svg(key), label) for key, label in level_legend(levels)]}
