"""The page of the list: rows by column, headers that sort, chips, the sentence of the count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from core.charts import MiniRatio
from core.charts.numbers import NNBSP, fr
from prescribers.models import Profile
from prescribers.presenters.columns import SORT_WORDS, Column
from prescribers.presenters.insufficient import insufficient_sentence
from prescribers.presenters.reading import ratio_drawing
from prescribers.presenters.signal import NATIONAL, Said, signal_said
from prescribers.presenters.words import counted


ASCENDING_FIRST = frozenset({"nom", "specialite", "commune", "caisse"})
REMARK, SYNTHETIC, RUN = "Remarque", "Nature des données", "Calcul n°"


@dataclass(frozen=True)
class Cell:
    """`plain`: a text and nothing more, as eight cells in ten; the template asks it first."""

    column: Column
    text: str
    drawing: MiniRatio | None = None
    said: Said | None = None
    plain: bool = True


@dataclass(frozen=True)
class Row:
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


def rows(
    profiles: Iterable[Profile], columns: Sequence[Column], parameters: Mapping[str, Any]
) -> list[Row]:
    return [_row(profile, columns, parameters) for profile in profiles]


def _row(profile: Profile, columns: Sequence[Column], parameters: Mapping[str, Any]) -> Row:
    shown = [column for column in columns if profile.enough or not column.masked]
    return Row(
        rpps=profile.rpps,
        cells=tuple(_cell(profile, column) for column in shown),
        insufficient="" if profile.enough else insufficient_sentence(profile, parameters),
        span=len(columns) - len(shown),
    )


def _cell(profile: Profile, column: Column) -> Cell:
    if column.key == "ratio":
        drawing = ratio_drawing(profile)
        return Cell(column, column.read(profile), drawing, plain=drawing is None)
    if column.key == "signal":
        said = signal_said(profile)
        return Cell(column, said.word, said=said, plain=False)
    return Cell(column, column.read(profile), plain=column.key != "nom")


def csv_header(columns: Sequence[Column], *, synthetic: bool) -> list[str]:
    titles = [title for column in columns for title, _ in column.exported]
    return [*titles, REMARK, RUN, *([SYNTHETIC] if synthetic else [])]


def csv_row(
    profile: Profile,
    columns: Sequence[Column],
    parameters: Mapping[str, Any],
    *,
    run_number: int,
    synthetic: bool,
) -> list[str]:
    """The cells of the screen, masked as on the screen, and the sentence in a column of its own."""
    cells = [
        read(profile) if profile.enough or not column.masked else ""
        for column in columns
        for _, read in column.exported
    ]
    national = NATIONAL if profile.group_fallback else ""
    remark = national if profile.enough else insufficient_sentence(profile, parameters)
    return [*cells, remark, str(run_number), *(["données synthétiques"] if synthetic else [])]


def headers(columns: Sequence[Column], chosen: Mapping[str, str], sort: str) -> list[Header]:
    """A click sorts by the column, a second one the other way round."""
    return [
        Header(column, _query(chosen, _next_sort(column.sort, sort)), _direction(column.sort, sort))
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


def chips(chosen: Mapping[str, str], words: Mapping[str, tuple[str, str]], sort: str) -> list[Chip]:
    return [Chip(*words[name], query_without=query_without(chosen, name, sort)) for name in chosen]


def query_without(chosen: Mapping[str, str], name: str, sort: str) -> str:
    return _query({k: v for k, v in chosen.items() if k != name}, sort)


def _query(chosen: Mapping[str, str], sort: str) -> str:
    return urlencode({**chosen, "tri": sort})


def list_query(chosen: Mapping[str, str], sort: str) -> str:
    return _query(chosen, sort)


def count_words(total: int) -> str:
    return counted(total, "prescripteur", "prescripteurs")


def order_words(sort: str) -> str:
    return f"triés par {SORT_WORDS[sort.removeprefix('-')]}"


def insufficient_note(insufficient: int) -> str:
    return f"dont {fr(insufficient)} à effectif insuffisant"


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
