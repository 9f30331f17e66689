"""Comparable groups: specialty × region when large enough, else specialty × nation."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import BoolArray, IntArray
from ijstats.parameters import MIN_GROUP_LEAVES, MIN_GROUP_PRESCRIBERS
from ijstats.validation import floats, labels


class GroupKey(NamedTuple):
    """What a group is made of; region None is the nation, and counts are then the nation's."""

    specialty: object
    region: object | None
    prescribers: int
    leaves: int


class ComparableGroups(NamedTuple):
    """The group of each prescriber: `keys[group[d]]`, its fallback flag, both (D,)."""

    group: IntArray
    fallback: BoolArray
    keys: tuple[GroupKey, ...]


def comparable_groups(
    specialty: ArrayLike,
    region: ArrayLike,
    leaves: ArrayLike,
    *,
    min_prescribers: int = MIN_GROUP_PRESCRIBERS,
    min_leaves: int = MIN_GROUP_LEAVES,
) -> ComparableGroups:
    """Attach each prescriber to his comparable group.

    A specialty × region needs both minima; its members otherwise compare with all the
    prescribers of the specialty in the nation, those of large regions included, and are
    flagged. Groups are numbered by specialty, then region (sorted), the nation last.

    Args:
        specialty: (D,) codes, integers or strings.
        region: (D,) codes, integers or strings.
        leaves: (D,) leaves written in the window.
        min_prescribers: prescribers a region must have.
        min_leaves: leaves a region must have.

    Raises:
        WrongShapeError: columns of different lengths.
        NegativeValueError: a negative number of leaves.
    """
    specialties, of_specialty = labels("specialty", specialty, None)
    regions, of_region = labels("region", region, of_specialty.size)
    counts = floats("leaves", leaves, (of_specialty.size,))
    cell = of_specialty * len(regions) + of_region
    shape = (len(specialties), len(regions))
    people = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    written = np.bincount(cell, counts, minlength=people.size).reshape(shape).astype(np.int64)
    large = (people >= min_prescribers) & (written >= min_leaves)
    fallback = ~large[of_specialty, of_region]
    slot = of_specialty * (len(regions) + 1) + np.where(fallback, len(regions), of_region)
    used, group = np.unique(slot, return_inverse=True)
    keys = []
    for specialty_index, region_index in (divmod(int(s), len(regions) + 1) for s in used):
        national = region_index == len(regions)
        place = slice(None) if national else region_index
        keys.append(
            GroupKey(
                specialties[specialty_index],
                None if national else regions[region_index],
                int(people[specialty_index, place].sum()),
                int(written[specialty_index, place].sum()),
            )
        )
    return ComparableGroups(group.astype(np.int64), fallback, tuple(keys))
