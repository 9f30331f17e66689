"""When the outcome of a situation is asked, and when once more."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class FollowUp:
    """Days after the answer; one reminder, so many days after the question."""

    horizons: tuple[int, ...]
    reminder_after: int


# Chosen by the project: nothing is published on the outcome of the situations.
FOLLOW_UP = FollowUp(horizons=(30, 90), reminder_after=14)


def dates_asked(answered: date) -> dict[int, date]:
    """The day of each question, by its horizon, in calendar days."""
    return {days: answered + timedelta(days=days) for days in FOLLOW_UP.horizons}


def reminded_from(asked: date) -> date:
    """The day of the only reminder."""
    return asked + timedelta(days=FOLLOW_UP.reminder_after)
