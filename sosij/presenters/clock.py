"""A delay in words: the day and the hour, what is left, what has run."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.charts.numbers import NNBSP
from core.workdays import CALENDARS
from sosij.enums import State
from sosij.models import HelpRequest
from sosij.rules.clock import Pause, net_elapsed, promised


DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


@dataclass(frozen=True)
class Chip:
    kind: str
    icon: str
    word: str
    spoken: str = ""


def moment_words(moment: datetime, request: HelpRequest) -> str:
    """« lun. 16/11, 18 h », where the desk is; « lun. 16/11/2026, 18 h » of a closed request."""
    local = moment.astimezone(CALENDARS[request.calendar].timezone)
    year = "" if request.is_open else f"/{local.year}"
    return f"{DAYS[local.weekday()]} {local:%d/%m}{year}, {hour_words(local)}"


def hour_words(moment: datetime) -> str:
    """« 18 h », « 9 h 05 »."""
    minutes = f"{NNBSP}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NNBSP}h{minutes}"


def span_words(span: timedelta, day: timedelta) -> str:
    """« 3 j 2 h » of office days; « 40 min » below an hour."""
    days, rest = divmod(span, day)
    hours, left = divmod(rest, timedelta(hours=1))
    if not days and not hours:
        return f"{left // timedelta(minutes=1)}{NNBSP}min"
    return f"{days}{NNBSP}j {hours}{NNBSP}h" if days else f"{hours}{NNBSP}h"


def due_chip(request: HelpRequest, now: datetime) -> Chip:
    """The due date, with the colour of what is left; red only once it has passed."""
    if request.state == State.SUSPENDED:
        if request.breached_at is not None:
            return Chip("overdue", "pause", "suspendue hors délai")
        return Chip("waiting", "pause", "suspendue")
    if request.due_at is None:
        return _closed_chip(request)
    words = moment_words(request.due_at, request)
    if request.due_at < now:
        return Chip("overdue", "alert", words, ", dépassée")
    if request.warn_at is not None and request.warn_at <= now:
        return Chip("soon", "clock", words, ", proche")
    return Chip("", "", words)


def _closed_chip(request: HelpRequest) -> Chip:
    if request.state == State.DROPPED:
        return Chip("", "", "classée sans réponse")
    if request.in_time is False:
        return Chip("overdue", "alert", "répondue hors délai")
    return Chip("done", "check", "répondue dans le délai")


def net_words(request: HelpRequest, now: datetime, pauses: list[Pause]) -> str:
    """Office time used up, the suspensions taken out."""
    _, hours = promised(request.service_level, request.calendar)
    if request.net_seconds is not None:
        return span_words(timedelta(seconds=request.net_seconds), hours.day)
    return span_words(net_so_far(request, now, pauses), hours.day)


def net_so_far(request: HelpRequest, now: datetime, pauses: list[Pause]) -> timedelta:
    """From the end of the delay, which is days away, and not from the receipt.

    The end is where the promise is used up: what is left until then, or has run since, gives what
    has run in all. A request received a year ago took 2 ms day by day, a queue of fifty 100 ms.
    """
    level, hours = promised(request.service_level, request.calendar)
    due = request.due_at
    if due is None or (pauses and due < now):
        return net_elapsed(request.received_at, request.closed_at or now, hours, pauses)
    left, over = hours.elapsed(min(now, due), due), hours.elapsed(min(now, due), now)
    return level.days * hours.day + (over if due < now else -left)


def left_words(request: HelpRequest, now: datetime) -> str:
    """« reste 7 h », « dépassé de 2 j 1 h »: office time."""
    if request.due_at is None:
        return ""
    _, hours = promised(request.service_level, request.calendar)
    if request.due_at < now:
        return f"dépassé de {span_words(hours.elapsed(request.due_at, now), hours.day)}"
    return f"reste {span_words(hours.elapsed(now, request.due_at), hours.day)}"
