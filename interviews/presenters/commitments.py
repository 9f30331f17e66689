"""Commitments to follow, in the words of their list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from core.charts.numbers import date_fr
from interviews.enums import CommitmentState, Owner
from interviews.models import Commitment
from interviews.presenters.moments import moment_words
from interviews.rules.commitments import ENDED, LATE, OPEN
from prescribers.presenters.words import addressed_name, counted


STATES = {OPEN: "Ouverts", LATE: "En retard", ENDED: "Terminés"}
MINE, SERVICE = "moi", "service"
WHOSE = {MINE: "Les miens", SERVICE: "Tout le service"}
COUNTED = {
    OPEN: ("engagement ouvert", "engagements ouverts"),
    LATE: ("engagement en retard", "engagements en retard"),
    ENDED: ("engagement terminé", "engagements terminés"),
}


@dataclass(frozen=True)
class FilterChip:
    words: str
    query: str
    current: bool


@dataclass(frozen=True)
class FollowLine:
    """`word` and `kind` are those of its chip; `ended` says who ended it, and why."""

    number: int
    interview: int
    words: str
    doctor: str
    owner: str
    follower: str
    due: str
    word: str
    kind: str
    ended: str
    open: bool


def asked(address: Mapping[str, str]) -> tuple[str, str]:
    """The state and whose; what is not known is the first of each."""
    state, whose = address.get("etat", ""), address.get("qui", "")
    return state if state in STATES else OPEN, whose if whose in WHOSE else MINE


def state_chips(state: str, whose: str) -> list[FilterChip]:
    return [
        FilterChip(words, urlencode({"etat": one, "qui": whose}), one == state)
        for one, words in STATES.items()
    ]


def whose_chips(state: str, whose: str) -> list[FilterChip]:
    return [
        FilterChip(words, urlencode({"etat": state, "qui": one}), one == whose)
        for one, words in WHOSE.items()
    ]


def sentence(count: int, state: str, whose: str) -> str:
    """« 3 engagements ouverts que vous suivez. »."""
    followed = "que vous suivez" if whose == MINE else "dans votre périmètre"
    if not count:
        return f"Aucun {COUNTED[state][0]} {followed}."
    return f"{counted(count, *COUNTED[state])} {followed}."


def follow_lines(commitments: Iterable[Commitment], on: date) -> list[FollowLine]:
    return [_line(one, on) for one in commitments]


def _line(one: Commitment, on: date) -> FollowLine:
    word, kind = _chip(one, on)
    return FollowLine(
        number=one.pk,
        interview=one.interview_id,
        words=one.words,
        doctor=addressed_name(one.prescriber),
        owner=Owner(one.owner).label,
        follower=one.follower.full_name,
        due=date_fr(one.due_on),
        word=word,
        kind=kind,
        ended=_ended(one),
        open=one.state == CommitmentState.OPEN,
    )


def _chip(one: Commitment, on: date) -> tuple[str, str]:
    if one.state == CommitmentState.OPEN:
        return ("en retard", "overdue") if one.due_on < on else ("ouvert", "ongoing")
    return ("tenu", "done") if one.state == CommitmentState.KEPT else ("abandonné", "waiting")


def _ended(one: Commitment) -> str:
    if one.ended_at is None or one.ended_by is None:
        return ""
    said = f"{moment_words(one.ended_at, one.caisse)}, {one.ended_by.full_name}"
    return f"{said}. {one.reason}" if one.reason else said
