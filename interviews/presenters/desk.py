"""Notes and offers, as a practitioner reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.charts.numbers import NNBSP
from interviews.enums import OfferState, Proposal
from interviews.models import Interview, InterviewNote, OfferMove, PatientOffer
from interviews.presenters.moments import moment_words
from interviews.rules.offers import AFTER


KINDS = {
    OfferState.OFFERED: "ongoing",
    OfferState.ACCEPTED: "soon",
    OfferState.DONE: "done",
    OfferState.REFUSED: "waiting",
}


@dataclass(frozen=True)
class NoteLine:
    when: str
    who: str
    body: str


@dataclass(frozen=True)
class OfferLine:
    """`after`: what it may become, by value and label."""

    number: int
    words: str
    state: str
    kind: str
    after: Sequence[tuple[str, str]]
    told: Sequence[str]


def note_lines(
    notes: Iterable[InterviewNote], interview: Interview, names: Mapping[int, str]
) -> list[NoteLine]:
    """The first first."""
    return [
        NoteLine(
            moment_words(note.written_at, interview.caisse), names.get(note.by_id, ""), note.body
        )
        for note in notes
    ]


def offer_lines(
    offers: Iterable[PatientOffer],
    moves: Sequence[OfferMove],
    interview: Interview,
    names: Mapping[int, str],
) -> list[OfferLine]:
    return [
        OfferLine(
            number=offer.pk,
            words=f"Situation {offer.letter}{NNBSP}: {Proposal(offer.proposal).label.lower()}",
            state=OfferState(offer.state).label.lower(),
            kind=KINDS[OfferState(offer.state)],
            after=[(state.value, state.label) for state in AFTER[OfferState(offer.state)]],
            told=[_told(move, interview, names) for move in moves if move.offer_id == offer.pk],
        )
        for offer in offers
    ]


def _told(move: OfferMove, interview: Interview, names: Mapping[int, str]) -> str:
    when = moment_words(move.at, interview.caisse)
    who, state = names.get(move.by_id, ""), OfferState(move.after).label.lower()
    return f"{when}, {who}{NNBSP}: {state}" + (f", {move.note}" if move.note else "")
