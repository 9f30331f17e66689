"""One passage of an interview: checked against the table, written with its author and journal."""

from datetime import date, datetime

from core.errors import Refusal
from core.journal import Author, record
from core.workdays import calendar_of_caisse
from interviews.enums import Event, State
from interviews.models import Interview, InterviewMove
from interviews.rules.workflow import Step, step_from


# What the journal names.
OBJECT = "entretien"


def locked(interview_id: int) -> Interview:
    """The interview as it is now, for this transaction alone."""
    return Interview.objects.select_for_update(of=("self",)).get(pk=interview_id)


def local_day(caisse: str, moment: datetime) -> date:
    """The day it is where the caisse is."""
    return moment.astimezone(calendar_of_caisse(caisse).timezone).date()


def allowed(interview: Interview, event: Event) -> Step:
    """The step of the table.

    Raises:
        Refusal: nothing of the kind can happen from this state.
    """
    step = step_from(State(interview.state), event)
    if step is None:
        state = State(interview.state).label.lower()
        raise Refusal(
            "ETAPE",
            f"Cet entretien est «\u202f{state}\u202f» : «\u202f{event.label}\u202f» n’est pas "
            "possible. Rechargez la page.",
        )
    return step


def record_proposal(interview: Interview, author: Author) -> InterviewMove:
    """Write a new interview with its first passage."""
    interview.proposed_at = interview.changed_at = author.at
    interview.save()
    return _written(interview, Event.PROPOSE, author, before="", reason="")


def pass_on(
    interview: Interview, event: Event, author: Author, *, reason: str = ""
) -> InterviewMove:
    """Move the locked interview and write the passage, once the services have set what it changes.

    Raises:
        Refusal: the table has no such step from this state.
        ValueError: the table asks for a reason, and the service brought none.
    """
    step = allowed(interview, event)
    if step.reason and not reason:
        raise ValueError(f"{event} without a reason")
    before = State(interview.state)
    interview.state = step.to or before
    interview.changed_at = author.at
    if interview.state == State.CLOSED:
        interview.closed_at = author.at
    interview.save()
    return _written(interview, event, author, before=before, reason=reason)


def _written(
    interview: Interview, event: Event, author: Author, *, before: str, reason: str
) -> InterviewMove:
    record(
        action=f"entretiens.{event.value}",
        by=author.by,
        system=author.system,
        obj=(OBJECT, str(interview.pk)),
        caisse=interview.caisse,
        reason=reason,
    )
    return InterviewMove.objects.create(
        interview=interview,
        event=event,
        before=before,
        after=interview.state,
        at=author.at,
        by_id=author.by,
        system=author.system if author.by is None else "",
        reason=reason,
        starts_at=interview.starts_at,
        lead_id=interview.lead_id,
    )
