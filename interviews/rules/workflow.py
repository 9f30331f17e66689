"""The life of an interview as a table: the buttons, the service and the tests read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from interviews.enums import Event, State


S, E = State, Event


@dataclass(frozen=True)
class Step:
    """From some states, by an event, to another; `to` is None when the state stays.

    `who` are the hands that may do it; `reason`: it is refused without one.
    """

    event: Event
    before: frozenset[State]
    to: State | None
    who: frozenset[str]
    reason: bool


# The hands: who leads the interview, anybody of the service, who reads a report a second time.
LEAD, SERVICE, READER = "animateur", "service", "relecteur"
OPEN = frozenset({S.PROPOSED, S.SCHEDULED, S.HELD, S.MISSED, S.DECLINED})
AHEAD = frozenset({S.PROPOSED, S.SCHEDULED, S.MISSED, S.DECLINED})


def _step(
    event: Event, before: Iterable[State], to: State | None, *who: str, reason: bool = False
) -> Step:
    return Step(event, frozenset(before), to, frozenset(who), reason)


STEPS = {
    step.event: step
    for step in (
        _step(E.SCHEDULE, {S.PROPOSED, S.MISSED, S.DECLINED}, S.SCHEDULED, LEAD, SERVICE),
        _step(E.MOVE, {S.SCHEDULED}, S.SCHEDULED, LEAD, SERVICE, reason=True),
        _step(E.POSTPONE, {S.SCHEDULED}, S.PROPOSED, LEAD, SERVICE, reason=True),
        _step(E.HAND_OVER, AHEAD, None, LEAD, SERVICE, reason=True),
        # A visit on the way, never planned, is held too.
        _step(E.HOLD, {S.PROPOSED, S.SCHEDULED}, S.HELD, LEAD),
        _step(E.MISS, {S.SCHEDULED}, S.MISSED, LEAD, SERVICE),
        _step(E.DECLINE, {S.PROPOSED, S.SCHEDULED}, S.DECLINED, LEAD, SERVICE, reason=True),
        _step(E.CANCEL, AHEAD, S.CLOSED, LEAD, SERVICE, reason=True),
        _step(E.REPORT, {S.HELD}, None, LEAD),
        _step(E.SUBMIT, {S.HELD}, None, LEAD),
        _step(E.SEND_BACK, {S.HELD}, None, READER, reason=True),
        _step(E.SIGN, {S.HELD}, None, LEAD, READER),
        _step(E.SEND, {S.HELD}, None, LEAD, SERVICE),
        # Held: once its report is signed. Missed or declined: nothing more is tried.
        _step(E.CLOSE, {S.HELD, S.MISSED, S.DECLINED}, S.CLOSED, LEAD, SERVICE),
    )
}


def step_from(state: State, event: Event) -> Step | None:
    """The step that this event makes from this state, or None when the table refuses it."""
    step = STEPS.get(event)
    return step if step is not None and state in step.before else None


def steps_from(state: State) -> list[Step]:
    """What may happen next, in the order of the table."""
    return [step for step in STEPS.values() if state in step.before]
