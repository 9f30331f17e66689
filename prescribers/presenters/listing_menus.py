"""The two menus of the list: the filters that can be added, the columns that can be shown.

They hold 250 choices for the nation, and are nearly always those of the page before: each filter is
written once for its choices and its values, each order of columns once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString

from prescribers.presenters.column import Column


KEPT = 1024
Choices = tuple[tuple[str, str], ...]


class Offered(Protocol):
    """A filter, as the form knows it; without choices it is a least number."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def choices(self) -> Choices: ...


def filters(offered: Iterable[Offered], chosen: Mapping[str, str]) -> list[SafeString]:
    return [
        _ticked(one.name, one.label, one.choices, chosen.get(one.name, ""))
        if one.choices
        else _number(one.name, one.label, chosen.get(one.name, ""))
        for one in offered
    ]


@lru_cache(maxsize=KEPT)
def _ticked(name: str, label: str, choices: Choices, chosen: str) -> SafeString:
    """A box for each choice, under the name of the filter and how many are ticked."""
    values = chosen.split(",") if chosen else []
    boxes = "".join(_box(name, code, words, ticked=code in values) for code, words in choices)
    count = f' <span class="n">{len(values)}</span>' if values else ""
    return SafeString(
        f'<details class="ij-filter"{" open" if values else ""}>'
        f"<summary>{escape(label)}{count}</summary>"
        f'<fieldset class="ij-choices bare"><legend class="visually-hidden">{escape(label)}'
        f"</legend>{boxes}</fieldset></details>"
    )


def _box(name: str, code: str, words: str, *, ticked: bool) -> str:
    return (
        f'<label><input type="checkbox" name="{escape(name)}" value="{escape(code)}"'
        f"{' checked' if ticked else ''}> {escape(words)}</label>"
    )


def _number(name: str, label: str, value: str) -> SafeString:
    return SafeString(
        f'<label class="ij-filter-number">{escape(label)}, au moins '
        '<input class="form-control form-control-sm" type="number" min="1" step="1" '
        f'name="{escape(name)}" value="{escape(value)}"></label>'
    )


class ColumnMenu:
    """The columns shown, in their order, then the others; the name is no choice."""

    def __init__(self, shown: Sequence[Column], available: Mapping[str, Column]) -> None:
        self.count = len(shown) - 1
        self.total = len(available) - 1
        kept = tuple((column.key, column.title) for column in shown[1:])
        every = tuple((column.key, column.title) for column in available.values())
        left = tuple(pair for pair in every if pair not in kept and pair[0] != shown[0].key)
        self.shown, self.others = _shown_columns(kept), _other_columns(left)


@lru_cache(maxsize=KEPT)
def _shown_columns(columns: Choices) -> SafeString:
    """Each with two buttons that move it, which need no script."""
    lines = []
    for place, (key, title) in enumerate(columns):
        up = _move("monter", key, title) if place else ""
        down = _move("descendre", key, title) if place < len(columns) - 1 else ""
        box = _box("colonne", key, title, ticked=True)
        lines.append(f'<div class="ij-column">{box}{up}{down}</div>')
    return SafeString("".join(lines))


@lru_cache(maxsize=KEPT)
def _other_columns(columns: Choices) -> SafeString:
    return SafeString("".join(_box("colonne", key, title, ticked=False) for key, title in columns))


def _move(way: str, key: str, title: str) -> str:
    words = f"{way.capitalize()} {title}"
    icon = {"monter": "up", "descendre": "down"}[way]
    return (
        f'<button class="ij-move" type="submit" name="{way}" value="{escape(key)}" '
        f'aria-label="{escape(words)}"><span class="ic ic-{icon}" aria-hidden="true"></span>'
        "</button>"
    )
