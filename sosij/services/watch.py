"""Watching the clocks: the end is near, the end has passed. Safe to run again."""

import logging
from datetime import datetime

from django.db.models import QuerySet

from core.database_role import DatabaseRole, database_role
from sosij.enums import Event
from sosij.models import HelpRequest
from sosij.rules.clock import promised
from sosij.services.authors import Author
from sosij.services.passages import locked, pass_on


logger = logging.getLogger(__name__)
SYSTEM = "horloge SOS IJ"
FIELDS = {Event.WARN: ("warn_at", "warned_at"), Event.BREACH: ("due_at", "breached_at")}


def watch(now: datetime) -> tuple[int, int]:
    """Signal each request once for its warning and once for its breach; the two counts."""
    return _signal(Event.WARN, now), _signal(Event.BREACH, now)


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
    with database_role(DatabaseRole.GESTION):
        request = locked(request_id)
        if not promised(request.service_level, request.calendar)[1].is_open(now):
            return False  # a ring missed at six o'clock waits for the next morning
        if not _waiting(event, now).filter(pk=request_id).exists():
            return False
        setattr(request, FIELDS[event][1], now)
        pass_on(request, event, Author(at=now, system=SYSTEM))
        return True
