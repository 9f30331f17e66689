"""The questionnaire as its sender reads it: whom it would reach, what was sent, the remarks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.charts.numbers import date_fr, fr
from ijstats import SMALL_COUNT
from prescribers.presenters.disclosure import published
from prescribers.presenters.words import counted
from sosij.enums import SurveyKind
from sosij.models import Survey
from sosij.rules.survey import Targets


HEADER = ("Médecin (RPPS)", "Questionnaire", "Lien")


@dataclass(frozen=True)
class Reached:
    """`note`: why nobody of this kind is invited."""

    label: str
    found: str
    note: str


def reached(targets: Targets) -> list[Reached]:
    """For each questionnaire, how many doctors would be sent a link."""
    return [_reached(kind, targets) for kind in SurveyKind]


def anybody(targets: Targets) -> bool:
    return any(targets.invited(kind) for kind in SurveyKind)


def _reached(kind: SurveyKind, targets: Targets) -> Reached:
    found = targets.of(kind)
    few = f"moins de {SMALL_COUNT}, donc personne\u202f: les réponses ne seraient pas anonymes"
    return Reached(
        label=str(kind.label),
        found=counted(len(found), "médecin", "médecins"),
        note="" if targets.invited(kind) else few,
    )


@dataclass(frozen=True)
class SurveyLine:
    """`may_cancel`: no link was used."""

    ident: int
    period: str
    caisse: str
    sent: str
    users: str
    non_users: str
    answers: str
    state: str
    kind: str
    may_cancel: bool


def survey_lines(
    surveys: Iterable[Survey], caisses: Mapping[str, str], on: date
) -> list[SurveyLine]:
    """Sendings annotated with the links left."""
    return [_line(survey, caisses, on) for survey in surveys]


def _line(survey: Survey, caisses: Mapping[str, str], on: date) -> SurveyLine:
    made = survey.users + survey.non_users
    used = 0 if survey.cancelled_at else made - getattr(survey, "left", made)
    state, kind = _state(survey, on)
    return SurveyLine(
        ident=survey.pk,
        period=f"{date_fr(survey.since)} au {date_fr(survey.until)}",
        caisse=caisses.get(survey.caisse, survey.caisse),
        sent=f"{date_fr(survey.prepared_at.date())}, {survey.by.full_name}",
        users=fr(survey.users),
        non_users=fr(survey.non_users),
        answers=published(used),
        state=state,
        kind=kind,
        may_cancel=survey.cancelled_at is None and used == 0,
    )


def _state(survey: Survey, on: date) -> tuple[str, str]:
    if survey.cancelled_at is not None:
        return "annulé", "waiting"
    if survey.closes_on <= on:
        return f"clos le {date_fr(survey.closes_on)}", "frozen"
    return f"ouvert jusqu’au {date_fr(last_day(survey))}", "ongoing"


def last_day(survey: Survey) -> date:
    """The last day on which a link works."""
    return survey.closes_on - timedelta(days=1)


def remark_lists(remarks: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Remarks of each kind of doctor; fewer than eleven of a kind are not shown."""
    return [
        (str(kind.label), remarks[kind]) for kind in SurveyKind if len(remarks[kind]) >= SMALL_COUNT
    ]
