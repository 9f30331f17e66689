"""The rows of the list as markup, every text escaped here.

A template that asks each of 600 cells what it is took 60 ms of CPU a page, these take 3: the list
is the only page written this way, because it is the only one read all day.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

from core.charts import MiniRatioAxis
from prescribers.presenters.column import Column
from prescribers.presenters.listing import Cell, Header, Row


NOBODY = "00000000000"
SPECIAL = re.compile("[&<>\"']")
AXIS = MiniRatioAxis().svg("axe-ratio")


def row_markup(rows: Sequence[Row], columns: Sequence[Column]) -> SafeString:
    """One `<tr>` a row; nothing at all without rows."""
    opened = {column.key: _opened(column) for column in columns}
    address = reverse("prescripteur", args=[NOBODY])
    lines = (f"<tr>{''.join(_cells(row, columns, opened, address))}</tr>\n" for row in rows)
    return SafeString("".join(lines))


def head_markup(headers: Sequence[Header]) -> SafeString:
    """A title that sorts, how it does now, and the scale over the ratios."""
    return SafeString("".join(_head(header) for header in headers))


def _head(header: Header) -> str:
    numeric = ' class="num"' if header.column.numeric else ""
    sorted_by = f' aria-sort="{header.direction}"' if header.direction else ""
    words = "<br>".join(escape(line) for line in header.lines)
    icon = f'<span class="ic ic-{header.icon}" aria-hidden="true"></span>' if header.icon else ""
    title = f'<a href="?{escape(header.query)}">{words}{icon}</a>' if header.query else words
    scale = f'<span class="ij-axis">{AXIS}</span>' if header.column.key == "ratio" else ""
    return f'<th scope="col"{numeric}{sorted_by}>{title}{scale}</th>'


def _opened(column: Column) -> str:
    title = "Rapport" if column.key == "ratio" else column.title
    drawn = column.key in {"ratio", "signal"}
    return f'<td class="{"nowrap" if drawn else column.classes}" data-label="{escape(title)}">'


def _cells(row: Row, columns: Sequence[Column], opened: dict[str, str], address: str) -> list[str]:
    cells = [_cell(cell, row.rpps, opened[cell.column.key], address) for cell in row.cells]
    return _with_sentence(row, columns, cells) if row.insufficient else cells


def _escaped(text: str) -> str:
    """One cell in a thousand has something to escape: looking costs half of replacing."""
    return escape(text) if SPECIAL.search(text) else text


def _cell(cell: Cell, rpps: str, opened: str, address: str) -> str:
    text = _escaped(cell.text)
    if cell.plain:
        return f"{opened}{text}</td>"
    if cell.drawing is not None:
        drawn = cell.drawing.svg(f"r{rpps}")
        return f'{opened}<span class="ij-ratio"><b>{text}</b>{drawn}</span></td>'
    if cell.said is None:
        url = address.replace(NOBODY, escape(rpps))
        return f'<th scope="row"><a href="{url}">{text}</a></th>'
    kind = "muted" if cell.said.plain else f"ij-status {cell.said.kind}"
    note = f'<span class="second-line">{escape(cell.said.note)}</span>' if cell.said.note else ""
    return f'{opened}<span><span class="{kind}">{text}</span>{note}</span></td>'


def _with_sentence(row: Row, columns: Sequence[Column], cells: list[str]) -> list[str]:
    """The sentence stands across the widest run of hidden columns; the other runs are empty."""
    shown = {cell.column.key: markup for cell, markup in zip(row.cells, cells, strict=True)}
    runs = [
        list(run) for _, run in groupby(columns, key=lambda column: shown.get(column.key, "hidden"))
    ]
    hidden = [run for run in runs if run[0].key not in shown]
    widest = max(hidden, key=len, default=None)
    return [
        shown.get(run[0].key) or _across(len(run), row.insufficient if run is widest else "")
        for run in runs
    ]


def _across(span: int, sentence: str) -> str:
    return f'<td class="insufficient" colspan="{span}">{escape(sentence)}</td>'
