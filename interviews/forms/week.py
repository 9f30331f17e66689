"""Which week is asked for, and whose."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta


SERVICE = "service"
# On a Saturday or a Sunday, the week that comes.
SATURDAY, WEEKEND = 5, timedelta(days=2)
# A week out of these years has no known holiday.
FIRST, LAST = date(2000, 1, 3), date(2100, 12, 20)


def asked_monday(address: Mapping[str, str], today: date) -> date:
    """The Monday of the week of the day asked for; without one, of today or of the next Monday."""
    try:
        day = date.fromisoformat(address.get("semaine", ""))
    except ValueError:
        day = today + WEEKEND if today.weekday() >= SATURDAY else today
    day = day if FIRST <= day <= LAST else today
    return day - timedelta(days=day.weekday())


def asked_person(address: Mapping[str, str], people: Collection[int], own: int) -> int | None:
    """Somebody of the list, or None for the whole service; first his own week for who leads."""
    said = address.get("qui", "")
    if said.isascii() and said.isdecimal() and int(said) in people:
        return int(said)
    return own if own in people and said != SERVICE else None
