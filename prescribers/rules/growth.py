"""What the medical convention commits to, beside which a growth is read."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Commitment:
    """Growth of the prescribed days in a year, 0.02 is +2 %; `checked` once read in the text."""

    yearly_growth: float
    since: date
    source: str
    checked: bool


COMMITMENTS = (
    Commitment(
        yearly_growth=0.02,
        since=date(2024, 6, 22),
        source="convention médicale de 2024, engagement sur les indemnités journalières",
        checked=False,
    ),
)


def commitment_on(day: date) -> Commitment | None:
    """The one in force that day."""
    known = [rule for rule in COMMITMENTS if rule.since <= day]
    return max(known, key=lambda rule: rule.since, default=None)
