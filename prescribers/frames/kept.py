"""Which leaves make the figures, and under which reason the others are counted out.

One list that says each reason twice, side by side: in bits over the records of the blocks, which
the map counts, and in SQL over the rows, against which the blocks are verified.
"""

from typing import NamedTuple

import numpy as np

from prescribers.models import block_layout as layout


class Exclusion(NamedTuple):
    """A reason to leave a row out; the first that applies, in this order, is the one counted.

    A record has it when all of `bits` are set in its flags, or when it is outside the strata.
    """

    code: str
    label: str
    condition: str
    bits: int
    outside: bool = False


# The two bits of risk are both set for a maternity, the fourth risk, and for no other.
MATERNITY = layout.RISK_BITS
EXCLUSIONS = (
    Exclusion("maternite", "maternité ou paternité", "risk = 'MAT'", MATERNITY),
    Exclusion("ald_cancer", "patient en ALD 30 (cancer)", "ald = 2", layout.CANCER),
    Exclusion("age", "patient hors de la tranche 16–70 ans", "stratum < 0", 0, outside=True),
    Exclusion("temps_partiel", "temps partiel thérapeutique", "tpt", layout.PART_TIME),
    Exclusion("remplacement", "arrêt rédigé par un remplaçant", "replacement", layout.REPLACEMENT),
)
UNKNOWN_PRESCRIBER = "prescripteur_inconnu"
"""Counted after the reading, when the writer is not in the directory."""

KEPT_SQL = " AND ".join(f"NOT ({rule.condition})" for rule in EXCLUSIONS)


def _first_reason(flags: int, *, outside: bool) -> int:
    for number, rule in enumerate(EXCLUSIONS, start=1):
        if outside if rule.outside else flags & rule.bits == rule.bits:
            return number
    return 0


# Every pair of flags and place, judged once: a row then costs one look-up.
_REASONS = np.array(
    [[_first_reason(flags, outside=outside) for flags in range(256)] for outside in (False, True)],
    np.uint8,
)


def reasons(cell: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """The number of the first reason of each record, from 1; 0 for the records kept."""
    return _REASONS[(cell == layout.OUTSIDE_CELL).astype(np.intp), flags]
