"""Holding a request: taking it, giving it back, stopping its clock, closing it unanswered."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from core.errors import Refusal
from core.journal import Author
from prescribers.services.reasons import checked_reason
from sosij.enums import Desk, DropReason, Event, HoldReason, State
from sosij.models import HelpRequest, Seat, Suspension
from sosij.services.authors import WATCH
from sosij.services.clock import local_day
from sosij.services.passages import allowed, locked, pass_on
from sosij.services.seats import may_answer
from sosij.services.telling import tell, whom


@transaction.atomic
def take(request: HelpRequest, author: Author, *, holder: int | None = None) -> HelpRequest:
    """Give the request to `holder`, or to who acts; a seat at the desk and room are needed.

    Raises:
        Refusal: no seat at this desk, no room left, or a request that can't be taken.
    """
    held = locked(request.pk)
    person = holder if holder is not None else author.person
    allowed(held, Event.TAKE)
    _refuse_without_room(held, person, author)
    held.holder_id = person
    pass_on(held, Event.TAKE, author)
    return held


@transaction.atomic
def give_back(request: HelpRequest, author: Author) -> HelpRequest:
    held = locked(request.pk)
    held.holder = None
    pass_on(held, Event.GIVE_BACK, author)
    return held


@transaction.atomic
def suspend(request: HelpRequest, why: HoldReason, author: Author, *, detail: str) -> HelpRequest:
    """Stop the clock while somebody outside the desk is awaited.

    Raises:
        Refusal: no detail, or a request that nobody holds.
    """
    held = locked(request.pk)
    allowed(held, Event.SUSPEND)
    words = checked_reason(detail)
    if held.breached_at is None and held.due_at is not None and held.due_at < author.at:
        # Late since this evening, and no watch looks at what is suspended: it is said now.
        telling = whom(held, Event.BREACH, local_day(held, author.at))
        held.breached_at = author.at
        pass_on(held, Event.BREACH, Author(at=author.at, system=WATCH))
        tell(held, telling, author.at)
    Suspension.objects.create(
        request=held, reason=why, detail=words, start=author.at, by_id=author.person
    )
    pass_on(held, Event.SUSPEND, author, reason=f"{why.label} : {words}")
    return held


@transaction.atomic
def resume(request: HelpRequest, author: Author) -> HelpRequest:
    """The clock runs again for its holder, however many he holds: a doctor waits for no seat."""
    held = locked(request.pk)
    allowed(held, Event.RESUME)
    end_suspension(held, author)
    pass_on(held, Event.RESUME, author)
    return held


@transaction.atomic
def drop(request: HelpRequest, why: DropReason, author: Author, *, detail: str) -> HelpRequest:
    """Close a request that will have no answer.

    Raises:
        Refusal: no detail, or a request already over.
    """
    held = locked(request.pk)
    allowed(held, Event.DROP)
    held.drop_reason = why
    end_suspension(held, author)
    pass_on(held, Event.DROP, author, reason=f"{why.label} : {checked_reason(detail)}")
    return held


def end_suspension(request: HelpRequest, author: Author) -> None:
    """An act that waited for the lock was dated before the suspension that it found."""
    ended = Greatest(F("start"), Value(author.at))
    request.suspensions.filter(end__isnull=True).update(end=ended)


def _refuse_without_room(held: HelpRequest, person: int, author: Author) -> None:
    day = local_day(held, author.at)
    seats = Seat.objects.on(day).select_related("user")
    # The seat is locked: two requests given at once to the same person are counted in turn.
    seat = (
        seats.select_for_update(of=("self",))
        .filter(user_id=person, caisse=held.caisse, desk=held.desk)
        .first()
    )
    # A seat outlives neither the right of who sits there nor the rule that gave it.
    if seat is None or not may_answer(seat.user, held.caisse, Desk(held.desk), day):
        raise Refusal("SANS_PLACE", "Cette personne n’a pas de place à ce guichet.")
    held_now = HelpRequest.objects.filter(
        holder_id=person,
        caisse=held.caisse,
        desk=held.desk,
        state__in=[State.HELD, State.SECOND_READING],
    ).exclude(pk=held.pk)
    if held_now.count() >= seat.capacity:
        raise Refusal(
            "CAPACITE",
            f"Cette personne tient déjà {seat.capacity} demande{'s' * (seat.capacity > 1)}, "
            "sa capacité à ce guichet.",
        )
