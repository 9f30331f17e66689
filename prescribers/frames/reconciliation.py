"""Rows received and rows kept, reason by reason: nothing disappears without a name."""

from collections.abc import Iterable

import numpy as np

from prescribers.frames.kept import EXCLUSIONS, UNKNOWN_PRESCRIBER
from prescribers.frames.statistics import Account


def reconcile(accounts: Iterable[Account]) -> dict[str, int]:
    """Add the caisses: received = kept + the sum of what was left out."""
    totals = np.sum([account.counts for account in accounts], axis=0)
    names = ["lignes", "retenues", *(rule.code for rule in EXCLUSIONS), UNKNOWN_PRESCRIBER]
    return {name: int(total) for name, total in zip(names, totals, strict=False)}
