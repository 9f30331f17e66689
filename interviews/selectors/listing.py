"""The list of interviews: what cuts it, how it is ordered, who leads them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from accounts.perimeter import Perimeter
from interviews.models import Interview
from interviews.models.interview import OPEN_STATES
from interviews.selectors.interviews import visible
from prescribers.ingestion.sort_names import sort_name


MINE = "moi"
# Shorter than this, a piece of a name found anywhere would find everybody.
ANYWHERE_FROM = 3
WEEK = timedelta(days=7)


def leads(perimeter: Perimeter) -> list[tuple[int, str]]:
    """Who leads an interview that this person sees, himself aside, by name."""
    known = visible(perimeter).order_by().values("lead")
    people = User.objects.filter(pk__in=known).exclude(pk=perimeter.user_id)
    return list(people.order_by("full_name", "pk").values_list("pk", "full_name"))


def open_counts(perimeter: Perimeter) -> dict[str, int]:
    """How many stand in each state, the closed ones aside."""
    rows = visible(perimeter).filter(state__in=OPEN_STATES).order_by().values_list("state")
    return dict(rows.annotate(number=Count("pk")))


def cut(
    perimeter: Perimeter, chosen: Mapping[str, str], now: datetime, monday: datetime
) -> "QuerySet[Interview]":
    """Those that suit every filter; `monday`: midnight of the first day of this week."""
    found = visible(perimeter).filter(*_conditions(perimeter, chosen, now, monday))
    return found.select_related("prescriber", "lead", "report")


def ordered(found: "QuerySet[Interview]", sort: str) -> "QuerySet[Interview]":
    """By date, what has none at the end both ways."""
    if sort == "date":
        return found.order_by(F("starts_at").asc(nulls_last=True), "pk")
    return found.order_by(F("starts_at").desc(nulls_last=True), "-pk")


def _conditions(
    perimeter: Perimeter, chosen: Mapping[str, str], now: datetime, monday: datetime
) -> list[Q]:
    periods = {
        "sans-date": Q(starts_at__isnull=True),
        "a-venir": Q(starts_at__gt=now),
        "semaine": Q(starts_at__gte=monday, starts_at__lt=monday + WEEK),
        "passe": Q(starts_at__lte=now),
    }
    made = {
        "qui": lambda who: _led_by(who, perimeter.user_id),
        "type": lambda kinds: Q(kind__in=kinds),
        "etat": lambda states: Q(state__in=states),
        "periode": lambda words: reduce(or_, (periods[word] for word in words)),
    }
    found = [make(chosen[name].split(",")) for name, make in made.items() if name in chosen]
    return [*found, *([_matching(chosen["q"])] if "q" in chosen else [])]


def _led_by(who: Sequence[str], user_id: int) -> Q:
    return Q(lead_id__in=[user_id if one == MINE else int(one) for one in who])


def _matching(text: str) -> Q:
    """Every word: the start of the RPPS number, or a piece of the doctor's name."""
    return reduce(and_, (word_of(word, "prescriber__") for word in sort_name(text).split()), Q())


def word_of(word: str, doctor: str) -> Q:
    """What one word asks of the doctor found at the end of the path `doctor`."""
    if word.isdigit():
        return Q(**{f"{doctor}rpps__startswith": word})
    if len(word) >= ANYWHERE_FROM:
        return Q(**{f"{doctor}name_sort__contains": word})
    first, others = f"{doctor}name_sort__startswith", f"{doctor}name_sort__contains"
    return Q(**{first: word}) | Q(**{others: f" {word}"})
