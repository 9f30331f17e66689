"""The list by groups: a line each, which opens its prescribers, and the line of them all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.charts import MiniRatio, level_of
from core.charts.numbers import NOTHING, fr, interval
from prescribers.presenters.listing import list_query
from prescribers.presenters.words import caisse_name, counted


BY = {"caisse": "caisse", "cpts": "CPTS", "centre": "centre ou maison de santé"}
MANY = {"caisse": "caisses", "cpts": "CPTS", "centre": "centres et maisons de santé"}
DEFAULT_SORT = "-rapport"


class Added(Protocol):
    """The sums of a group."""

    @property
    def code(self) -> str: ...
    @property
    def prescribers(self) -> int: ...
    @property
    def enough(self) -> int: ...
    @property
    def signals(self) -> int: ...
    @property
    def obs_days(self) -> int: ...
    @property
    def exp_days(self) -> float: ...
    @property
    def ratio(self) -> float | None: ...
    @property
    def interval(self) -> tuple[float, float]: ...


class Grouped(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def totals(self) -> Added: ...


@dataclass(frozen=True)
class Line:
    """`drawing` is None where nothing is compared."""

    name: str
    query: str
    prescribers: str
    enough: str
    days: str
    expected: str
    ratio: str
    interval: str
    signals: str
    drawing: MiniRatio | None


@dataclass(frozen=True)
class Header:
    """`drawn`: the scale of the drawings stands under the title."""

    title: str
    query: str = ""
    direction: str = ""
    numeric: bool = True
    drawn: bool = False

    @property
    def icon(self) -> str:
        return {"ascending": "sort-asc", "descending": "sort-desc"}.get(self.direction, "")


@dataclass(frozen=True)
class Tab:
    label: str
    query: str
    current: bool


SORTS: Mapping[str, tuple[str, Callable[[Added], float]]] = {
    "prescripteurs": ("Prescripteurs", lambda t: t.prescribers),
    "evalues": ("Évalués", lambda t: t.enough),
    "jours": ("Jours observés", lambda t: t.obs_days),
    "attendu": ("Jours attendus", lambda t: t.exp_days),
    "rapport": ("Rapport", lambda t: t.ratio or 0.0),
    "signal": ("Signaux", lambda t: t.signals),
}


def known_sort(asked: str) -> str:
    return asked if asked.removeprefix("-") in {"nom", *SORTS} else DEFAULT_SORT


def in_order(
    groups: Iterable[Grouped], sort: str, labels: Mapping[str, str]
) -> list[tuple[str, Grouped]]:
    """Each with its name, in the order asked, then by name."""
    named = [(group.name or caisse_name(group.totals.code, labels), group) for group in groups]
    named.sort(key=lambda pair: pair[0].casefold())
    key = sort.removeprefix("-")
    down = sort.startswith("-")
    if key == "nom":
        return named[::-1] if down else named
    return sorted(named, key=lambda pair: SORTS[key][1](pair[1].totals), reverse=down)


def lines(named: Iterable[tuple[str, Grouped]], by: str, chosen: Mapping[str, str]) -> list[Line]:
    """Those of a page: the interval of 3 000 centres is a second, that of fifty is nothing."""
    field = "caisse" if by == "caisse" else "structure"
    return [
        line(name, group.totals, _opened(chosen, field, group.totals.code)) for name, group in named
    ]


def _opened(chosen: Mapping[str, str], field: str, code: str) -> str:
    """Nothing where a structure is asked for already: both at once have no address."""
    if field == "structure" and field in chosen:
        return ""
    return list_query({**chosen, field: code}, "-ecart")


def line(name: str, totals: Added, query: str) -> Line:
    low, high = totals.interval
    ratio = totals.ratio if totals.enough else None
    known = ratio is not None and ratio > 0
    return Line(
        name=name,
        query=query,
        prescribers=fr(totals.prescribers),
        enough=fr(totals.enough),
        days=fr(totals.obs_days) if totals.enough else NOTHING,
        expected=fr(totals.exp_days) if totals.enough else NOTHING,
        ratio=fr(ratio, 2),
        interval=interval(low, high) if known else "",
        signals=fr(totals.signals) if totals.enough else NOTHING,
        drawing=MiniRatio(ratio, low, high, level_of(ratio, low, high))
        if known and ratio
        else None,
    )


def headers(by: str, sort: str, chosen: Mapping[str, str]) -> list[Header]:
    name = BY[by][0].upper() + BY[by][1:]
    titles = {"nom": name} | {key: title for key, (title, _) in SORTS.items()}
    found = [
        Header(
            title,
            list_query({**chosen, "par": by}, _next_sort(key, sort)),
            _direction(key, sort),
            numeric=key not in {"nom", "rapport"},
            drawn=key == "rapport",
        )
        for key, title in titles.items()
    ]
    return [*found[:-1], Header("Intervalle à 95 %", numeric=False), found[-1]]


def _next_sort(key: str, sort: str) -> str:
    if sort.removeprefix("-") == key:
        return key if sort.startswith("-") else f"-{key}"
    return key if key == "nom" else f"-{key}"


def _direction(key: str, sort: str) -> str:
    if sort.removeprefix("-") != key:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def tabs(by: str, chosen: Mapping[str, str], sort: str) -> list[Tab]:
    """« Par caisse », « Par CPTS », « Par centre ou maison de santé », with the same filters."""
    return [
        Tab(f"Par {name}", list_query({**chosen, "par": key}, sort), key == by)
        for key, name in BY.items()
    ]


def sentence(count: int, by: str, prescribers: int) -> str:
    """« 12 CPTS, 1 742 prescripteurs »."""
    people = counted(prescribers, "prescripteur", "prescripteurs")
    return f"{counted(count, BY[by], MANY[by])}, {people} dans la sélection"
