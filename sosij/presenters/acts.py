"""What may be done with a request, and why the rest may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from sosij.enums import Event, State
from sosij.models import HelpRequest
from sosij.rules.workflow import DESK, HOLDER, QUALIFIER, READER, steps_from


WRITING = frozenset({Event.ANSWER, Event.ANSWER_BY_PHONE, Event.SUBMIT, Event.APPROVE})


TO_TAKE = "Prenez la demande pour y répondre."
NO_SEAT = "Vous ne pouvez pas la prendre\u202f: vous n’avez pas de place à ce guichet."


@dataclass(frozen=True)
class Acts:
    """`events`: open to this person now; `why`: one sentence when the answer is not."""

    events: frozenset[Event]
    why: str
    second_reading: bool
    mine: bool
    seated: bool = True
    # Who may hold the request: the people of its desk.
    people: Sequence[User] = ()

    @property
    def writes(self) -> bool:
        """Whether this person may write the answer now."""
        return bool(self.events & WRITING)

    @property
    def qualifies(self) -> bool:
        """Whether this person may qualify now, or once more."""
        return bool(self.events & {Event.QUALIFY, Event.REQUALIFY})

    def __contains__(self, event: str) -> bool:
        return event in self.events


def open_acts(
    request: HelpRequest,
    *,
    qualifies: bool,
    at_the_desk: bool,
    user_id: int,
    people: Sequence[User] = (),
) -> Acts:
    """The steps of the table, cut to the rights and to who holds the request.

    Without a seat at the desk nobody holds a request there, though he may give it to who has one.
    """
    mine = request.holder_id == user_id
    seated = any(person.pk == user_id for person in people)
    twice = request.second_reading
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
    return Acts(found, _why(request, mine=mine, seated=seated), twice, mine, seated, people)


def _why(request: HelpRequest, *, mine: bool, seated: bool) -> str:
    if request.state == State.RECEIVED:
        return "Qualifiez d’abord la demande\u202f: motif, niveau, destinataire."
    if request.state == State.WAITING:
        return TO_TAKE if seated else NO_SEAT
    if request.state == State.SUSPENDED:
        return "La demande est suspendue\u202f: reprenez-la pour répondre."
    if request.state == State.SECOND_READING and mine:
        return "Votre projet attend la lecture d’une autre personne."
    if request.is_open and not mine:
        return "Une autre personne tient cette demande."
    return ""
