"""Dates in words: what left for the doctor, what stands in the way, the slots of the next days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from accounts.models import Absence
from core.charts.numbers import NNBSP, WEEKDAYS, date_fr
from interviews.enums import InvitationChannel, Nature, State
from interviews.models import Capacity, ConsultationHours, Interview, Invitation
from interviews.presenters.moments import day_words, hour_words, length_words, moment_words
from interviews.rules.slots import Agenda, consultation_words, met, offered


@dataclass(frozen=True)
class SentLine:
    when: str
    what: str
    who: str


@dataclass(frozen=True)
class HoursLine:
    ident: int
    day: str
    hours: str
    since: str
    source: str


@dataclass(frozen=True)
class SlotButton:
    value: str
    words: str


@dataclass(frozen=True)
class SlotDay:
    title: str
    slots: list[SlotButton]


@dataclass(frozen=True)
class CapacityLine:
    who: str
    caisse: str
    length: str
    days: str
    planned: str


@dataclass(frozen=True)
class InvitationPart:
    """What the page of an interview says of its date, for who may plan or for who only reads."""

    number: int
    plans: bool
    dated: bool
    sent: list[SentLine]
    hours: list[HoursLine]
    warning: str
    stale: str
    absence: str
    substitute: str
    hands_over: bool


class Facts(Protocol):
    @property
    def sent(self) -> Sequence[Invitation]: ...

    @property
    def hours(self) -> Sequence[ConsultationHours]: ...

    @property
    def away(self) -> Absence | None: ...

    @property
    def may_replace(self) -> bool: ...


def invitation_words(
    interview: Interview, facts: Facts, agenda: Agenda, *, plans: bool
) -> InvitationPart:
    """`plans`: whether this person may give dates."""
    dated, away = interview.state == State.SCHEDULED, facts.away
    return InvitationPart(
        number=interview.pk,
        plans=plans,
        dated=dated,
        sent=sent_lines(interview, facts.sent),
        hours=hours_lines(facts.hours),
        warning=consultation_warning(interview, agenda) if dated else "",
        stale=_stale(interview, facts.sent) if dated else "",
        absence=absence_sentence(away) if away else "",
        substitute=away.substitute.full_name if away and away.substitute else "",
        hands_over=plans and facts.may_replace,
    )


def sent_lines(interview: Interview, sent: Iterable[Invitation]) -> list[SentLine]:
    return [
        SentLine(
            moment_words(one.sent_at, interview.caisse),
            _sent_words(interview, one),
            one.by.full_name if one.by else one.system,
        )
        for one in sent
    ]


def _sent_words(interview: Interview, one: Invitation) -> str:
    how = InvitationChannel(one.channel).label.lower()
    to = f" à {one.address}" if one.address else ""
    told = moment_words(one.starts_at, interview.caisse)
    return f"{Nature(one.nature).label} par {how}{to}, pour le {told}"


def consultation_warning(interview: Interview, agenda: Agenda) -> str:
    if interview.starts_at is None:
        return ""
    one = met(interview.starts_at, interview.minutes, agenda)
    return f"{consultation_words(one)} La date choisie tombe pendant ce temps." if one else ""


def _stale(interview: Interview, sent: Sequence[Invitation]) -> str:
    """A letter does not follow the date by itself."""
    letters = [one for one in sent if one.channel == InvitationChannel.LETTER]
    if not letters or letters[-1].starts_at == interview.starts_at:
        return ""
    told = moment_words(letters[-1].starts_at, interview.caisse)
    return f"La lettre envoyée donne une autre date ({told}) : envoyez-en une nouvelle."


def absence_sentence(away: Absence) -> str:
    """« Dr X est absent(e) du … au … ; remplaçant(e) : Y »."""
    last = away.until - timedelta(days=1)
    who = away.substitute.full_name if away.substitute else "personne"
    return (
        f"{away.user.full_name} est absent(e) du {date_fr(away.since)} au {date_fr(last)}"
        f"{NNBSP}; remplaçant(e) : {who}."
    )


def hours_lines(hours: Iterable[ConsultationHours]) -> list[HoursLine]:
    return [
        HoursLine(
            row.pk,
            WEEKDAYS[row.weekday],
            f"{_time(row.opens)} à {_time(row.closes)}",
            _days(row.since, row.until),
            row.get_source_display(),
        )
        for row in hours
    ]


def slot_days(days: Iterable[date], minutes: int, agenda: Agenda) -> list[SlotDay]:
    """Every day is said, one without a slot too."""
    return [
        SlotDay(
            day_words(day).capitalize(),
            [
                SlotButton(start.isoformat(), hour_words(start))
                for start in offered(day, minutes, agenda)
            ],
        )
        for day in days
    ]


def capacity_lines(
    rows: Iterable[Capacity], planned: dict[int, int], names: dict[str, str]
) -> list[CapacityLine]:
    """`planned`: minutes of this week by person."""
    return [
        CapacityLine(
            row.user.full_name,
            names.get(row.caisse, row.caisse),
            length_words(row.minutes),
            _days(row.since, row.until),
            length_words(planned.get(row.user_id, 0)),
        )
        for row in rows
    ]


def slots_sentence(interview: Interview, days: Sequence[SlotDay]) -> str:
    count = sum(len(day.slots) for day in days)
    if not count:
        return "Aucun créneau sur dix jours ouvrés."
    found = "1 créneau" if count == 1 else f"{count} créneaux"
    return (
        f"{found} de {length_words(interview.minutes)} sur dix jours ouvrés, hors consultations "
        "déclarées du médecin, autres entretiens et absences de la personne qui le tient."
    )


def _days(since: date, until: date | None) -> str:
    if until is None:
        return f"depuis le {date_fr(since)}"
    return f"du {date_fr(since)} au {date_fr(until - timedelta(days=1))}"


def _time(moment: time) -> str:
    return hour_words(datetime.combine(date.min, moment))
