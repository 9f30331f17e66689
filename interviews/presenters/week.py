"""A week as days: who is met when, the holidays, the minutes planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.workdays import Calendar
from interviews.models import Interview
from interviews.presenters.interview import Chip, state_chip
from interviews.presenters.moments import day_words, hour_words, length_words, local
from prescribers.presenters.words import addressed_name, counted


DAYS_OF_WORK, DAYS = 5, 7


@dataclass(frozen=True)
class Slot:
    number: int
    hour: str
    length: str
    doctor: str
    kind: str
    where: str
    lead: str
    chip: Chip


@dataclass(frozen=True)
class Day:
    ident: str
    title: str
    today: bool
    holiday: str
    slots: tuple[Slot, ...]


class Load(Protocol):
    """Minutes of one week; `declared` is None for who declared nothing."""

    @property
    def declared(self) -> int | None: ...
    @property
    def planned(self) -> int: ...
    @property
    def over(self) -> bool: ...


@dataclass(frozen=True)
class LoadLine:
    person: str
    planned: str
    declared: str
    over: bool


def days(
    monday: date, interviews: Sequence[Interview], calendars: Iterable[Calendar], today: date
) -> list[Day]:
    """Monday to Friday, and the Saturday and Sunday on which something stands."""
    known = list(calendars)
    by_day: dict[date, list[Interview]] = {}
    for one in interviews:
        if one.starts_at is not None:
            by_day.setdefault(local(one.starts_at, one.caisse).date(), []).append(one)
    every = [monday + timedelta(days=number) for number in range(DAYS)]
    return [
        Day(
            f"jour-{day:%Y-%m-%d}",
            day_words(day).capitalize(),
            day == today,
            holiday_words(day, known),
            tuple(_slot(one) for one in by_day.get(day, ())),
        )
        for day in every
        if day.weekday() < DAYS_OF_WORK or day in by_day
    ]


def holiday_words(day: date, calendars: Sequence[Calendar]) -> str:
    """« Toussaint »; « Vendredi saint (Moselle) » when it is not one of every caisse."""
    by_name: dict[str, list[str]] = {}
    for calendar in calendars:
        if name := calendar.holiday(day):
            by_name.setdefault(name, []).append(calendar.words)
    return ", ".join(
        name if len(where) == len(calendars) else f"{name} ({', '.join(where)})"
        for name, where in by_name.items()
    )


def _slot(interview: Interview) -> Slot:
    assert interview.starts_at is not None
    return Slot(
        interview.pk,
        hour_words(local(interview.starts_at, interview.caisse)),
        length_words(interview.minutes),
        addressed_name(interview.prescriber),
        interview.get_kind_display(),
        interview.place or interview.get_channel_display(),
        interview.lead.full_name,
        state_chip(interview),
    )


def week_title(monday: date) -> str:
    """« Semaine du lundi 16 au vendredi 20 novembre 2026 »."""
    friday = monday + timedelta(days=DAYS_OF_WORK - 1)
    return f"Semaine du {day_words(monday)} au {day_words(friday)} {friday.year}"


def sentence(interviews: Sequence[Interview], loads: Iterable[Load]) -> str:
    """« 3 entretiens, 2 h prévues sur 6 h déclarées. »."""
    if not interviews:
        return "Aucun entretien cette semaine."
    known = list(loads)
    count = counted(len(interviews), "entretien", "entretiens")
    minutes, declared = sum(one.planned for one in known), sum(one.declared or 0 for one in known)
    said = f"{count}, {length_words(minutes)} prévues"
    return f"{said} sur {length_words(declared)} déclarées." if declared else f"{said}."


def load_lines(loads: Iterable[tuple[str, Load]]) -> list[LoadLine]:
    """For who plans or has declared something: the others have nothing to say this week."""
    return [
        LoadLine(
            name,
            length_words(load.planned) if load.planned else "rien de prévu",
            "non déclarée" if load.declared is None else length_words(load.declared),
            over=load.over,
        )
        for name, load in loads
        if load.planned or load.declared is not None
    ]
