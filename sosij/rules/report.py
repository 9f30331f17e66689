"""What the report holds: counts of requests of a period."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Delays:
    """Net office seconds of the answers; None when there is no answer."""

    received: int
    answered: int
    in_time: int
    by_phone: int
    dropped: int
    median: float | None
    ninth_decile: float | None


@dataclass(frozen=True)
class Recourse:
    """Doctors who asked, among those in practice for whom the service is open."""

    departement: str
    askers: int
    targeted: int


@dataclass(frozen=True)
class Report:
    """Counts by whatever they are read by: département and month, motive, level, desk, outcome."""

    since: date
    until: date
    delays: Delays
    months: dict[tuple[str, date], int]
    motives: dict[str, int]
    levels: dict[int, int]
    desks: dict[str, int]
    # By horizon then by outcome; « » for those asked and not told.
    outcomes: dict[tuple[int, str], int]
    recourse: list[Recourse]
