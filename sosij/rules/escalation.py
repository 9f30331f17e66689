"""Who is told that time runs out, and when the head is: a table and a dated parameter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from core.workdays import OfficeHours
from sosij.enums import Event, Told
from sosij.rules.clock import Pause, runs_out


Person = TypeVar("Person")
# The first quality in which there is somebody is told; nobody on duty sends to the head at once.
LADDER = {
    Event.WARN: (Told.HOLDER, Told.DESK),
    Event.BREACH: (Told.ON_DUTY, Told.HEAD),
    Event.ESCALATE: (Told.HEAD,),
}


@dataclass(frozen=True)
class Patience:
    """Office time that the person on duty has before the head is told."""

    version: str
    before_head: timedelta
    since: date
    source: str
    checked: bool


# Chosen by the project: half a day of service. Nothing is published on escalation.
PATIENCES = (
    Patience(
        version="2025-01",
        before_head=timedelta(hours=4, minutes=30),
        since=date(2025, 1, 20),
        source="choix du projet : une demi-journée de service",
        checked=False,
    ),
)


def patience_on(day: date, patiences: Sequence[Patience] = PATIENCES) -> Patience:
    """The one in force on the day of the breach: a later one rewrites nothing."""
    known = [patience for patience in patiences if patience.since <= day]
    return max(known or patiences[:1], key=lambda patience: patience.since)


def told(step: Event, who: Callable[[Told], Sequence[Person]]) -> tuple[Told, Sequence[Person]]:
    """In what quality, and who: nobody at all is an answer, which the pages show."""
    for quality in LADDER[step]:
        people = who(quality)
        if people:
            return quality, people
    return Told.NOBODY, ()


@dataclass(frozen=True)
class Passage:
    """Where a request stood after one passage."""

    at: datetime
    desk: str
    holder: int | None


def last_handed(passages: Iterable[Passage]) -> datetime | None:
    """The last time the request came to another desk or another person.

    A request given back and taken again by the same person has not changed hands.
    """
    found, desk, holder = None, "", None
    for passage in passages:
        if passage.desk != desk:
            found, desk, holder = passage.at, passage.desk, None
        if passage.holder is not None and passage.holder != holder:
            found, holder = passage.at, passage.holder
    return found


def head_told_at(
    breached: datetime,
    handed: datetime | None,
    hours: OfficeHours,
    pauses: Sequence[Pause] = (),
    patiences: Sequence[Patience] = PATIENCES,
) -> datetime | None:
    """When the head is told of a breach still unanswered; None while the request is suspended.

    Whoever receives the request after the breach has the same time before him.
    """
    patience = patience_on(hours.day_of(breached), patiences)
    start = max(breached, handed) if handed else breached
    return runs_out(patience.before_head, start, hours, pauses)
