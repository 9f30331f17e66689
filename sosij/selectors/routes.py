"""The routing table: the rows of the database as the rule reads them."""

from datetime import date

from django.db.models import Q, QuerySet

from sosij.enums import Desk, Level
from sosij.models import LocalRoute
from sosij.rules.routing import RouteRow


def local_rows(on: date) -> list[RouteRow]:
    """Those in force on a day."""
    return [as_row(line) for line in LocalRoute.objects.on(on)]


def every_local_row(today: date, *, past: bool = False) -> "QuerySet[LocalRoute]":
    """In force or to come, in the order of the table; with `past`, those that are over too."""
    rows = LocalRoute.objects.order_by("regime", "caisse", "carsat", "motive", "since")
    return rows if past else rows.filter(Q(until__isnull=True) | Q(until__gt=today))


def as_row(line: LocalRoute) -> RouteRow:
    return RouteRow(
        motive=line.motive,
        desk=Desk(line.desk),
        level=Level(line.level),
        since=line.since,
        until=line.until,
        caisse=line.caisse,
        carsat=line.carsat,
        regime=line.regime,
        source=line.source,
        ident=line.pk,
    )
