"""How many leaves of each kind may be written: one masking, so that no two pages betray a third.

The kinds of a family add up to the leaves, which every page writes: beside a small count, another
one is hidden, and always the same.
"""

from collections.abc import Sequence

from ijstats import publish_list
from prescribers.models import Profile
from prescribers.presenters.disclosure import is_small
from prescribers.rules.kinds import FAMILIES, Kind


def published_kinds(
    profile: Profile, family: Sequence[Kind], *, whole: bool = False
) -> dict[str, int | None]:
    """Leaves by name of kind, None where hidden; `whole` in the medical space: nothing hidden."""
    counts = [kind.count(vars(profile)) for kind in family]
    safe = whole or not any(map(is_small, counts))
    shown: Sequence[int | None] = counts if safe else publish_list(counts)[0]
    return {kind.name: count for kind, count in zip(family, shown, strict=True)}


def family_of(name: str) -> tuple[Kind, ...]:
    """The family that a kind belongs to, by its name."""
    return next(family for family in FAMILIES if name in {kind.name for kind in family})
