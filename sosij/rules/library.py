"""Model answers: on which side of the wall one is usable, and when it is to be read again."""

from datetime import date, timedelta

from sosij.enums import Desk, EntryState, Side


# Chosen by the project: an answer quotes rules that a year changes.
REVIEWED_EVERY = timedelta(days=365)
LONGEST_TRUST = timedelta(days=730)


def sides_at(desk: str) -> frozenset[Side]:
    """What may be sent from a desk: medical answers leave from the service médical only."""
    return frozenset(Side) if desk == Desk.MEDICAL else frozenset({Side.OPEN})


def sides_read(*, medical: bool) -> frozenset[Side]:
    """What a person reads of the library."""
    return frozenset(Side) if medical else frozenset({Side.OPEN})


def next_review(on: date) -> date:
    """The date proposed after a reading."""
    return on + REVIEWED_EVERY


def trusted_until(on: date) -> date:
    """The furthest date of review that a person may choose."""
    return on + LONGEST_TRUST


def state_on(day: date, *, review_on: date, withdrawn: bool) -> EntryState:
    """Past its date, an answer is still there: it is warned of before it is used."""
    if withdrawn:
        return EntryState.WITHDRAWN
    return EntryState.DUE if review_on <= day else EntryState.IN_FORCE
