"""What was said about a request: behind the wall for whom may read it, in the open for all."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.perimeter import Perimeter
from sosij.enums import Event, State
from sosij.models import (
    DeskText,
    HelpRequest,
    Move,
    OutcomeAsk,
    RequestFile,
    RequestText,
    Suspension,
)
from sosij.rules.clock import Pause


def moves(request: HelpRequest) -> "QuerySet[Move]":
    return request.moves.select_related("by", "holder").order_by("id")


def pauses_by_request(requests: Iterable[HelpRequest]) -> dict[int, list[Pause]]:
    """The suspensions of these requests, in the order of time."""
    rows = Suspension.objects.filter(request__in=list(requests)).order_by("start")
    found: dict[int, list[Pause]] = {}
    for request_id, start, end in rows.values_list("request_id", "start", "end"):
        found.setdefault(request_id, []).append(Pause(start, end))
    return found


def pauses(request: HelpRequest, passages: Iterable[Move]) -> list[Pause]:
    """Those of one request, none read when none of its passages suspended it."""
    if not any(move.event == Event.SUSPEND for move in passages):
        return []
    return pauses_by_request([request]).get(request.pk, [])


def outcomes(request: HelpRequest) -> "QuerySet[OutcomeAsk]":
    """Asked of an answered request only."""
    if request.state != State.ANSWERED:
        return OutcomeAsk.objects.none()
    return request.outcomes.select_related("by").order_by("horizon")


def desk_texts(request: HelpRequest) -> "QuerySet[DeskText]":
    """None of a request that has always been at the service médical."""
    if request.written_behind_the_wall and not request.redirections:
        return DeskText.objects.none()
    return request.desk_texts.select_related("by").order_by("id")


def texts(perimeter: Perimeter, request: HelpRequest) -> "QuerySet[RequestText]":
    """Runs under the medical role of the database."""
    return perimeter.filter(RequestText.objects.filter(request=request)).order_by("id")


def files(perimeter: Perimeter, request: HelpRequest) -> "QuerySet[RequestFile]":
    """Runs under the medical role of the database; the bytes are not read."""
    found = perimeter.filter(RequestFile.objects.filter(request=request))
    return found.defer("content").order_by("id")
