"""Absences as lines: who, when, who answers, and what is wrong with it today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Absence


@dataclass(frozen=True)
class AbsenceLine:
    number: int
    who: str
    since: date
    last_day: date
    substitute: str
    state: str
    kind: str
    warning: str
    may_change: bool


def absence_lines(
    absences: Iterable[Absence], today: date, changeable: Iterable[int]
) -> list[AbsenceLine]:
    """`changeable`: the people whose absences the reader may change."""
    listed, may = list(absences), set(changeable)
    return [_line(one, listed, today, may_change=one.user_id in may) for one in listed]


def _line(one: Absence, listed: list[Absence], today: date, *, may_change: bool) -> AbsenceLine:
    begun = one.since <= today
    return AbsenceLine(
        number=one.pk,
        who=one.user.full_name,
        since=one.since,
        last_day=one.until - timedelta(days=1),
        substitute=one.substitute.full_name if one.substitute else "",
        state="en cours" if begun else "à venir",
        kind="ongoing" if begun else "waiting",
        warning=_warning(one, listed),
        may_change=may_change,
    )


def _warning(one: Absence, listed: list[Absence]) -> str:
    """Somebody asked to replace may have fallen ill since."""
    if one.substitute_id is None:
        return "personne ne remplace"
    away = any(
        other.user_id == one.substitute_id and other.since < one.until and other.until > one.since
        for other in listed
    )
    return "remplaçant en absence aussi" if away else ""
