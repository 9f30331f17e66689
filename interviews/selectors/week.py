"""The interviews of one week, for a person or for the whole service."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from accounts.models import Habilitation, User
from accounts.perimeter import Perimeter
from core.workdays import calendar_of_caisse
from interviews.enums import State
from interviews.models import Interview
from interviews.rules.leads import LEADS
from interviews.selectors.interviews import visible


WEEK = timedelta(days=7)
# No caisse is further from Greenwich: a week is cut wide, then by the day it is at each caisse.
FURTHEST = timedelta(hours=14)
SHOWN = (State.SCHEDULED, State.HELD, State.MISSED, State.CLOSED)


def agendas_in(perimeter: Perimeter) -> list[User]:
    """Whose week can be asked for: who leads an interview seen here, or may lead one, by name."""
    roles = {role.value for roles in LEADS.values() for role in roles}
    held = Habilitation.objects.filter(role__in=roles).in_force(perimeter.on)
    here = perimeter.filter(held, "organisation__code").order_by().values("user")
    leading = visible(perimeter).order_by().values("lead")
    people = User.objects.filter(Q(pk__in=here) | Q(pk__in=leading), is_active=True)
    return list(people.order_by("full_name", "pk"))


def week_of(perimeter: Perimeter, monday: date, leads: Iterable[int] = ()) -> list[Interview]:
    """By hour, those with a date from this Monday to the Sunday; of everybody without `leads`."""
    begins = datetime.combine(monday, time.min, UTC)
    wanted = list(leads)
    found = visible(perimeter).filter(
        state__in=SHOWN,
        starts_at__gte=begins - FURTHEST,
        starts_at__lt=begins + WEEK + FURTHEST,
    )
    if wanted:
        found = found.filter(lead__in=wanted)
    rows = found.select_related("prescriber", "lead").order_by("starts_at", "pk")
    return [row for row in rows if monday <= _day(row) < monday + WEEK]


def _day(interview: Interview) -> date:
    at = interview.starts_at
    assert at is not None
    return at.astimezone(calendar_of_caisse(interview.caisse).timezone).date()
