"""Instants and lengths as they are lived at the caisse."""

from datetime import date, datetime

from core.charts.numbers import MONTHS, NNBSP, WEEKDAYS, date_fr, long_date
from core.workdays import calendar_of_caisse


def local(moment: datetime, caisse: str) -> datetime:
    """The instant on the clocks of the caisse."""
    return moment.astimezone(calendar_of_caisse(caisse).timezone)


def moment_words(moment: datetime, caisse: str) -> str:
    """« mar. 24/11/2026, 14 h 30 »."""
    there = local(moment, caisse)
    return f"{WEEKDAYS[there.weekday()][:3]}. {date_fr(there.date())}, {hour_words(there)}"


def long_moment(moment: datetime, caisse: str) -> str:
    """« mardi 24 novembre 2026 à 14 h 30 »."""
    there = local(moment, caisse)
    return f"{long_date(there.date())} à {hour_words(there)}"


def day_words(day: date) -> str:
    """« mardi 24 novembre »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"


def hour_words(moment: datetime) -> str:
    """« 9 h », « 14 h 30 », on its own clock."""
    minutes = f"{NNBSP}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NNBSP}h{minutes}"


def length_words(minutes: int) -> str:
    """« 40 minutes », « 1 h », « 1 h 30 »."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{left} minutes"
    return f"{hours}{NNBSP}h{NNBSP}{left:02d}" if left else f"{hours}{NNBSP}h"
