"""The life of a request as a table: the buttons, the service and the tests read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sosij.enums import Event, State


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


# The hands: who qualifies, anybody of the desk, who holds the request, who does not, the clock, the
# doctor by his portal.
QUALIFIER, DESK, HOLDER, READER, SYSTEM, DOCTOR = (
    "qualificateur", "guichet", "détenteur", "relecteur", "système", "médecin",
)  # fmt: skip
OPEN = frozenset({S.RECEIVED, S.WAITING, S.HELD, S.SUSPENDED, S.SECOND_READING})
RUNNING = OPEN - {S.SUSPENDED}


def _step(
    event: Event, before: Iterable[State], to: State | None, *who: str, reason: bool = False
) -> Step:
    return Step(event, frozenset(before), to, frozenset(who), reason)


STEPS = {
    step.event: step
    for step in (
        _step(E.QUALIFY, {S.RECEIVED}, S.WAITING, QUALIFIER),
        _step(E.REQUALIFY, {S.WAITING, S.HELD, S.SUSPENDED}, None, QUALIFIER),
        _step(E.REDIRECT, {S.WAITING, S.HELD}, S.WAITING, QUALIFIER, DESK, reason=True),
        _step(E.TAKE, {S.WAITING, S.HELD}, S.HELD, DESK),
        _step(E.GIVE_BACK, {S.HELD}, S.WAITING, HOLDER),
        _step(E.SUSPEND, {S.HELD}, S.SUSPENDED, HOLDER, reason=True),
        _step(E.RESUME, {S.SUSPENDED}, S.HELD, DESK),
        _step(E.SUBMIT, {S.HELD}, S.SECOND_READING, HOLDER),
        _step(E.SEND_BACK, {S.SECOND_READING}, S.HELD, READER),
        _step(E.APPROVE, {S.SECOND_READING}, S.ANSWERED, READER),
        _step(E.ANSWER, {S.HELD}, S.ANSWERED, HOLDER),
        _step(E.ANSWER_BY_PHONE, {S.HELD}, S.ANSWERED, HOLDER),
        _step(E.DROP, {S.RECEIVED, S.WAITING, S.HELD, S.SUSPENDED}, S.DROPPED, QUALIFIER, DESK,
              reason=True),
        # A suspension that awaits the doctor ends with what he says: back to HELD.
        _step(E.COMPLETE, OPEN, None, DOCTOR),
        _step(E.WARN, RUNNING, None, SYSTEM),
        _step(E.BREACH, RUNNING, None, SYSTEM),
        _step(E.ESCALATE, RUNNING, None, SYSTEM),
    )
}  # fmt: skip


def step_from(state: State, event: Event) -> Step | None:
    """The step that this event makes from this state, or None when the table refuses it."""
    step = STEPS.get(event)
    return step if step is not None and state in step.before else None


def steps_from(state: State) -> list[Step]:
    """What may happen next, in the order of the table."""
    return [step for step in STEPS.values() if state in step.before]
