"""Leaves that follow each other are one interruption of work: a chain.

Two leaves of one patient by one prescriber belong together when work was resumed for 48 hours at
most between them: the article R323-1 of the social security code opens no new waiting days then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from prescribers.enums import LeaveNature, LeaveRisk
from prescribers.rules.motives import Reference, references


# Between the last day of a leave and the first of the next: two days at work make three.
LONGEST_GAP_DAYS = 3
CANCER = 2


@dataclass(frozen=True, slots=True)
class LeaveFact:
    """What a chain needs of one notice; `counted` when the method keeps it for its figures."""

    patient: int
    start: date
    end: date
    days: int
    nature: str
    risk: str
    motive: str
    age: int
    sex: int
    ald: int
    counted: bool


@dataclass(frozen=True)
class Chain:
    """Leaves of one patient without a resumption over 48 hours, the first one first."""

    leaves: tuple[LeaveFact, ...]

    @property
    def patient(self) -> int:
        return self.leaves[0].patient

    @property
    def start(self) -> date:
        return self.leaves[0].start

    @cached_property
    def end(self) -> date:
        return max(leave.end for leave in self.leaves)

    @property
    def length(self) -> int:
        """Calendar days from the first to the last one, both included."""
        return (self.end - self.start).days + 1

    @property
    def paid_days(self) -> int:
        return sum(leave.days for leave in self.leaves)

    @property
    def prolongations(self) -> int:
        return sum(leave.nature == LeaveNature.PROLONGATION for leave in self.leaves)

    @property
    def age(self) -> int:
        return self.leaves[-1].age

    @property
    def sex(self) -> int:
        return self.leaves[-1].sex

    @property
    def motives(self) -> tuple[str, ...]:
        """Distinct codes, in the order in which they came."""
        return tuple(dict.fromkeys(leave.motive for leave in self.leaves))

    @property
    def long_term_illness(self) -> bool:
        return any(leave.ald for leave in self.leaves)

    @property
    def work_related(self) -> bool:
        return any(
            leave.risk in {LeaveRisk.ACCIDENT, LeaveRisk.OCCUPATIONAL} for leave in self.leaves
        )

    @property
    def to_discuss(self) -> bool:
        """Neither a maternity nor a cancer, which the method leaves out as well."""
        return not any(
            leave.risk == LeaveRisk.MATERNITY or leave.ald == CANCER for leave in self.leaves
        )

    @cached_property
    def reference(self) -> Reference | None:
        """The longest reference of its motives, None as soon as one of them has none."""
        found = [references().get(code) for code in self.motives]
        known = [one for one in found if one is not None]
        return max(known, key=lambda one: one.high) if len(known) == len(found) else None

    def paid_days_since(self, first: date) -> int:
        """Paid days of its counted leaves that begin on `first` or later."""
        return sum(leave.days for leave in self.leaves if leave.counted and leave.start >= first)


def chained(leaves: Iterable[LeaveFact]) -> list[Chain]:
    """The chains of all the patients, by patient and first day."""
    ordered = sorted(leaves, key=lambda leave: (leave.patient, leave.start, leave.end))
    chains: list[list[LeaveFact]] = [ordered[:1]] if ordered else []
    for before, leave in pairwise(ordered):
        if leave.patient == before.patient and _follows(chains[-1], leave):
            chains[-1].append(leave)
        else:
            chains.append([leave])
    return [Chain(tuple(found)) for found in chains]


def _follows(chain: Sequence[LeaveFact], leave: LeaveFact) -> bool:
    """Against the latest end so far: a short leave may lie inside a long one."""
    end = max(earlier.end for earlier in chain)
    return (leave.start - end).days <= LONGEST_GAP_DAYS
