"""The queue of a desk: its tabs, what cuts it, how it is ordered, what is counted.

What is open is a few hundred rows whatever the years keep: every count beside a tab reads the
partial index of the open ones, and only the tab of the closed reads the closed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, or_

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.expressions import OrderBy

from accounts.models import User
from accounts.perimeter import Perimeter
from prescribers.ingestion.sort_names import sort_name
from prescribers.models import Prescriber
from sosij.enums import Desk, Situation, State, Tab
from sosij.models import HelpRequest, Opening, OutcomeAsk, Seat
from sosij.models.request import CLOSED_STATES, OPEN_STATES
from sosij.rules.routing import LOOPS_FLAGGED
from sosij.selectors.notices import told_to
from sosij.selectors.requests import visible


NOBODY = "personne"
# Shorter than this, a piece of a name found anywhere would find everybody.
ANYWHERE_FROM = 3
Moments = tuple[datetime, datetime]
Condition = Callable[[Sequence[str]], Q]


def of_tab(perimeter: Perimeter, tab: str) -> "QuerySet[HelpRequest]":
    """Every request of a tab, in no order."""
    found = visible(perimeter)
    if tab == Tab.OUTCOMES:
        return found.filter(_awaited())
    if tab == Tab.CLOSED:
        return found.filter(state__in=CLOSED_STATES)
    return found.filter(_open_of_tab(perimeter, tab), state__in=OPEN_STATES)


def cut(
    found: "QuerySet[HelpRequest]", chosen: Mapping[str, str], moments: tuple[datetime, Moments]
) -> "QuerySet[HelpRequest]":
    """Those that suit every filter; `moments`: now, and the ends of the day."""
    return found.filter(*_conditions(chosen, moments).values())


def ordered(found: "QuerySet[HelpRequest]", sort: str, *, past: bool) -> "QuerySet[HelpRequest]":
    """By the header chosen, then by number."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    field = F("due_at")
    if name == "recue":
        field = F("received_at")
    elif past:
        field = F("net_seconds") if name == "net" else F("closed_at")
    elif name == "net":
        # The less time has run of the same days promised, the later the end of the delay.
        down = not down
    # A date of receipt is never null, and its index is not in the order of « nulls last ».
    order = OrderBy(field, descending=down, nulls_last=None if name == "recue" else True)
    return found.order_by(order, "-id" if down else "id")


@dataclass(frozen=True)
class Listed:
    """The requests of a page, in its order; which have news for this person, or are his to see."""

    requests: list[HelpRequest]
    unread: set[int]
    told: set[int]


def page_rows(
    perimeter: Perimeter, page: "QuerySet[HelpRequest]", sort: str, *, past: bool
) -> Listed:
    """The page is cut in an index by number alone, then joined.

    Joined before it was cut, a page far in the closed ones read 35 000 accounts.
    """
    cut_out = HelpRequest.objects.filter(pk__in=page.values("pk"))
    marked = cut_out.select_related("holder").alias(mark=_own_mark(perimeter))
    news = ExpressionWrapper(_news(), output_field=BooleanField())
    rows = list(ordered(marked, sort, past=past).annotate(unread=news, told=told_to(perimeter)))
    return Listed(
        requests=list(rows),
        unread={row.pk for row in rows if row.unread},
        told={row.pk for row in rows if row.told},
    )


def tab_counts(perimeter: Perimeter, now: datetime, today: Moments) -> dict[str, int]:
    """How many open requests stand in each tab, unread or not, and how many are late or due."""
    tabs = (Tab.MINE, Tab.TOLD, Tab.TO_QUALIFY, Tab.ALL, *Desk)
    counts = {tab: Count("id", filter=_open_of_tab(perimeter, tab)) for tab in tabs}
    unread = {
        unread_key(tab): Count("id", filter=_open_of_tab(perimeter, tab) & _news()) for tab in tabs
    }
    return (
        visible(perimeter)
        .filter(state__in=OPEN_STATES)
        .alias(mark=_own_mark(perimeter))
        .aggregate(
            **counts,
            **unread,
            late=Count("id", filter=late(now)),
            today=Count("id", filter=_due_today(now, today)),
            suspended=Count("id", filter=Q(state=State.SUSPENDED)),
        )
    )


def unread_key(tab: str) -> str:
    return f"unread_{tab}"


def late(now: datetime) -> Q:
    """The delay has run out; a suspension that came after gives none of it back."""
    return Q(due_at__lt=now) | Q(state=State.SUSPENDED, breached_at__isnull=False)


