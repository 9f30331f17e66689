"""The requests that a person may see, and who may hold them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.perimeter import Perimeter
from core.database_role import AllCaisses
from prescribers.models import Prescriber
from sosij.models import HelpRequest, Seat
from sosij.rules.desks import desks_of, of_the_service_medical


def visible(perimeter: Perimeter) -> "QuerySet[HelpRequest]":
    return HelpRequest.objects.filter(seen_by(perimeter))


def seen_by(perimeter: Perimeter) -> Q:
    """For each role held, what is of its caisses and of its desks.

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
    return seen


def one_request(perimeter: Perimeter, reference: str) -> HelpRequest | None:
    return visible(perimeter).select_related("holder").filter(reference=reference).first()


def doctors(requests: Iterable[HelpRequest]) -> dict[str, Prescriber]:
    """The doctors of these requests, by RPPS."""
    numbers = {request.rpps for request in requests}
    return {doctor.rpps: doctor for doctor in Prescriber.objects.filter(rpps__in=numbers)}


def seated_at(request: HelpRequest, on: date) -> list[User]:
    """Who may hold a request: the people of its desk, by name."""
    seats = Seat.objects.on(on).filter(caisse=request.caisse, desk=request.desk)
    return list(
        User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("full_name")
    )
