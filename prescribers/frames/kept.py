"""Which leaves make the figures, and under which reason the others are counted out.

The same conditions serve the map, which counts, and the check before publication, which sums.
"""

from typing import NamedTuple


class Exclusion(NamedTuple):
    """A reason to leave a row out; the first that applies, in this order, is the one counted."""

    code: str
    label: str
    condition: str


EXCLUSIONS = (
    Exclusion("maternite", "maternité ou paternité", "risk = 'MAT'"),
    Exclusion("ald_cancer", "patient en ALD 30 (cancer)", "ald = 2"),
    Exclusion("age", "patient hors de la tranche 16–70 ans", "stratum < 0"),
    Exclusion("temps_partiel", "temps partiel thérapeutique", "tpt"),
    Exclusion("remplacement", "arrêt rédigé par un remplaçant", "replacement"),
)
UNKNOWN_PRESCRIBER = "prescripteur_inconnu"
"""Counted after the reading, when the writer is not in the directory."""

REASON_SQL = "CASE {} ELSE 0 END".format(
    " ".join(f"WHEN {rule.condition} THEN {n}" for n, rule in enumerate(EXCLUSIONS, start=1))
)
KEPT_SQL = " AND ".join(f"NOT ({rule.condition})" for rule in EXCLUSIONS)