def awaited_outcomes(perimeter: Perimeter) -> int:
    """How many closed requests wait for their outcome."""
    return visible(perimeter).filter(_awaited()).count()


def most_restrictive(
    found: "QuerySet[HelpRequest]", chosen: Mapping[str, str], moments: tuple[datetime, Moments]
) -> tuple[str, int]:
    """The filter that hides most when nothing is left, and how many rows come without it."""
    conditions = _conditions(chosen, moments)
    counts = found.aggregate(
        **{
            f"without_{name}": Count(
                "id", filter=reduce(and_, (q for k, q in conditions.items() if k != name), Q())
            )
            for name in conditions
        }
    )
    name = max(conditions, key=lambda name: counts[f"without_{name}"])
    return name, counts[f"without_{name}"]


def holders(perimeter: Perimeter) -> list[tuple[int, str]]:
    """The people with a seat where this person looks, by name."""
    seats = perimeter.filter(Seat.objects.on(perimeter.on))
    people = User.objects.filter(pk__in=seats.values("user")).order_by("full_name")
    return list(people.values_list("pk", "full_name"))


def places(on: date) -> list[str]:
    """The départements where the service is open."""
    codes = Opening.objects.on(on).values_list("departement", flat=True)
    return sorted(set(codes))


def _awaited() -> Q:
    """An exists, so that a request asked twice stands once."""
    asks = OutcomeAsk.objects.filter(request=OuterRef("pk"), asked_at__isnull=False, outcome="")
    return Q(Exists(asks))


def _own_mark(perimeter: Perimeter) -> FilteredRelation:
    return FilteredRelation("read_marks", condition=Q(read_marks__user=perimeter.user_id))


def _news() -> Q:
    """What changed since this person read it."""
    return Q(mark__at__isnull=True) | Q(mark__at__lt=F("changed_at"))


def _open_of_tab(perimeter: Perimeter, tab: str) -> Q:
    if tab == Tab.MINE:
        return Q(holder_id=perimeter.user_id)
    if tab == Tab.TOLD:
        return Q(told_to(perimeter))
    if tab == Tab.TO_QUALIFY:
        return Q(state=State.RECEIVED)
    return Q(desk=tab) if tab in Desk.values else Q()


def _due_today(now: datetime, today: Moments) -> Q:
    return Q(due_at__gte=now, due_at__range=today)


def _conditions(chosen: Mapping[str, str], moments: tuple[datetime, Moments]) -> dict[str, Q]:
    now, today = moments
    situations = {
        Situation.LATE: late(now) | Q(in_time=False),
        Situation.TODAY: _due_today(now, today),
        Situation.SUSPENDED: Q(state=State.SUSPENDED),
        Situation.LOOPS: Q(redirections__gte=LOOPS_FLAGGED),
    }
    made: dict[str, Condition] = {
        "guichet": lambda codes: Q(desk__in=codes),
        "etat": lambda codes: Q(state__in=codes),
        "delai": lambda words: reduce(or_, (situations[Situation(word)] for word in words)),
        "niveau": lambda levels: Q(level__in=map(int, levels)),
        "motif": lambda motives: Q(motives__overlap=list(motives)),
        "detenteur": _held_by,
        "departement": lambda codes: Q(departement__in=codes),
    }
    found = {name: make(chosen[name].split(",")) for name, make in made.items() if name in chosen}
    return {**found, **({"q": _matching(chosen["q"])} if "q" in chosen else {})}


def _held_by(who: Sequence[str]) -> Q:
    people = Q(holder_id__in=[int(one) for one in who if one != NOBODY])
    return people | Q(holder__isnull=True) if NOBODY in who else people


def _matching(text: str) -> Q:
    """Every word: pieces of a reference, the start of an RPPS number, or of the doctor's name."""
    words = sort_name(text).split()
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit()]
    found = reduce(
        and_, (Q(reference__contains=word) | Q(rpps__startswith=word) for word in numbers), Q()
    )
    if names or not numbers:
        doctors = Prescriber.objects.filter(*(_named(word) for word in names or [text]))
        found &= Q(rpps__in=doctors.values("rpps"))
    return found


def _named(word: str) -> Q:
    if len(word) >= ANYWHERE_FROM:
        return Q(name_sort__contains=word)
    return Q(name_sort__startswith=word) | Q(name_sort__contains=f" {word}")
