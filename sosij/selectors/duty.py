"""Who can be told of a request, and the roster of a desk."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.perimeter import Perimeter
from accounts.permissions import perimeter_for
from sosij.enums import Desk, State, Told
from sosij.models import Duty, HelpRequest, Seat
from sosij.rules.roster import Stretch
from sosij.selectors.requests import seen_by, visible


READING = "sosij.lire"


def people(request: HelpRequest, quality: Told, day: date) -> list[User]:
    """Those of this quality who may open the request that day, by name."""
    found = _candidates(request, quality, day).filter(is_active=True).order_by("full_name", "pk")
    return [user for user in found if _opens(user, request, day)]


def _candidates(request: HelpRequest, quality: Told, day: date) -> "QuerySet[User]":
    if quality is Told.HOLDER:
        # A draft awaits anybody but its author: the whole desk is told.
        awaited = request.state != State.SECOND_READING
        return User.objects.filter(pk=request.holder_id if awaited else None)
    # What is not qualified is the service médical's.
    here = {"caisse": request.caisse, "desk": request.desk or Desk.MEDICAL}
    seats = Seat.objects.on(day).filter(**here)
    if quality is Told.HEAD:
        seats = seats.filter(head=True)
    found = User.objects.filter(pk__in=seats.values("user"))
    if quality is Told.ON_DUTY:
        return found.filter(pk__in=Duty.objects.on(day).filter(**here).values("user"))
    return found


def _opens(user: User, request: HelpRequest, day: date) -> bool:
    """Whether the link of the mail would open: a seat outlives a right that has ended."""
    perimeter = perimeter_for(user, READING, day)
    return perimeter is not None and visible(perimeter).filter(pk=request.pk).exists()


def desks_seen(perimeter: Perimeter) -> list[tuple[str, Desk]]:
    """The desks with seats that this person's roles see, those where he sits first."""
    seats = Seat.objects.on(perimeter.on).filter(seen_by(perimeter))
    rows = list(seats.values_list("caisse", "desk", "user_id"))
    own = {(caisse, desk) for caisse, desk, user_id in rows if user_id == perimeter.user_id}
    order = list(Desk)
    return sorted(
        {(caisse, Desk(desk)) for caisse, desk, _ in rows},
        key=lambda one: (one not in own, one[0], order.index(one[1])),
    )


def seated(caisse: str, desk: Desk, on: date) -> list[User]:
    """The people who have a seat at a desk from that day on, by name."""
    seats = Seat.objects.filter(Q(until__isnull=True) | Q(until__gt=on), caisse=caisse, desk=desk)
    return list(
        User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("full_name", "pk")
    )


def duties(caisse: str, desk: Desk, on: date) -> list[Duty]:
    """Those of today and to come."""
    found = Duty.objects.filter(caisse=caisse, desk=desk, until__gt=on).select_related("user")
    return list(found.order_by("since"))


def stretches(caisse: str, desk: Desk, listed: list[Duty]) -> list[Stretch]:
    """When the people on duty have a seat as well: a seat that ends leaves a gap."""
    seats = list(Seat.objects.filter(caisse=caisse, desk=desk))
    return [
        Stretch(
            duty.user.full_name,
            max(duty.since, seat.since),
            min(duty.until, seat.until or duty.until),
        )
        for duty in listed
        for seat in seats
        if seat.user_id == duty.user_id
        and duty.user.is_active
        and seat.since < duty.until
        and (seat.until is None or seat.until > duty.since)
    ]


def heads(caisse: str, desk: Desk, on: date) -> list[User]:
    """Who is told when the person on duty is not there, by name."""
    seats = Seat.objects.on(on).filter(caisse=caisse, desk=desk, head=True)
    return list(
        User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("full_name", "pk")
    )


def one_duty(perimeter: Perimeter, duty_id: int) -> Duty | None:
    """A duty of a desk that this person's roles see."""
    seen = Duty.objects.filter(seen_by(perimeter))
    return seen.select_related("user").filter(pk=duty_id).first()
