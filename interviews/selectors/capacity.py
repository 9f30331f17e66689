"""Minutes a week that people declared for interviews, and those already planned."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Sum

from accounts.enums import OrganisationKind
from accounts.models import Habilitation, User
from accounts.perimeter import Perimeter
from core.workdays import calendar_of_caisse
from interviews.models import Capacity, Interview
from interviews.models.interview import DATED_STATES
from interviews.rules.leads import LEADS


ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Load:
    """Minutes of one week; `declared` is None for who declared nothing."""

    declared: int | None
    planned: int

    @property
    def over(self) -> bool:
        return self.declared is not None and self.planned > self.declared


def capacity_of(users: Iterable[User], week: date) -> dict[int, Load]:
    """By number of the person, for the week of this day; two reads however many people."""
    people = [user.pk for user in users]
    monday = week - timedelta(days=week.weekday())
    declared = _declared(people, monday)
    planned = _planned(people, monday)
    return {pk: Load(declared.get(pk), planned[pk]) for pk in people}


def capacities_in(perimeter: Perimeter, on: date) -> list[Capacity]:
    """What was declared in a perimeter, in force or to come, by name."""
    found = perimeter.filter(Capacity.objects.exclude(until__lte=on))
    return list(found.select_related("user").order_by("user__full_name", "caisse", "since"))


def _declared(people: list[int], monday: date) -> dict[int, int]:
    rows = Capacity.objects.on(monday).filter(user__in=people).order_by()
    return dict(rows.values("user").annotate(total=Sum("minutes")).values_list("user", "total"))


def _planned(people: list[int], monday: date) -> "Counter[int]":
    """The week of each interview is that of its caisse: a day more is read on either side."""
    start = datetime.combine(monday, time(), UTC)
    rows = Interview.objects.filter(
        lead__in=people,
        state__in=DATED_STATES,
        starts_at__gte=start - ONE_DAY,
        starts_at__lt=start + ONE_WEEK + ONE_DAY,
    ).values_list("lead", "caisse", "starts_at", "minutes")
    found: Counter[int] = Counter()
    for lead, caisse, starts, minutes in rows:
        day = starts and starts.astimezone(calendar_of_caisse(caisse).timezone).date()
        if day and monday <= day < monday + ONE_WEEK:
            found[lead] += minutes
    return found


def places_led(perimeter: Perimeter) -> list[tuple[User, str]]:
    """Who may lead interviews at which caisse of a perimeter, by name."""
    roles = sorted({role.value for held in LEADS.values() for role in held})
    held = Habilitation.objects.filter(
        role__in=roles, organisation__kind=OrganisationKind.CAISSE, user__is_active=True
    ).in_force(perimeter.on)
    rows = perimeter.filter(held, "organisation__code").select_related("user", "organisation")
    found = {(row.user_id, row.organisation.code): row.user for row in rows.order_by()}
    pairs = [(user, code) for (_, code), user in found.items()]
    return sorted(pairs, key=lambda pair: (pair[0].full_name, pair[1]))
