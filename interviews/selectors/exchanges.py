"""What was had with a doctor, whatever its form: contacts, webinars, interviews, visits."""

from dataclasses import dataclass
from datetime import datetime

from accounts.perimeter import Perimeter
from interviews.enums import Ending, Kind, Means, Reached, State
from interviews.models import Contact, Interview
from interviews.selectors.contacts import standing
from interviews.selectors.interviews import visible


MOST = 200
OVER = (State.HELD, State.MISSED, State.DECLINED, State.CLOSED)


@dataclass(frozen=True)
class Exchange:
    """One dated row; `what` is its form, `outcome` how it ended, `said` an administrative text.

    `contact` or `interview` is its number.
    """

    at: datetime
    what: str
    outcome: str
    said: str
    who: str
    contact: int | None = None
    interview: int | None = None


def past_exchanges(perimeter: Perimeter, prescriber: int) -> list[Exchange]:
    """The last first, two hundred of each at most; two queries. No medical word is in them.

    The perimeter is that of `entretiens.lire`: conclusions are read with it.
    """
    found = [*past_contacts(perimeter, prescriber), *_past_interviews(perimeter, prescriber)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def past_contacts(perimeter: Perimeter, prescriber: int) -> list[Exchange]:
    """Contacts and webinars attended, for who may read no interview."""
    found = standing(perimeter).filter(prescriber_id=prescriber).select_related("by")
    return [_contact(one) for one in found.order_by("-at", "-pk")[:MOST]]


def _past_interviews(perimeter: Perimeter, prescriber: int) -> list[Exchange]:
    """Those that took place, or that the doctor missed or declined."""
    found = visible(perimeter).filter(prescriber_id=prescriber)
    over = found.filter(state__in=OVER).exclude(ending=Ending.CANCELLED)
    people = over.select_related("lead", "report")
    return [_interview(one) for one in people.order_by("-changed_at", "-pk")[:MOST]]


def _contact(contact: Contact) -> Exchange:
    return Exchange(
        at=contact.at,
        what=Means(contact.means).label,
        outcome=Reached(contact.outcome).label,
        said=contact.summary,
        who=contact.by.full_name,
        contact=contact.pk,
    )


def _interview(interview: Interview) -> Exchange:
    report = getattr(interview, "report", None)
    ended = Ending(interview.ending).label if interview.ending else State(interview.state).label
    said = (interview.subject, report.conclusion if report else "")
    return Exchange(
        at=interview.starts_at or interview.changed_at,
        what=Kind(interview.kind).label,
        outcome=ended,
        said=". ".join(words for words in said if words),
        who=interview.lead.full_name,
        interview=interview.pk,
    )
