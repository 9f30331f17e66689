"""What became of the requests of a period: counts only, nothing of one request."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, FloatField, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.perimeter import Perimeter
from sosij.enums import State
from sosij.models import HelpRequest, OutcomeAsk
from sosij.rules.report import Period, Recourse, Report, Totals
from sosij.selectors.openings import asked_and_targeted, by_departement


class Quantiles(Aggregate):
    """Quantiles of PostgreSQL, by interpolation."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[%(shares)s]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


DECILES = ", ".join(f"0.{tenth}" for tenth in range(1, 10))


class Group(NamedTuple):
    """Requests alike in all that the report tells apart."""

    departement: str
    month: datetime
    motive: str
    level: int
    desk: str
    state: str
    in_time: bool | None
    by_phone: bool
    n: int


def report(perimeter: Perimeter, period: Period) -> Report:
    """The requests received in the period and qualified, of the département if one is asked.

    Read once, as groups: counts read one after the other, while a request comes in, would not add
    up to each other.
    """
    asked = _received(perimeter, period)
    groups = _groups(asked)
    return Report(
        period=period,
        totals=_totals(groups, asked),
        months=_added(groups, lambda group: (group.departement, group.month.date())),
        motives=_added(groups, lambda group: group.motive),
        levels=_added(groups, lambda group: group.level),
        desks=_added(groups, lambda group: group.desk),
        outcomes=_outcomes(asked),
        recourse=_recourse(perimeter, asked, period),
    )


def places(perimeter: Perimeter) -> list[str]:
    """The départements of the requests ever received here."""
    found = perimeter.filter(HelpRequest.objects.order_by())
    return sorted(set(found.values_list("departement", flat=True).distinct()))


def _received(perimeter: Perimeter, period: Period) -> "QuerySet[HelpRequest]":
    zone = timezone.get_current_timezone()
    start, end = (datetime.combine(day, time.min, zone) for day in (period.first, period.end))
    qualified = HelpRequest.objects.exclude(desk="")
    found = perimeter.filter(qualified.filter(received_at__gte=start, received_at__lt=end))
    return found.filter(departement=period.departement) if period.departement else found


def _groups(asked: "QuerySet[HelpRequest]") -> list[Group]:
    """The month is that of the receipt where the portal is."""
    rows = asked.annotate(month=TruncMonth("received_at")).values_list(
        "departement", "month", "motives__0", "level", "desk", "state", "in_time", "by_phone"
    )
    return [Group(*row) for row in rows.annotate(n=Count("id")).order_by()]


def _added(groups: Iterable[Group], key: Callable[[Group], Any]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for group in groups:
        found[key(group)] = found.get(key(group), 0) + group.n
    return found


def _totals(groups: list[Group], asked: "QuerySet[HelpRequest]") -> Totals:
    states = _added(groups, lambda group: group.state)
    found = asked.aggregate(deciles=Quantiles("net_seconds", shares=DECILES))
    return Totals(
        received=sum(states.values()),
        answered=states.get(State.ANSWERED, 0),
        dropped=states.get(State.DROPPED, 0),
        in_time=sum(group.n for group in groups if group.in_time),
        by_phone=sum(group.n for group in groups if group.by_phone),
        deciles=tuple(found["deciles"] or ()),
    )


def _outcomes(asked: "QuerySet[HelpRequest]") -> dict[tuple[int, str], int]:
    asks = OutcomeAsk.objects.filter(request__in=asked, asked_at__isnull=False)
    rows = asks.values_list("horizon", "outcome").annotate(n=Count("id")).order_by()
    return {(horizon, outcome): n for horizon, outcome, n in rows}


def _recourse(
    perimeter: Perimeter, asked: "QuerySet[HelpRequest]", period: Period
) -> list[Recourse]:
    on = min(period.end - timedelta(days=1), perimeter.on)
    askers, targeted = map(by_departement, asked_and_targeted(perimeter, asked, on))
    return [
        Recourse(departement, askers.get(departement, 0), n)
        for departement, n in sorted(targeted.items())
        if period.departement in {"", departement}
    ]
