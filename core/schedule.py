"""A slot of the timetable: which kind of job, at which UTC time of the day."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Slot:
    """One daily run; its ledger key is `{dedup_prefix}:{UTC date}`."""

    kind: str
    at: time
    dedup_prefix: str

    def __post_init__(self) -> None:
        if self.at.hour == 23:
            raise ValueError(f"{self.kind}: no slot between 23:00 and 00:00 UTC")
