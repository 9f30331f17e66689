"""« Ma journée »: what every app says is awaited, put together and set out by time.

The words are made for the lines shown only: of 2 000 rows a page writes a few hundred.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import accounts.presenters.due
import accounts.selectors.due
import campaigns.presenters.due
import campaigns.selectors.due
import interviews.presenters.due
import interviews.selectors.due
import prescribers.presenters.due
import prescribers.selectors.due
import sosij.presenters.due
import sosij.selectors.due
from accounts.models import User
from accounts.perimeter import Replaced, Scope
from accounts.permissions import HeldRights
from accounts.selectors.absences import replaced_by
from core.database_role import AllCaisses
from core.due import Due, Hint, Wording
from core.jobs.due import failed_jobs
from core.workdays import CALENDARS, Calendar, calendar_of_caisse
from ijportal.pages.presenters.due_jobs import words as job_words


METROPOLE = CALENDARS["FR"]
SUNDAY = 6


@dataclass(frozen=True)
class Provider:
    """What an app says is awaited, and its words."""

    due: Callable[[Scope], list[Due]]
    words: Callable[[Due], Wording]


def _jobs(scope: Scope) -> list[Due]:
    """A job serves every caisse: it is of who may retry it, who administers the nation."""
    perimeter = scope.perimeter("traitements.agir")
    return failed_jobs() if perimeter is not None and perimeter.is_national else []


# Every app of the house, even with nothing to say: a test fails for one that is left out.
PROVIDERS: Mapping[str, Provider] = {
    "campaigns": Provider(campaigns.selectors.due.due, campaigns.presenters.due.words),
    "sosij": Provider(sosij.selectors.due.due, sosij.presenters.due.words),
    "interviews": Provider(interviews.selectors.due.due, interviews.presenters.due.words),
    "prescribers": Provider(prescribers.selectors.due.due, prescribers.presenters.due.words),
    "accounts": Provider(accounts.selectors.due.due, accounts.presenters.due.words),
    "core": Provider(_jobs, job_words),
}


class Group(StrEnum):
    """Where a line stands; a third party's has no other place, whatever its date."""

    TODAY = "aujourdhui"
    WEEK = "semaine"
    THIRD_PARTY = "tiers"
    LATER = "ensuite"


class Placed(NamedTuple):
    """A row with the app that words it, its group, its day counted from today, its order."""

    app: str
    due: Due
    group: Group
    days: int | None
    late: bool
    order: tuple[bool, float]


@dataclass(frozen=True)
class Day:
    """The whole list of a person at an instant; `zone` is where he works."""

    on: date
    now: datetime
    zone: tzinfo
    placed: Sequence[Placed]
    replaced: Mapping[int, Replaced]

    @property
    def pressing(self) -> int:
        """What stands under « Aujourd’hui »: late, of the day, or to do without waiting."""
        return sum(one.group is Group.TODAY for one in self.placed)


def my_day(user: User, rights: HeldRights, now: datetime) -> Day:
    """One query for the absences, then what the providers ask."""
    zone = calendar_for(rights).timezone
    today = now.astimezone(zone).date()
    replaced = replaced_by(user.pk, today)
    scope = Scope(user.pk, frozenset(replaced), now, today, rights.perimeter)
    clock = Clock(now)
    found = [placed(app, due, clock) for app, one in PROVIDERS.items() for due in one.due(scope)]
    found.sort(key=lambda one: one.order)
    return Day(today, now, zone, found, replaced)


def wording(one: Placed) -> Wording:
    return PROVIDERS[one.app].words(one.due)


def calendar_for(rights: HeldRights) -> Calendar:
    """Of the caisses of a person; the metropolitan one when they do not share theirs."""
    found: set[Calendar] = set()
    for grant in rights.grants:
        if isinstance(grant.caisses, AllCaisses):
            return METROPOLE
        found |= {calendar_of_caisse(code) for code in grant.caisses}
    return found.pop() if len(found) == 1 else METROPOLE


@cache
def zone_at(caisse: str) -> tzinfo:
    return calendar_of_caisse(caisse).timezone if caisse else METROPOLE.timezone


class Clock:
    """An instant, and the day it is in each zone: asked for every row, told once a zone."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._days: dict[tzinfo, date] = {}

    def today(self, zone: tzinfo) -> date:
        if zone not in self._days:
            self._days[zone] = self.now.astimezone(zone).date()
        return self._days[zone]


def placed(app: str, due: Due, clock: Clock) -> Placed:
    """Days are counted where the caisse of the row is."""
    zone = zone_at(due.caisse)
    today, day = clock.today(zone), due.day(zone)
    days = (day - today).days if day else 0 if due.hint is Hint.AT_ONCE else None
    late = due.by < clock.now if isinstance(due.by, datetime) else day is not None and day < today
    return Placed(app, due, _group(due, days, today), days, late, _order(due, zone))


def _group(due: Due, days: int | None, today: date) -> Group:
    if due.hint is Hint.THIRD_PARTY:
        return Group.THIRD_PARTY
    if days is None:
        return Group.LATER
    if days <= 0:
        return Group.TODAY
    return Group.WEEK if days <= SUNDAY - today.weekday() else Group.LATER


def _order(due: Due, zone: tzinfo) -> tuple[bool, float]:
    """The oldest first; a day stands for its end, and no date at all comes last."""
    if due.by is None:
        return (True, 0.0)
    if isinstance(due.by, datetime):
        return (False, due.by.timestamp())
    end = datetime(due.by.year, due.by.month, due.by.day, 23, 59, 59, tzinfo=zone)
    return (False, end.timestamp())
