"""What is true of the prescribers of a nation, and can never be seen in one.

A true ratio is relative to the mean of the others of the group, as an estimated one: with B_d the
mean of the count of d if he prescribed as is usual in his specialty and region, M_d its mean as he
prescribes, both for the list that he has,
    true ratio = (M_d / B_d) / (Σ M_j / Σ B_j), the sums over the others of his group.
A prescriber drawn at 1.6 in a group whose others are at 1.05 has a true ratio of 1.52. Where a
ratio would put a share of patients on leave above 0.95 the share stops there, and M_d says so.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Truth:
    """(D,) true ratio of the days and of the leaves of a practice open all year."""

    days: np.ndarray
    leaves: np.ndarray

    @classmethod
    def of(
        cls,
        group: np.ndarray,
        *,
        days: tuple[np.ndarray, np.ndarray],
        leaves: tuple[np.ndarray, np.ndarray],
    ) -> "Truth":
        """Ratios from pairs of (D,) means: as each prescribes, and as is usual."""
        return cls(_against_others(group, *days), _against_others(group, *leaves))


def _against_others(group: np.ndarray, own: np.ndarray, usual: np.ndarray) -> np.ndarray:
    others = [np.bincount(group, mean)[group] - mean for mean in (own, usual)]
    ratio: np.ndarray = own / usual / (others[0] / others[1])
    return ratio
