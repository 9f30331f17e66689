"""The requests that a person may see, their queue and its counts."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.perimeter import Perimeter
from core.database_role import AllCaisses
from prescribers.models import Prescriber
from sosij.enums import Desk, State, Tab
from sosij.models import HelpRequest, OutcomeAsk, ReadMark, Seat
from sosij.models.request import OPEN_STATES
from sosij.rules.desks import desks_of, of_the_service_medical


def visible(perimeter: Perimeter) -> "QuerySet[HelpRequest]":
    """For each role held, those of its caisses and of its desks.

    What is not qualified is the service médical's.
    """
    seen = Q(pk__in=[])
    for grant in perimeter.grants:
        part = Q()
        if not of_the_service_medical({grant.role}):
            part &= Q(desk__in=desks_of({grant.role}))
        if not isinstance(grant.caisses, AllCaisses):
            part &= Q(caisse__in=grant.caisses)
        seen |= part
    return HelpRequest.objects.filter(seen)


def one_request(perimeter: Perimeter, reference: str) -> HelpRequest | None:
    return visible(perimeter).select_related("holder").filter(reference=reference).first()


def queue(perimeter: Perimeter, tab: str) -> "QuerySet[HelpRequest]":
    """A tab of the desk: open requests by due date, those suspended last; closed ones by date."""
    found = visible(perimeter).select_related("holder")
    if tab == Tab.OUTCOMES:
        return found.filter(_awaited()).order_by("closed_at", "id")
    if tab == Tab.CLOSED:
        return found.filter(~Q(state__in=OPEN_STATES)).order_by("-received_at", "-id")
    found = found.filter(state__in=OPEN_STATES).filter(_of_tab(perimeter, tab))
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


def tab_counts(
    perimeter: Perimeter, now: datetime, today: tuple[datetime, datetime]
) -> dict[str, int]:
    """How many open requests stand in each tab, and how many are late, due today or suspended."""
    tabs = (Tab.MINE, Tab.TO_QUALIFY, Tab.ALL, *Desk)
    counts = {tab: Count("id", filter=_of_tab(perimeter, tab)) for tab in tabs}
    return (
        visible(perimeter)
        .filter(state__in=OPEN_STATES)
        .aggregate(
            **counts,
            late=Count("id", filter=Q(due_at__lt=now)),
            today=Count("id", filter=Q(due_at__gte=now, due_at__range=today)),
            suspended=Count("id", filter=Q(state=State.SUSPENDED)),
        )
    )


def awaited_outcomes(perimeter: Perimeter) -> int:
    """How many closed requests wait for their outcome."""
    return visible(perimeter).filter(_awaited()).count()


def doctors(requests: Iterable[HelpRequest]) -> dict[str, Prescriber]:
    """The doctors of these requests, by RPPS."""
    numbers = {request.rpps for request in requests}
    return {doctor.rpps: doctor for doctor in Prescriber.objects.filter(rpps__in=numbers)}


def unread(perimeter: Perimeter, requests: Iterable[HelpRequest]) -> set[int]:
    """Those that changed since this person read them."""
    listed = list(requests)
    marks = ReadMark.objects.filter(user_id=perimeter.user_id, request__in=listed)
    read = dict(marks.values_list("request_id", "at"))
    return {
        request.pk
        for request in listed
        if request.pk not in read or read[request.pk] < request.changed_at
    }


def seated_at(request: HelpRequest, on: date) -> list[User]:
    """Who may hold a request: the people of its desk, by name."""
    seats = Seat.objects.on(on).filter(caisse=request.caisse, desk=request.desk)
    return list(
        User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("full_name")
    )


def _awaited() -> Q:
    """An exists, so that a request asked twice stands once."""
    asks = OutcomeAsk.objects.filter(request=OuterRef("pk"), asked_at__isnull=False, outcome="")
    return Q(Exists(asks))


def _of_tab(perimeter: Perimeter, tab: str) -> Q:
    if tab == Tab.MINE:
        return Q(holder_id=perimeter.user_id)
    if tab == Tab.TO_QUALIFY:
        return Q(state=State.RECEIVED)
    return Q(desk=tab) if tab in Desk.values else Q()
