"""Openings by département, with how many of those they are for have asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.charts.numbers import fr
from ijstats import publish, publish_list
from prescribers.presenters.disclosure import HIDDEN
from prescribers.presenters.words import specialty_name
from sosij.models import Opening
from sosij.presenters.organising import Span, span


WORDS = ("annoncée", "ouverte", "fermée")
Where = tuple[str, str]


@dataclass(frozen=True)
class OpeningLine:
    ident: int
    specialty: str
    span: Span
    source: str
    askers: str
    targeted: str
    rate: str


@dataclass(frozen=True)
class OpeningGroup:
    departement: str
    lines: list[OpeningLine]


def opening_groups(
    openings: Iterable[Opening],
    askers: Mapping[Where, int],
    targeted: Mapping[Where, int],
    today: date,
) -> list[OpeningGroup]:
    """The small counts of a département are hidden together: the report gives its totals."""
    rows: dict[str, list[Opening]] = {}
    for opening in openings:
        rows.setdefault(opening.departement, []).append(opening)
    return [
        OpeningGroup(place, _lines(place, listed, askers, targeted, today))
        for place, listed in rows.items()
    ]


def _lines(
    place: str,
    listed: list[Opening],
    askers: Mapping[Where, int],
    targeted: Mapping[Where, int],
    today: date,
) -> list[OpeningLine]:
    current = sorted({one.specialty for one in listed if span_of(one, today).word == WORDS[1]})
    asked = dict(zip(current, _hidden(place, current, askers), strict=True))
    there = dict(zip(current, _hidden(place, current, targeted), strict=True))
    lines = []
    for one in listed:
        days = span_of(one, today)
        shown = days.word == WORDS[1]
        part, whole = asked.get(one.specialty), there.get(one.specialty)
        lines.append(
            OpeningLine(
                ident=one.pk,
                specialty=specialty_name(one.specialty),
                span=days,
                source=one.source,
                askers=_figure(part) if shown else "",
                targeted=_figure(whole) if shown else "",
                rate=_rate(part, whole) if shown else "",
            )
        )
    return lines


def span_of(opening: Opening, today: date) -> Span:
    return span(opening.since, opening.until, today, WORDS)


def _hidden(place: str, current: list[str], counts: Mapping[Where, int]) -> list[int | None]:
    if not current:
        return []
    cells, _ = publish_list([counts.get((place, specialty), 0) for specialty in current])
    return cells


def _figure(count: int | None) -> str:
    return HIDDEN if count is None else fr(count)


def _rate(part: int | None, whole: int | None) -> str:
    """A rate of hidden counts would give them back; so would one whose rest is small."""
    if part is None or whole is None:
        return HIDDEN
    if not whole or part > whole:
        return "sans objet"
    return HIDDEN if publish(whole - part) is None else f"{fr(100 * part / whole)}\u202f%"
