"""The roster of a desk in words: who is on duty each week, and when nobody is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from core.charts.numbers import MONTHS, WEEKDAYS, date_fr
from prescribers.presenters.words import caisse_name, counted
from sosij.enums import Desk
from sosij.models import Duty
from sosij.rules.roster import Gap, Stretch, Week


@dataclass(frozen=True)
class DeskTab:
    code: str
    label: str
    current: bool


@dataclass(frozen=True)
class WeekLine:
    title: str
    people: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class DutyLine:
    ident: int
    who: str
    days: str
    begun: bool


def desk_code(caisse: str, desk: Desk) -> str:
    """« 061-medical », as in the address."""
    return f"{caisse}-{desk.value}"


def desk_tabs(
    desks: Iterable[tuple[str, Desk]], labels: Mapping[str, str], current: tuple[str, Desk]
) -> list[DeskTab]:
    """The caisse is named when there are several."""
    listed = list(desks)
    alone = len({caisse for caisse, _ in listed}) == 1
    return [
        DeskTab(
            desk_code(caisse, desk),
            str(desk.label) if alone else f"{desk.label}, {caisse_name(caisse, labels)}",
            (caisse, desk) == current,
        )
        for caisse, desk in listed
    ]


def week_lines(weeks: Iterable[Week]) -> list[WeekLine]:
    return [
        WeekLine(
            f"Semaine du {date_fr(week.monday)}",
            tuple(_stretch_words(one) for one in week.stretches),
            tuple(gap_words(gap) for gap in week.gaps),
        )
        for week in weeks
    ]


def duty_lines(duties: Iterable[Duty], today: date) -> list[DutyLine]:
    return [
        DutyLine(
            duty.pk,
            duty.user.full_name,
            span_words(duty.since, duty.until - timedelta(days=1)),
            begun=duty.since < today,
        )
        for duty in duties
    ]


def gap_words(gap: Gap) -> str:
    """« personne du lundi 23 au vendredi 27 novembre »."""
    return f"personne {span_words(gap.first, gap.last)}"


def span_words(first: date, last: date) -> str:
    """« le lundi 23 novembre », « du lundi 30 novembre au vendredi 4 décembre »."""
    if first == last:
        return f"le {_day(first)} {_month(first)}"
    same = (first.year, first.month) == (last.year, last.month)
    begins = _day(first) if same else f"{_day(first)} {_month(first)}"
    return f"du {begins} au {_day(last)} {_month(last)}"


def roster_sentence(today: date, stretches: Sequence[Stretch], weeks: Iterable[Week]) -> str:
    """« Dr Nadia Perrichet est d’astreinte aujourd’hui ; 1 période sans personne… »."""
    now = [one.who for one in stretches if one.since <= today < one.until]
    who = f"{now[0]} est d’astreinte aujourd’hui" if now else "Aucune astreinte aujourd’hui"
    missing = sum(len(week.gaps) for week in weeks)
    if not missing:
        return f"{who}\u202f; aucun jour sans personne d’ici quatre semaines."
    periods = counted(missing, "période", "périodes")
    return f"{who}\u202f; {periods} sans personne d’ici quatre semaines."


def heads_words(people: Sequence[User]) -> str:
    """Who is told when nobody is on duty."""
    if not people:
        return (
            "Ce guichet n’a pas de responsable\u202f: sans astreinte, un dépassement "
            "ne prévient personne."
        )
    names = ", ".join(user.full_name for user in people)
    return f"Sans astreinte, un dépassement prévient aussitôt le responsable\u202f: {names}."


def _stretch_words(one: Stretch) -> str:
    return f"{one.who}, {span_words(one.since, one.until - timedelta(days=1))}"


def _day(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1]
