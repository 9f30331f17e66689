"""What became of the requests of a period: counts only, nothing of one request."""

from datetime import date, datetime, timedelta

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.perimeter import Perimeter
from prescribers.models import Attachment
from sosij.enums import State
from sosij.models import HelpRequest, Opening, OutcomeAsk
from sosij.rules.report import Delays, Recourse, Report


class Quantile(Aggregate):
    """A quantile of PostgreSQL, by interpolation."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def report(
    perimeter: Perimeter, since: date, until: date, moments: tuple[datetime, datetime]
) -> Report:
    """The requests received from `since` to `until`, whose instants are `moments`; nine queries."""
    asked = perimeter.filter(HelpRequest.objects.filter(received_at__range=moments))
    return Report(
        since=since,
        until=until,
        delays=_delays(asked),
        months=_months(asked),
        motives=_counted(asked, "motives__0"),
        levels=_counted(asked, "level"),
        desks=_counted(asked, "desk"),
        outcomes=_outcomes(asked),
        recourse=_recourse(perimeter, asked, until),
    )


def _delays(asked: "QuerySet[HelpRequest]") -> Delays:
    done = Q(state=State.ANSWERED)
    found = asked.aggregate(
        received=Count("id"),
        answered=Count("id", filter=done),
        in_time=Count("id", filter=Q(in_time=True)),
        by_phone=Count("id", filter=Q(by_phone=True)),
        dropped=Count("id", filter=Q(state=State.DROPPED)),
        median=Quantile("net_seconds", share=0.5),
        ninth_decile=Quantile("net_seconds", share=0.9),
    )
    return Delays(**found)


def _months(asked: "QuerySet[HelpRequest]") -> dict[tuple[str, date], int]:
    rows = asked.annotate(month=TruncMonth("received_at")).values_list("departement", "month")
    return {
        (departement, month.date()): n
        for departement, month, n in rows.annotate(n=Count("id")).order_by("departement", "month")
    }


def _counted(asked: "QuerySet[HelpRequest]", field: str) -> dict:
    """By value, those without one left out: they are not qualified yet."""
    rows = asked.exclude(desk="").values_list(field).annotate(n=Count("id")).order_by()
    return dict(rows)


def _outcomes(asked: "QuerySet[HelpRequest]") -> dict[tuple[int, str], int]:
    asks = OutcomeAsk.objects.filter(request__in=asked, asked_at__isnull=False)
    rows = asks.values_list("horizon", "outcome").annotate(n=Count("id")).order_by()
    return {(horizon, outcome): n for horizon, outcome, n in rows}


def _recourse(perimeter: Perimeter, asked: "QuerySet[HelpRequest]", on: date) -> list[Recourse]:
    openings = set(Opening.objects.on(on).values_list("departement", "specialty"))
    # Those to whom it is open no more are in neither count.
    askers: dict[str, int] = {}
    asking = asked.values_list("departement", "specialty").annotate(n=Count("rpps", distinct=True))
    for departement, specialty, n in asking.order_by():
        if (departement, specialty) in openings:
            askers[departement] = askers.get(departement, 0) + n
    places = perimeter.filter(
        Attachment.objects.filter(Q(end__isnull=True) | Q(end__gt=on), start__lte=on)
    )
    rows = (
        places.values_list("departement", "prescriber__specialty")
        .annotate(n=Count("prescriber", distinct=True))
        .order_by()
    )
    targeted: dict[str, int] = {}
    for departement, specialty, n in rows:
        if (departement, specialty) in openings:
            targeted[departement] = targeted.get(departement, 0) + n
    return [
        Recourse(departement, askers.get(departement, 0), n)
        for departement, n in sorted(targeted.items())
    ]


def last_year(on: date) -> tuple[date, date]:
    """The twelve months up to a day, this day included."""
    return on - timedelta(days=365), on
