"""What somebody has to do: why, before when, and what happens if nobody does it.

A selector of each app gives its rows; a presenter of the same app gives the words of those shown.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple


class Hint(StrEnum):
    """Where a row stands when its date does not say it alone."""

    MINE = "moi"
    # No date, and nothing to wait for: today.
    AT_ONCE = "sans-attendre"
    THIRD_PARTY = "tiers"


class Due(NamedTuple):
    """One act that is awaited: the line goes away once it is done.

    `by` is an aware instant, or a day where the caisse is. `people` have their names; there is
    none when anybody of a service may act, as the words then say. `facts` are what these are of.
    """

    kind: str
    step: str
    ident: str
    by: datetime | date | None
    route: str
    args: tuple[str | int, ...] = ()
    people: tuple[tuple[int, str], ...] = ()
    caisse: str = ""
    hint: Hint = Hint.MINE
    facts: tuple[object, ...] = ()

    @property
    def key(self) -> str:
        """Stable from one day to the next: « entretien:tenir:412 »."""
        return f"{self.kind}:{self.step}:{self.ident}"

    def day(self, zone: tzinfo) -> date | None:
        """The civil day before whose end it is to be done."""
        if isinstance(self.by, datetime):
            return self.by.astimezone(zone).date()
        return self.by


@dataclass(frozen=True, slots=True)
class Wording:
    """A row in words: what, why, what silence does, the act on the button, who may act if many."""

    title: str
    why: str
    silence: str
    act: str
    crew: str = ""
