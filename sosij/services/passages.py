"""One passage of a request: checked against the table, written with its author, in the journal."""

from datetime import datetime

from core.errors import Refusal
from core.journal import Author, record
from sosij.enums import Event, State
from sosij.models import HelpRequest, Move
from sosij.rules.workflow import Step, step_from
from sosij.services.authors import OBJECT
from sosij.services.clock import measure, set_clock
from sosij.services.outcomes import plan_outcomes


def record_receipt(request: HelpRequest, author: Author) -> Move:
    """Write a new request with its first passage."""
    set_clock(request)
    request.changed_at = author.at
    request.save()
    return _written(request, Event.RECEIVE, author, before="", reason="")


def locked(request_id: int) -> HelpRequest:
    """The request as it is now, for this transaction alone."""
    return HelpRequest.objects.select_for_update(of=("self",)).get(pk=request_id)


def allowed(request: HelpRequest, event: Event) -> Step:
    """The step of the table.

    Raises:
        Refusal: nothing of the kind can happen from this state.
    """
    step = step_from(State(request.state), event)
    if step is None:
        state = State(request.state).label.lower()
        raise Refusal(
            "ETAPE",
            f"La demande {request.reference} est «\u202f{state}\u202f» : "
            f"«\u202f{event.label}\u202f» n’est pas possible. Rechargez la page.",
        )
    return step


def pass_on(
    request: HelpRequest,
    event: Event,
    author: Author,
    *,
    to: State | None = None,
    reason: str = "",
) -> Move:
    """Move the locked request and write the passage, once the services have set what it changes.

    Raises:
        Refusal: the table has no such step from this state.
        ValueError: the table asks for a reason, and the service brought none.
    """
    step = allowed(request, event)
    if step.reason and not reason:
        raise ValueError(f"{event} without a reason")
    before, after = State(request.state), to or step.to or State(request.state)
    request.state = after
    request.changed_at = author.at
    _follow_state(request, author.at)
    request.save()
    return _written(request, event, author, before=before, reason=reason)


def _written(
    request: HelpRequest, event: Event, author: Author, *, before: str, reason: str
) -> Move:
    record(
        action=f"sosij.{event.value}",
        by=author.by,
        system=author.system,
        obj=(OBJECT, request.reference),
        caisse=request.caisse,
        reason=reason,
    )
    return Move.objects.create(
        request=request,
        event=event,
        before=before,
        after=request.state,
        at=author.at,
        by_id=author.by,
        system=author.system if author.by is None else "",
        reason=reason,
        desk=request.desk,
        holder_id=request.holder_id,
    )


def _follow_state(request: HelpRequest, now: datetime) -> None:
    """What the state decides by itself: the clock, the measure of the answer, the end."""
    if request.state == State.ANSWERED:
        measure(request, now)
        plan_outcomes(request, now)
    if request.state in {State.ANSWERED, State.DROPPED}:
        request.closed_at = now
    set_clock(request)
