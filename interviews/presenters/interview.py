"""The page of one interview: its head, its facts, its history, what surrounds it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.charts.numbers import date_fr
from interviews.enums import CommitmentState, Ending, Event, Kind, Owner, State
from interviews.models import Commitment, Interview, InterviewMove
from interviews.presenters.moments import length_words, long_moment, moment_words
from prescribers.presenters.words import addressed_name


NOT_AN_AUDITION = (
    "Cet échange n’est pas l’audition de l’article R148-1 du code de la sécurité sociale, qui "
    "appartient à une procédure."
)
TO_PLAN = "date à fixer"


@dataclass(frozen=True)
class Chip:
    kind: str
    icon: str
    word: str


class Companion(Protocol):
    """A colleague, or without an account somebody who comes with the doctor."""

    @property
    def name(self) -> str: ...
    @property
    def user(self) -> int | None: ...


@dataclass(frozen=True)
class MoveLine:
    when: str
    who: str
    what: str


@dataclass(frozen=True)
class PastLine:
    number: int
    words: str
    when: str
    lead: str
    chip: Chip


@dataclass(frozen=True)
class CommitmentLine:
    owner: str
    words: str
    due: str
    chip: Chip


CHIPS = {
    State.PROPOSED: Chip("waiting", "hourglass", "à planifier"),
    State.SCHEDULED: Chip("ongoing", "calendar", "planifié"),
    State.HELD: Chip("soon", "pencil", "tenu, à clore"),
    State.MISSED: Chip("fix", "alert", "manqué"),
    State.DECLINED: Chip("", "stop", "décliné"),
}
COMMITMENTS = {
    CommitmentState.OPEN: Chip("ongoing", "", "ouvert"),
    CommitmentState.KEPT: Chip("done", "check", "tenu"),
    CommitmentState.DROPPED: Chip("", "", "abandonné"),
}


def state_chip(interview: Interview) -> Chip:
    state = State(interview.state)
    if state is not State.CLOSED:
        return CHIPS[state]
    held = interview.ending == Ending.HELD
    return Chip("done" if held else "", "check" if held else "", _ending_words(interview))


def _ending_words(interview: Interview) -> str:
    return f"clos, {Ending(interview.ending).label.lower()}"


def title_of(interview: Interview) -> str:
    return addressed_name(interview.prescriber) or f"RPPS {interview.prescriber.rpps}"


def sub_of(interview: Interview) -> str:
    """« Entretien confraternel, mardi 17 novembre 2026 à 14 h 30, au cabinet »."""
    at = interview.starts_at
    when = long_moment(at, interview.caisse) if at else TO_PLAN
    return f"{interview.get_kind_display()}, {when}, {interview.get_channel_display().lower()}"


def facts_of(interview: Interview, company: Iterable[Companion]) -> list[tuple[str, str]]:
    told = interview.lasted_minutes
    planned = f"{length_words(interview.minutes)} prévues"
    length = f"{length_words(told)}, dites au compte rendu" if told else planned
    said = (
        ("Motif", interview.get_motive_display()),
        ("Objet", interview.subject),
        ("Tenu par", interview.lead.full_name),
        ("Avec", ", ".join(_companion(one) for one in company)),
        ("Comment", interview.get_channel_display()),
        ("Lieu", interview.place),
        ("Durée", length),
        ("Proposé", moment_words(interview.proposed_at, interview.caisse)),
    )
    return [(name, words) for name, words in said if words]


def _companion(one: Companion) -> str:
    return one.name if one.user else f"{one.name} (accompagne le médecin)"


def history_lines(interview: Interview, moves: Iterable[InterviewMove]) -> list[MoveLine]:
    """What was done, the first first; a date or a name is said when the passage set it."""
    return [
        MoveLine(
            moment_words(move.at, interview.caisse),
            move.by.full_name if move.by else move.system,
            _move_words(interview, move),
        )
        for move in moves
    ]


def _move_words(interview: Interview, move: InterviewMove) -> str:
    event = Event(move.event)
    words = str(event.label)
    if event in {Event.SCHEDULE, Event.MOVE} and move.starts_at is not None:
        words = f"{words} au {moment_words(move.starts_at, interview.caisse)}"
    elif event is Event.HAND_OVER:
        words = f"Confié à {move.lead.full_name}"
    return f"{words} ({move.reason})" if move.reason else words


def past_lines(interviews: Iterable[Interview]) -> list[PastLine]:
    return [
        PastLine(
            one.pk,
            Kind(one.kind).label,
            moment_words(one.starts_at, one.caisse) if one.starts_at else TO_PLAN,
            one.lead.full_name,
            state_chip(one),
        )
        for one in interviews
    ]


def commitment_lines(commitments: Iterable[Commitment], today: date) -> list[CommitmentLine]:
    return [
        CommitmentLine(
            Owner(one.owner).label,
            one.words,
            f"avant le {date_fr(one.due_on)}",
            _commitment_chip(one, today),
        )
        for one in commitments
    ]


def _commitment_chip(one: Commitment, today: date) -> Chip:
    if one.state == CommitmentState.OPEN and one.due_on < today:
        return Chip("overdue", "alert", "date passée")
    return COMMITMENTS[CommitmentState(one.state)]
