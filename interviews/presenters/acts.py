"""What may be done with an interview by this person now, and the one thing to do next."""

from dataclasses import dataclass
from datetime import datetime

from interviews.enums import Ending, Event, ReportState, State
from interviews.models import Interview, InterviewReport
from interviews.presenters.moments import long_moment
from interviews.rules.workflow import LEAD, READER, SERVICE, steps_from


@dataclass(frozen=True)
class Acts:
    """`events`: open to this person now; `participants`: whether he says who comes."""

    events: frozenset[Event]
    participants: bool

    def __contains__(self, event: str) -> bool:
        return event in self.events

    @property
    def any(self) -> bool:
        return self.participants or bool(self.events)


def hands_of(*, leads: bool, plans: bool, reads: bool) -> frozenset[str]:
    """The hands of the table: who leads, the service, who may read a report again."""
    held = ((LEAD, leads), (SERVICE, plans), (READER, reads))
    return frozenset(name for name, is_so in held if is_so)


def open_acts(
    interview: Interview, report: InterviewReport | None, hands: frozenset[str], now: datetime
) -> Acts:
    """The steps of the table, cut to the hands, to the state of the report and to the hour."""
    steps = [step for step in steps_from(State(interview.state)) if step.who & hands]
    useless = _useless(interview, report, hands, now)
    events = frozenset(step.event for step in steps if step.event not in useless)
    return Acts(events, interview.is_open and bool(hands & {LEAD, SERVICE}))


def _useless(
    interview: Interview, report: InterviewReport | None, hands: frozenset[str], now: datetime
) -> set[Event]:
    """What the table opens by the state of the interview alone, and its report or hour do not."""
    shut: set[Event] = set()
    if not _has_begun(interview, now):
        shut.add(Event.MISS)
    if interview.state == State.HELD and (report is None or report.state != ReportState.SIGNED):
        shut.add(Event.CLOSE)
    if report is None or report.state != ReportState.DRAFT:
        shut.add(Event.SUBMIT)
    if report is None or report.state != ReportState.READING:
        shut.add(Event.SEND_BACK)
    if not _signs(report, hands):
        shut.add(Event.SIGN)
    return shut


def _has_begun(interview: Interview, now: datetime) -> bool:
    return interview.starts_at is not None and interview.starts_at <= now


def _signs(report: InterviewReport | None, hands: frozenset[str]) -> bool:
    """Once a second reading was asked, its reader signs; else who led the interview."""
    if report is None or report.state == ReportState.SIGNED:
        return False
    if report.state == ReportState.READING:
        return READER in hands
    return not report.second_reading and LEAD in hands


def next_words(interview: Interview, report: InterviewReport | None, now: datetime) -> str:
    """The one thing to do next, in a sentence."""
    state = State(interview.state)
    if state is State.SCHEDULED and interview.starts_at is not None:
        if _has_begun(interview, now):
            return (
                "L’heure est passée\u202f: rendez compte de l’échange, ou dites que le médecin "
                "n’est pas venu."
            )
        when = long_moment(interview.starts_at, interview.caisse)
        return f"Prévu {when}\u202f: d’ici là, préparez l’échange."
    if state is State.HELD:
        return _held_words(report)
    if state is State.CLOSED:
        return f"Clos\u202f: {Ending(interview.ending).label.lower()}. Rien n’est plus à faire."
    return WAITING[state]


def _held_words(report: InterviewReport | None) -> str:
    if report is None:
        return "Écrivez le compte rendu de l’échange."
    if report.state == ReportState.READING:
        return "Compte rendu en seconde lecture\u202f: une autre personne le lit, puis le signe."
    if report.state == ReportState.SIGNED:
        return "Compte rendu signé\u202f: l’entretien peut être clos."
    if report.second_reading:
        return "Compte rendu à reprendre, puis à soumettre de nouveau à seconde lecture."
    return "Relisez le compte rendu, puis signez-le."


WAITING = {
    State.PROPOSED: "Donnez-lui une date.",
    State.MISSED: "Le médecin n’est pas venu\u202f: donnez une autre date, ou fermez l’entretien.",
    State.DECLINED: "Le médecin a décliné\u202f: donnez une date s’il revient, ou fermez "
    "l’entretien.",
}
