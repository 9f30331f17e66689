"""Why the leaves of a prescriber were written, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prescribers.rules.chains import Chain, LeaveFact, chained
from prescribers.rules.motives import Reference, families, family_of, references


@dataclass(frozen=True)
class FamilyCount:
    """Leaves of the window whose motive is of one family, and the days paid for them."""

    family: str
    leaves: int
    days: int


@dataclass(frozen=True)
class ReferenceCount:
    """Whole leaves of one motive, and those longer than the longest reference of its sheets."""

    motive: str
    reference: Reference
    chains: int
    beyond: int


@dataclass(frozen=True)
class Motives:
    """Families that occur, by days; motives that have a sheet, in the order of their codes."""

    families: tuple[FamilyCount, ...]
    references: tuple[ReferenceCount, ...]
    leaves: int
    days: int


def motive_counts(read: Iterable[LeaveFact], first: date) -> Motives:
    """Counted leaves begun from `first` on; whole leaves by what came before `first` as well."""
    read = list(read)
    counted = [leave for leave in read if leave.counted and leave.start >= first]
    chains = [chain for chain in chained(read) if chain.leaves[-1].start >= first]
    return Motives(
        _by_family(counted),
        _by_reference(chain for chain in chains if chain.to_discuss),
        len(counted),
        sum(leave.days for leave in counted),
    )


def _by_family(leaves: Iterable[LeaveFact]) -> tuple[FamilyCount, ...]:
    days: dict[str, list[int]] = {code: [] for code in families()}
    for leave in leaves:
        days[family_of(leave.motive)].append(leave.days)
    found = [FamilyCount(code, len(some), sum(some)) for code, some in days.items() if some]
    return tuple(sorted(found, key=lambda count: -count.days))


def _by_reference(chains: Iterable[Chain]) -> tuple[ReferenceCount, ...]:
    """A leave whose motive changed on the way is held against no sheet."""
    lengths: dict[str, list[int]] = {code: [] for code in references()}
    for chain in chains:
        if len(chain.motives) == 1 and chain.motives[0] in lengths:
            lengths[chain.motives[0]].append(chain.length)
    return tuple(
        ReferenceCount(code, reference, len(found), sum(days > reference.high for days in found))
        for code, reference in references().items()
        if (found := lengths[code])
    )
