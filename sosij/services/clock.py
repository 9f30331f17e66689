"""The clock of a request, stored: pages sort by it, and a past delay is never computed again."""

from datetime import date, datetime

from core.workdays import CALENDARS
from sosij.models import HelpRequest
from sosij.models.request import RUNNING_STATES
from sosij.rules.clock import (
    Pause,
    due_at,
    gross_elapsed,
    net_elapsed,
    promised,
    warned_at,
)


def local_day(request: HelpRequest, moment: datetime) -> date:
    """The day it is at the desk of the request: in La Réunion, days begin three hours early."""
    return moment.astimezone(CALENDARS[request.calendar].timezone).date()


def pauses_of(request: HelpRequest) -> list[Pause]:
    """None yet for a request that is not written."""
    if request.pk is None:
        return []
    rows = request.suspensions.order_by("start").values_list("start", "end")
    return [Pause(start, end) for start, end in rows]


def set_clock(request: HelpRequest) -> None:
    """Due and warning dates, from the promise of the request and its suspensions."""
    request.due_at = request.warn_at = None
    if request.state in RUNNING_STATES:
        level, hours = promised(request.service_level, request.calendar)
        pauses = pauses_of(request)
        request.due_at = due_at(request.received_at, level, hours, pauses)
        request.warn_at = warned_at(request.received_at, level, hours, pauses)


def measure(request: HelpRequest, now: datetime) -> None:
    """Freeze the delays of an answer: net of suspensions, gross, and whether it was in time."""
    level, hours = promised(request.service_level, request.calendar)
    net = net_elapsed(request.received_at, now, hours, pauses_of(request))
    request.answered_at = now
    request.net_seconds = round(net.total_seconds())
    request.gross_seconds = round(gross_elapsed(request.received_at, now, hours).total_seconds())
    request.in_time = net <= level.days * hours.day
