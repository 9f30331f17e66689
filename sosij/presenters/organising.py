"""The pages of the organisation: their sections, dates in words, and who did what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from accounts.presenters import Tab
from core.charts.numbers import date_fr
from core.models import JournalEntry


SECTIONS = (
    ("sosij-ouvertures", "Ouvertures"),
    ("sosij-places", "Places"),
    ("sosij-routage", "Routage"),
    ("sosij-delai", "Délai"),
)
ACTS = {
    "sosij.ouverture-ouvrir": "Ouverture ajoutée",
    "sosij.ouverture-fermer": "Ouverture fermée",
    "sosij.ouverture-retirer": "Ouverture annoncée retirée",
    "sosij.place-ajouter": "Place donnée",
    "sosij.place-changer": "Place changée",
    "sosij.place-fermer": "Place fermée",
    "sosij.place-retirer": "Place annoncée retirée",
    "sosij.routage-ajouter": "Ligne ajoutée",
    "sosij.routage-fermer": "Ligne fermée",
    "sosij.routage-retirer": "Ligne annoncée retirée",
}


@dataclass(frozen=True)
class Span:
    """A row's days: a word, its colour, its dates, and whether it is begun or over."""

    word: str
    kind: str
    words: str
    begun: bool
    over: bool


@dataclass(frozen=True)
class ActLine:
    at: str
    act: str
    said: str
    by: str


def sections(current: str) -> list[Tab]:
    return [Tab(route, label, route == current) for route, label in SECTIONS]


def span(since: date, until: date | None, today: date, words: tuple[str, str, str]) -> Span:
    """`words`: to come, in force, over. The last day is said as people say it, included."""
    coming, current, over = words
    last = until - timedelta(days=1) if until else None
    if since > today:
        dates = (
            f"du {date_fr(since)} au {date_fr(last)}" if last else f"à partir du {date_fr(since)}"
        )
        return Span(coming, "waiting", dates, begun=False, over=False)
    dates = f"du {date_fr(since)} au {date_fr(last)}" if last else f"depuis le {date_fr(since)}"
    ended = until is not None and until <= today
    return Span(over if ended else current, "" if ended else "done", dates, begun=True, over=ended)


def act_lines(entries: Iterable[JournalEntry], names: Mapping[int, str]) -> list[ActLine]:
    return [
        ActLine(
            at=f"{localtime(entry.at):%d/%m/%Y %H:%M}",
            act=ACTS.get(entry.action, entry.action),
            said=entry.reason,
            by=names.get(entry.actor_id or 0, "") or entry.system,
        )
        for entry in entries
    ]
