"""What may be done with a request, and why the rest may not."""

from dataclasses import dataclass

from sosij.enums import Event, State
from sosij.models import HelpRequest
from sosij.rules.reading import needs_second_reading
from sosij.rules.workflow import DESK, HOLDER, QUALIFIER, READER, steps_from


@dataclass(frozen=True)
class Acts:
    """`events`: open to this person now; `why`: one sentence when the answer is not."""

    events: frozenset[Event]
    why: str
    second_reading: bool
    mine: bool

    def __contains__(self, event: str) -> bool:
        return event in self.events


def open_acts(request: HelpRequest, *, qualifies: bool, at_the_desk: bool, user_id: int) -> Acts:
    """The steps of the table, cut to the rights and to who holds the request."""
    mine = request.holder_id == user_id
    twice = needs_second_reading(request.motives)
    hands = {
        name
        for name, held in (
            (QUALIFIER, qualifies),
            (DESK, at_the_desk),
            (HOLDER, at_the_desk and mine),
            (READER, at_the_desk and not mine),
        )
        if held
    }
    useless = {Event.ANSWER, Event.ANSWER_BY_PHONE} if twice else {Event.SUBMIT}
    steps = [step for step in steps_from(State(request.state)) if step.who & hands]
    found = frozenset(step.event for step in steps if step.event not in useless)
    return Acts(found, _why(request, mine=mine), twice, mine)


def _why(request: HelpRequest, *, mine: bool) -> str:
    if request.state == State.RECEIVED:
        return "Qualifiez d’abord la demande\u202f: motif, niveau, destinataire."
    if request.state == State.WAITING:
        return "Prenez la demande pour y répondre."
    if request.state == State.SUSPENDED:
        return "La demande est suspendue\u202f: reprenez-la pour répondre."
    if request.state == State.SECOND_READING and mine:
        return "Votre projet attend la lecture d’une autre personne."
    if request.is_open and not mine:
        return "Une autre personne tient cette demande."
    return ""
