"""When an interview may be offered: office hours, less what the doctor and the lead do already.

All of it is in the local time of the caisse. A time refused says why, in a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.charts.numbers import WEEKDAYS, date_fr
from core.workdays import Calendar, OfficeHours


OPENS, CLOSES = time(9), time(18)
STEP = timedelta(minutes=30)
DAYS_AHEAD = 10


@dataclass(frozen=True)
class Consultation:
    """Hours of a weekday (0 is Monday) in which a doctor sees his patients."""

    weekday: int
    opens: time
    closes: time
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        in_force = self.since <= day and (self.until is None or day < self.until)
        return in_force and day.weekday() == self.weekday


@dataclass(frozen=True)
class Away:
    """From `since` to the day before `until`."""

    since: date
    until: date


@dataclass(frozen=True)
class Taken:
    """Another interview of the lead; both ends are aware."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Agenda:
    """All that decides of a slot; `now` is aware."""

    hours: OfficeHours
    now: datetime
    consultations: Sequence[Consultation] = field(default=())
    taken: Sequence[Taken] = field(default=())
    absences: Sequence[Away] = field(default=())


def office_hours(calendar: Calendar) -> OfficeHours:
    """The hours in which an interview is offered and a reminder leaves."""
    return OfficeHours(calendar, OPENS, CLOSES)


def why_not(start: datetime, minutes: int, agenda: Agenda) -> str | None:
    """Why nothing is offered from `start` for so many minutes, or None when it may be."""
    if start <= agenda.now:
        return "Cette heure est passée."
    consultation = met(start, minutes, agenda)
    return (
        _closed(start, minutes, agenda.hours)
        or (consultation_words(consultation) if consultation else None)
        or _lead_away(start, agenda)
        or _lead_taken(start, minutes, agenda)
    )


def _closed(start: datetime, minutes: int, hours: OfficeHours) -> str | None:
    zone = hours.calendar.timezone
    local, end = start.astimezone(zone), (start + timedelta(minutes=minutes)).astimezone(zone)
    day = local.date()
    if holiday := hours.calendar.holiday(day):
        return f"C’est un jour férié : {holiday}."
    if not hours.counts(day):
        return f"Le service est fermé le {WEEKDAYS[day.weekday()]}."
    inside = end.date() == day and hours.opens <= local.time() and end.time() <= hours.closes
    return None if inside else f"Le service est ouvert de {_hour(OPENS)} à {_hour(CLOSES)}."


def _lead_away(start: datetime, agenda: Agenda) -> str | None:
    day = agenda.hours.day_of(start)
    for away in agenda.absences:
        if away.since <= day < away.until:
            last = away.until - timedelta(days=1)
            return (
                "La personne qui tient l’entretien est absente du "
                f"{date_fr(away.since)} au {date_fr(last)}."
            )
    return None


def _lead_taken(start: datetime, minutes: int, agenda: Agenda) -> str | None:
    end = start + timedelta(minutes=minutes)
    if any(start < taken.end and taken.start < end for taken in agenda.taken):
        return "La personne qui tient l’entretien en a un autre à cette heure."
    return None


def met(start: datetime, minutes: int, agenda: Agenda) -> Consultation | None:
    """The consultations of the doctor in which this time would fall."""
    zone = agenda.hours.calendar.timezone
    local, end = start.astimezone(zone), (start + timedelta(minutes=minutes)).astimezone(zone)
    for one in agenda.consultations:
        if not one.holds(local.date()):
            continue
        opens = datetime.combine(local.date(), one.opens, zone)
        closes = datetime.combine(local.date(), one.closes, zone)
        if local < closes and opens < end:
            return one
    return None


def consultation_words(one: Consultation) -> str:
    """« Le médecin consulte le mardi de 14 h à 16 h. »."""
    return (
        f"Le médecin consulte le {WEEKDAYS[one.weekday]} de {_hour(one.opens)} "
        f"à {_hour(one.closes)}."
    )


def offered(day: date, minutes: int, agenda: Agenda) -> list[datetime]:
    """The slots of a day, every half hour from the opening."""
    zone = agenda.hours.calendar.timezone
    opening = datetime.combine(day, agenda.hours.opens, zone)
    count = int(agenda.hours.day / STEP)
    starts = (opening + number * STEP for number in range(count))
    return [start for start in starts if why_not(start, minutes, agenda) is None]


def days_ahead(agenda: Agenda, count: int = DAYS_AHEAD) -> Iterator[date]:
    """The next working days, today first when it is one."""
    day = agenda.hours.day_of(agenda.now)
    while count:
        if agenda.hours.counts(day):
            yield day
            count -= 1
        day += timedelta(days=1)


def _hour(moment: time) -> str:
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02d}" if moment.minute else "")
