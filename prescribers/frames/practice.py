"""When prescribers practised, and how many patients they saw."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Practice:
    """(D, M) months of practice, (D,) how many of them in the window, (D,) patients seen.

    Patients seen are those of each month of the window, added: who came in three months counts
    three times, the file says no more. Masked for everybody when the activity of one of the
    months read is not known, since the leaves of that month would count.
    """

    active: np.ndarray
    months_active: np.ndarray
    seen: np.ma.MaskedArray

    def of(self, rows: np.ndarray) -> "Practice":
        return Practice(self.active[rows], self.months_active[rows], self.seen[rows])
