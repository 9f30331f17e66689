"""How much a run looks at: the whole country over a year, or a study of less."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


WINDOW_MONTHS = 12


@dataclass(frozen=True)
class Extent:
    """Months of the window, and the INSEE code of the only region read, empty for the country.

    In a study of one region the nation of the method (its shape, its prior) is this region.
    """

    window_months: int = WINDOW_MONTHS
    region: str = ""

    @property
    def is_whole(self) -> bool:
        """A study is read by whoever asked for it, and never published to everybody."""
        return self == WHOLE

    @property
    def parameters(self) -> dict[str, int | str]:
        """The names by which a run keeps it."""
        return {"window_months": self.window_months, "scope": self.region}

    @classmethod
    def stored(cls, parameters: Mapping[str, Any]) -> "Extent":
        return cls(parameters["window_months"], parameters["scope"])

    @classmethod
    def asked(cls, payload: Mapping[str, Any]) -> "Extent":
        """What a job of the night was asked; the timetable asks nothing and gets the whole."""
        return cls(payload.get("window", WINDOW_MONTHS), payload.get("scope", ""))

    def payload(self) -> dict[str, int | str]:
        return {"window": self.window_months, "scope": self.region}


WHOLE = Extent()
