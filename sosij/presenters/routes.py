"""The routing table in words: its rows, which one decides, what each motive would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prescribers.presenters.words import caisse_name
from sosij.enums import Desk, Motive, Regime
from sosij.presenters.organising import Span, span
from sosij.rules.carsats import carsat_name
from sosij.rules.routing import RouteRow


WORDS = ("à venir", "en vigueur", "terminée")


@dataclass(frozen=True)
class RouteLine:
    ident: int | None
    motive: str
    place: str
    regime: str
    desk: str
    level: int
    span: Span
    source: str
    local: bool
    mine: bool


@dataclass(frozen=True)
class Decision:
    """What the simulator says: the sentence, the row that decides, those it wins over."""

    sentence: str
    winner: RouteLine
    others: list[RouteLine]
    why: str


@dataclass(frozen=True)
class Proposal:
    """What the table says of one motive, before anybody qualifies."""

    motive: str
    label: str
    where: str
    said: str


def route_lines(
    rows: Iterable[RouteRow],
    labels: Mapping[str, str],
    today: date,
    mine: Iterable[int] = (),
) -> list[RouteLine]:
    """`mine`: the local rows that the reader may close."""
    own = set(mine)
    return [
        RouteLine(
            ident=row.ident,
            motive=str(Motive(row.motive).label) if row.motive else "Tout motif",
            place=_place(row, labels),
            regime=str(Regime(row.regime).label) if row.regime else "Tout régime",
            desk=str(Desk(row.desk).label),
            level=int(row.level),
            span=span(row.since, row.until, today, WORDS),
            source=row.source,
            local=row.ident is not None,
            mine=row.ident in own,
        )
        for row in rows
    ]


def decision(ranked: Sequence[RouteRow], labels: Mapping[str, str], on: date) -> Decision:
    winner, *others = route_lines(ranked, labels, on)
    return Decision(
        sentence=f"{winner.desk}, niveau {winner.level}",
        winner=winner,
        others=others,
        why=_why(ranked),
    )


def proposals(rows: Mapping[Motive, RouteRow]) -> list[Proposal]:
    """One sentence a motive, in the order in which motives decide."""
    return [
        Proposal(
            motive=motive.value,
            label=str(motive.label),
            where=f"{_where(row)} ({_origin(row)})",
            said=f"La table propose\u202f: {_where(row)} "
            f"(motif {motive.label.lower()}, {_origin(row)})",
        )
        for motive, row in rows.items()
    ]


def _where(row: RouteRow) -> str:
    return f"{Desk(row.desk).label.lower()}, niveau {row.level}"


def _origin(row: RouteRow) -> str:
    if row.ident is None:
        return "ligne nationale, régime agricole" if row.regime else "ligne nationale"
    if row.caisse:
        return "ligne de la caisse"
    return f"ligne de la {carsat_name(row.carsat)}" if row.carsat else "ligne du régime"


def _place(row: RouteRow, labels: Mapping[str, str]) -> str:
    if row.caisse:
        return caisse_name(row.caisse, labels)
    return carsat_name(row.carsat) if row.carsat else "Toute la France"


def _why(ranked: Sequence[RouteRow]) -> str:
    """The first thing that the winner says and the next does not."""
    if len(ranked) == 1:
        return "C’est la seule ligne qui parle de cette demande."
    first, second = ranked[0], ranked[1]
    for name, words in (
        ("regime", "elle nomme le régime"),
        ("caisse", "elle nomme la caisse"),
        ("carsat", "elle nomme la Carsat"),
        ("motive", "elle nomme le motif"),
    ):
        if getattr(first, name) and not getattr(second, name):
            return f"Elle l’emporte\u202f: {words}, l’autre ligne non."
    return "Elle l’emporte\u202f: à précision égale, la plus récente."
