"""A slot of the timetable: which kind of job, at which UTC time, on which days of the week."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Slot:
    """One run a day; its ledger key is `{dedup_prefix}:{UTC date}`. Monday is 0."""

    kind: str
    at: time
    dedup_prefix: str
    weekdays: frozenset[int] = frozenset(range(7))

    def __post_init__(self) -> None:
        if self.at.hour == 23:
            raise ValueError(f"{self.kind}: no slot between 23:00 and 00:00 UTC")
