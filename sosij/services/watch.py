"""Watching the clocks: the end is near, has passed, nobody answered. Safe to run again."""

import logging
from datetime import datetime

from django.db.models import QuerySet

from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.workdays import OfficeHours
from sosij.enums import Event, Told
from sosij.models import HelpRequest
from sosij.rules.clock import promised
from sosij.rules.escalation import Passage, head_told_at, last_handed
from sosij.services.authors import WATCH
from sosij.services.clock import pauses_of
from sosij.services.passages import locked, pass_on
from sosij.services.telling import tell, whom


logger = logging.getLogger(__name__)
FIELDS = {
    Event.WARN: ("warn_at", "warned_at"),
    Event.BREACH: ("due_at", "breached_at"),
    Event.ESCALATE: ("breached_at", "escalated_at"),
}


def watch(now: datetime) -> tuple[int, int, int]:
    """Signal each request once for its warning, its breach, its escalation; the three counts."""
    warned, breached, escalated = (_signal(event, now) for event in FIELDS)
    return warned, breached, escalated


def _signal(event: Event, now: datetime) -> int:
    """Each request in its own transaction: one that fails holds back no other."""
    with database_role(DatabaseRole.GESTION):
        waiting = list(_waiting(event, now).values_list("pk", flat=True))
    return sum(_tried(pk, event, now) for pk in waiting)


def _tried(request_id: int, event: Event, now: datetime) -> bool:
    try:
        return _one(request_id, event, now)
    except Exception:
        logger.exception("request %s: %s not signalled", request_id, event.value)
        return False


def _waiting(event: Event, now: datetime) -> "QuerySet[HelpRequest]":
    """The due instant itself is still in time."""
    limit, done = FIELDS[event]
    past = f"{limit}__lte" if event is Event.WARN else f"{limit}__lt"
    return HelpRequest.objects.running().filter(**{past: now, f"{done}__isnull": True})


def _one(request_id: int, event: Event, now: datetime) -> bool:
    """The passage, the notices and the mails stand together, or nothing does."""
    with database_role(DatabaseRole.GESTION):
        request = locked(request_id)
        hours = promised(request.service_level, request.calendar)[1]
        if not hours.is_open(now):
            return False  # a ring missed at six o'clock waits for the next morning
        if not _waiting(event, now).filter(pk=request_id).exists():
            return False
        if event is Event.ESCALATE and not _left_unanswered(request, now, hours):
            return False
        telling = whom(request, event, hours.day_of(now))
        setattr(request, FIELDS[event][1], now)
        if telling.quality is Told.HEAD:
            request.escalated_at = now
        pass_on(request, event, Author(at=now, system=WATCH))
        tell(request, telling, now)
        return True


def _left_unanswered(request: HelpRequest, now: datetime, hours: OfficeHours) -> bool:
    """Whether the person on duty, or whoever received the request since, has had his time."""
    rows = request.moves.order_by("id").values_list("at", "desk", "holder_id")
    handed = last_handed(Passage(*row) for row in rows)
    breached = request.breached_at or now
    head_at = head_told_at(breached, handed, hours, pauses_of(request))
    return head_at is not None and head_at <= now
