"""Reminding of dates and commitments in office hours: each mail once, however often it runs."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, Q

from accounts.models import Absence, User
from core import outbox
from core.database_role import DatabaseRole, database_role
from core.workdays import OfficeHours, calendar_of_caisse
from interviews.enums import CommitmentState, Event, Reminded, State
from interviews.letters import reminders as letters
from interviews.models import Commitment, Interview, InterviewReminder
from interviews.rules.reminders import COMMITMENT_DAYS_BEFORE, commitment_is_due, is_due
from interviews.rules.slots import office_hours
from interviews.selectors.invitations import standing_mails
from interviews.services.passages import locked


logger = logging.getLogger(__name__)
# Two working days before is six days of the calendar at most: a long week-end of four.
FAR = timedelta(days=10)
DATED = (Event.SCHEDULE, Event.MOVE)


def watch(now: datetime) -> tuple[int, int]:
    """Interviews and commitments whose people were told by this run."""
    with database_role(DatabaseRole.GESTION):
        interviews = list(
            Interview.objects.filter(
                state=State.SCHEDULED, starts_at__gt=now, starts_at__lte=now + FAR
            ).values_list("pk", flat=True)
        )
        # A day of margin: the day of a caisse overseas is not that of UTC.
        soon = now.date() + COMMITMENT_DAYS_BEFORE + timedelta(days=1)
        commitments = list(
            Commitment.objects.filter(state=CommitmentState.OPEN, due_on__lte=soon)
            .filter(
                Q(reminded_on__isnull=True)
                | Q(reminded_on__lt=F("due_on") - COMMITMENT_DAYS_BEFORE)
            )
            .values_list("pk", flat=True)
        )
    return _tried(_remind, interviews, now), _tried(_remind_commitment, commitments, now)


def _tried(act: Callable[[int, datetime], bool], rows: Iterable[int], now: datetime) -> int:
    """Each row in its own transaction: one that fails holds back no other."""
    done = 0
    for pk in rows:
        try:
            done += act(pk, now)
        except Exception:
            logger.exception("row %s: %s failed", pk, act.__name__)
    return done


def _hours(caisse: str) -> OfficeHours:
    return office_hours(calendar_of_caisse(caisse))


def _remind(interview_id: int, now: datetime) -> bool:
    """The rows and the mails stand together, or nothing does."""
    with database_role(DatabaseRole.GESTION):
        held = locked(interview_id)
        starts = held.starts_at
        if held.state != State.SCHEDULED or starts is None:
            return False
        given = held.moves.filter(event__in=DATED).aggregate(last=Max("at"))["last"]
        if given is None or not is_due(starts, given, now, _hours(held.caisse)):
            return False
        date = Dated(held, starts, now)
        told = [_tell(date, Reminded.LEAD, held.lead)]
        substitute = _substitute(date)
        if substitute is not None:
            told.append(_tell(date, Reminded.SUBSTITUTE, substitute))
        told.append(_tell_doctor(date))
        return any(told)


@dataclass(frozen=True)
class Dated:
    """A planned interview, its date, and the instant of this run."""

    interview: Interview
    starts: datetime
    now: datetime

    def written(self, whom: Reminded, to: User | None) -> bool:
        """Write the reminder; whether it is new."""
        _, new = InterviewReminder.objects.get_or_create(
            interview=self.interview,
            starts_at=self.starts,
            whom=whom,
            to=to,
            defaults={"at": self.now},
        )
        return new

    def post(self, whom: Reminded, to: int, payload: dict) -> None:
        outbox.post(
            key=f"entretien-{self.interview.pk}-rappel-{self.starts:%Y%m%d%H%M}-{whom.value}-{to}",
            channel="mail",
            payload=payload,
        )


def _tell(date: Dated, whom: Reminded, to: User) -> bool:
    if not to.is_active or not date.written(whom, to):
        return False
    date.post(whom, to.pk, letters.lead_reminder(date.interview, date.starts, whom, to))
    return True


def _tell_doctor(date: Dated) -> bool:
    """At the addresses to which this date was told."""
    mails = [sent for sent in standing_mails(date.interview) if sent.starts_at == date.starts]
    if not mails or not date.written(Reminded.DOCTOR, None):
        return False
    for sent in mails:
        letter = letters.doctor_reminder(date.interview, sent)
        date.post(Reminded.DOCTOR, sent.sequence, letter)
    return True


def _substitute(date: Dated) -> User | None:
    """Of a lead who is away today or on the day of the interview."""
    hours = _hours(date.interview.caisse)
    for moment in (date.starts, date.now):
        away = Absence.objects.on(hours.day_of(moment)).filter(user=date.interview.lead_id)
        found = away.exclude(substitute=None).select_related("substitute").first()
        if found is not None:
            return found.substitute
    return None


def _remind_commitment(commitment_id: int, now: datetime) -> bool:
    with database_role(DatabaseRole.GESTION):
        held = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment_id)
        hours = _hours(held.caisse)
        today = hours.day_of(now)
        due = commitment_is_due(held.due_on, held.reminded_on, today)
        if held.state != CommitmentState.OPEN or not due or not hours.is_open(now):
            return False
        held.reminded_on = today
        held.save(update_fields=["reminded_on"])
        if not held.follower.is_active:
            return False
        outbox.post(
            key=f"engagement-{held.pk}-{held.due_on:%Y%m%d}",
            channel="mail",
            payload=letters.commitment_reminder(held, held.follower),
        )
        return True
