"""What a person reads before an interview: the published figures, what was said and promised."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat, JSONObject

from accounts.perimeter import Perimeter
from interviews.enums import CommitmentState, State
from interviews.models import Commitment, HandedDocument, Interview
from interviews.selectors.interviews import past_interviews
from prescribers.models import Profile
from prescribers.selectors.profiles import profile_of


EXCHANGES = 6
HAD = (State.HELD, State.MISSED, State.DECLINED, State.CLOSED)


@dataclass(frozen=True)
class Promise:
    """A commitment as it stands, without its row."""

    owner: str
    words: str
    due_on: date
    state: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Exchange:
    """One that took place or did not; `given` are titles with their versions."""

    interview: Interview
    given: tuple[str, ...]
    promises: tuple[Promise, ...]


def published_profile(perimeter: Perimeter, interview: Interview) -> Profile | None:
    """The profile of the published run, None where it has none inside the perimeter."""
    try:
        return profile_of(perimeter, interview.prescriber.rpps)
    except Profile.DoesNotExist:
        return None


def previous_exchanges(perimeter: Perimeter, interview: Interview) -> list[Exchange]:
    """The last ones with this doctor, those with an open commitment before the others.

    In one query, documents and commitments included: the page of a practitioner reads twelve.
    """
    of_it = {"interview": OuterRef("pk")}
    handed = HandedDocument.objects.filter(**of_it).order_by("pk")
    made = Commitment.objects.filter(**of_it).order_by("due_on", "pk")
    title = Concat("version__document__title", Value(", version "), "version__version")
    fields = {name: name for name in ("owner", "words", "due_on", "state", "ended_at")}
    found = past_interviews(perimeter, interview.prescriber_id).exclude(pk=interview.pk)
    rows = found.filter(state__in=HAD).annotate(
        waits=Exists(made.filter(state=CommitmentState.OPEN)),
        given=ArraySubquery(handed.values(title=title)),
        promised=ArraySubquery(made.values(row=JSONObject(**fields))),
    )
    return [_exchange(row) for row in rows.order_by("-waits", "-starts_at", "-pk")[:EXCHANGES]]


def _exchange(row: Interview) -> Exchange:
    given, promised = (getattr(row, name) for name in ("given", "promised"))
    return Exchange(row, tuple(given), tuple(_promise(one) for one in promised))


def _promise(row: dict[str, str]) -> Promise:
    ended = row["ended_at"]
    return Promise(
        row["owner"],
        row["words"],
        date.fromisoformat(row["due_on"]),
        row["state"],
        datetime.fromisoformat(ended) if ended else None,
    )
