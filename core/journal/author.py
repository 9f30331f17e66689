"""Who acts, and when: given to every act of the house."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import AnonymousActError


@dataclass(frozen=True)
class Author:
    """A person, or the automaton that acts when nobody does; and the instant of the act."""

    at: datetime
    by: int | None = None
    system: str = ""

    @property
    def person(self) -> int:
        """Who acts, for the acts that no automaton does."""
        if self.by is None:
            raise AnonymousActError(self.system)
        return self.by
