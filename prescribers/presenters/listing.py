"""The page of the list: rows by column, headers that sort, chips, the sentence of the count."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

from core.charts import MiniRatio
from core.charts.numbers import NNBSP, fr
from prescribers.models import Profile
from prescribers.presenters.column import Read
from prescribers.presenters.columns import Column, order_name
from prescribers.presenters.insufficient import insufficient_sentence
from prescribers.presenters.reading import ratio_drawing
from prescribers.presenters.signal import NATIONAL, Said, signal_said
from prescribers.presenters.words import counted


ASCENDING_FIRST = frozenset({"nom", "specialite", "commune", "caisse", "region"})
# Names of the address that are no filter among values.
TEXT, COLUMNS = "q", "colonnes"
Words = Callable[[str, str], tuple[str, str]]
REMARK, SYNTHETIC, RUN = "Remarque", "Nature des données", "Calcul n°"


class Cell(NamedTuple):
    """`plain`: a text and nothing more, as eight cells in ten."""

    column: Column
    text: str
    drawing: MiniRatio | None = None
    said: Said | None = None
    plain: bool = True


class Row(NamedTuple):
    """`insufficient`: the sentence said across the `span` last columns instead of figures."""

    rpps: str
    cells: tuple[Cell, ...]
    insufficient: str = ""
    span: int = 0


@dataclass(frozen=True)
class Header:
    column: Column
    query: str
    direction: str

    @property
    def lines(self) -> list[str]:
        """Over figures, a title stands on two lines: the column is no wider than its numbers."""
        title = self.column.title
        return title.split(" ", 1) if self.column.numeric else [title]

    @property
    def icon(self) -> str:
        return {"ascending": "sort-asc", "descending": "sort-desc"}.get(self.direction, "")


@dataclass(frozen=True)
class Chip:
    field: str
    value: str
    query_without: str


class Shown(Protocol):
    """A page of the list, as it was cut."""

    @property
    def rpps(self) -> tuple[str, ...]: ...
    @property
    def before(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def insufficient(self) -> int: ...


@dataclass(frozen=True)
class PageLinks:
    """Queries of the neighbours, empty where there is none."""

    place: str
    note: str
    first: str
    before: str
    after: str
    last: str


def rows(
    profiles: Iterable[Profile], columns: Sequence[Column], parameters: Mapping[str, Any]
) -> list[Row]:
    every = [(column, CELLS.get(column.key, _text)) for column in columns]
    known = [(column, made) for column, made in every if not column.masked]
    return [
        Row(profile.rpps, tuple([made(profile, column) for column, made in every]))
        if profile.enough
        else Row(
            profile.rpps,
            tuple([made(profile, column) for column, made in known]),
            insufficient_sentence(profile, parameters),
            len(every) - len(known),
        )
        for profile in profiles
    ]


def _text(profile: Profile, column: Column) -> Cell:
    return Cell(column, column.read(profile))


def _name(profile: Profile, column: Column) -> Cell:
    return Cell(column, column.read(profile), plain=False)


def _ratio(profile: Profile, column: Column) -> Cell:
    drawing = ratio_drawing(profile)
    return Cell(column, column.read(profile), drawing, plain=drawing is None)


def _signal(profile: Profile, column: Column) -> Cell:
    said = signal_said(profile)
    return Cell(column, said.word, said=said, plain=False)


# What is not a text alone.
CELLS = {"nom": _name, "ratio": _ratio, "signal": _signal}


def csv_header(columns: Sequence[Column], *, synthetic: bool) -> list[str]:
    titles = [title for title, _, _ in _exported(columns)]
    return [*titles, REMARK, RUN, *([SYNTHETIC] if synthetic else [])]


def _exported(columns: Sequence[Column]) -> list[tuple[str, Read, bool]]:
    """Title, reader and whether it is masked; a figure that two columns hold is written once."""
    found: dict[str, tuple[str, Read, bool]] = {}
    for column in columns:
        for title, read in column.exported:
            found.setdefault(title, (title, read, column.masked))
    return list(found.values())


def csv_rows(
    profiles: Iterable[Profile],
    columns: Sequence[Column],
    parameters: Mapping[str, Any],
    *,
    run_number: int,
    synthetic: bool,
) -> Iterator[list[str]]:
    """The cells of the screen, masked as on the screen, and the sentence in a column of its own."""
    written = _exported(columns)
    end = [str(run_number), *(["données synthétiques"] if synthetic else [])]
    for profile in profiles:
        cells = [
            read(profile) if profile.enough or not masked else "" for _, read, masked in written
        ]
        national = NATIONAL if profile.group_fallback else ""
        remark = national if profile.enough else insufficient_sentence(profile, parameters)
        yield [*cells, remark, *end]


def headers(columns: Sequence[Column], chosen: Mapping[str, str], sort: str) -> list[Header]:
    """A click sorts by the column, a second one the other way round."""
    return [
        Header(
            column,
            list_query(chosen, _next_sort(column.sort, sort)) if column.sort else "",
            _direction(column.sort, sort),
        )
        for column in columns
    ]


def _direction(name: str, sort: str) -> str:
    if sort.removeprefix("-") != name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def _next_sort(name: str, sort: str) -> str:
    if sort == name:
        return f"-{name}"
    if sort == f"-{name}":
        return name
    return name if name in ASCENDING_FIRST else f"-{name}"


def chips(
    chosen: Mapping[str, str], words: Words, sort: str, kept: Mapping[str, str]
) -> list[Chip]:
    """One for each value: it takes away itself and leaves the others, with `kept` beside."""
    return [
        Chip(
            *words(name, value),
            query_without=list_query({**_without(chosen, name, value), **kept}, sort),
        )
        for name, values in chosen.items()
        for value in ([values] if name == TEXT else values.split(","))
    ]


def _without(chosen: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    left = [] if name == TEXT else [v for v in chosen[name].split(",") if v != value]
    return {k: ",".join(left) if k == name else v for k, v in chosen.items() if k != name or left}


def query_without(chosen: Mapping[str, str], name: str, sort: str) -> str:
    return list_query({k: v for k, v in chosen.items() if k != name}, sort)


def list_query(chosen: Mapping[str, str], sort: str) -> str:
    """The address of a list; the values of a filter stay readable, « specialite=MG,PSY »."""
    return urlencode({**chosen, "tri": sort}, safe=",")


def count_words(total: int) -> str:
    return counted(total, "prescripteur", "prescripteurs")


def order_words(sort: str) -> str:
    return f"triés par {order_name(sort)}"


def page_links(page: Shown, chosen: Mapping[str, str], sort: str) -> PageLinks:
    """Where the page stands in the list, and the addresses of the other ones."""
    query = list_query(chosen, sort)
    first, last = page.before == 0, page.before + len(page.rpps) >= page.total
    note = f"dont {fr(page.insufficient)} à effectif insuffisant" if page.insufficient else ""
    return PageLinks(
        place=f"{fr(page.before + 1)} à {fr(page.before + len(page.rpps))} sur {fr(page.total)}",
        note=note,
        first="" if first else query,
        before="" if first else f"{query}&avant={page.rpps[0]}",
        after="" if last else f"{query}&apres={page.rpps[-1]}",
        last="" if last else f"{query}&avant=fin",
    )


def empty_title(filters: int) -> str:
    """« Aucun prescripteur avec ces 4 filtres. »."""
    if not filters:
        return "Aucun prescripteur dans votre périmètre."
    return f"Aucun prescripteur avec {'ce filtre' if filters == 1 else f'ces {filters} filtres'}."


def empty_text(field: str, value: str, without: int) -> str:
    """« Le plus restrictif est « … » : sans lui, 23 lignes. »."""
    lines = counted(without, "ligne", "lignes")
    name = f"«{NNBSP}{field}{NNBSP}: {value}{NNBSP}»"
    return f"Le plus restrictif est {name}{NNBSP}: sans lui, {lines}."
