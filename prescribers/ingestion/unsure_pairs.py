"""What a rejected line leaves unsaid of a prescriber at a caisse: nothing there is deleted."""

import numpy as np

from prescribers.ingestion import coding
from prescribers.ingestion.checks import Bools, Checks, Days, Ints, find


def pairs(rpps: np.ndarray, caisse: np.ndarray) -> np.ndarray:
    """One key a prescriber and caisse."""
    return np.char.add(rpps.astype("S11"), caisse) if rpps.size else np.array([], "S14")


def unsure_pairs(checks: Checks, rpps: Ints, caisse: np.ndarray) -> Bools:
    """The rows whose prescriber and caisse also have a rejected line.

    A rejected line whose caisse cannot be read may speak of any caisse of its prescriber.
    """
    rejected = ~checks.ok & (rpps > 0)
    if not rejected.any():
        return np.zeros(len(rpps), np.bool_)
    key, placeless = pairs(rpps, caisse), rejected & (caisse == b"")
    return np.isin(key, key[rejected]) | np.isin(rpps, rpps[placeless])


def refuse_openings(
    checks: Checks, unsure: Bools, rpps: Ints, caisse: np.ndarray, dates: tuple[Days, Days]
) -> None:
    """Refuse to open beside an open attachment that a rejected line may have closed."""
    start, end = dates
    opening = checks.ok & unsure & np.isnat(end)
    if not opening.any():
        return
    known = coding.known_attachments().still_open()
    order = np.argsort(pairs(known.rpps, known.caisse))
    open_pairs, open_start = pairs(known.rpps, known.caisse)[order], known.start[order]
    key = pairs(rpps, caisse)
    good = checks.ok & unsure
    told = set(zip(key[good].tolist(), start[good].tolist(), strict=True))
    wrong = np.zeros(len(rpps), np.bool_)
    for row in np.flatnonzero(opening & (find(key, open_pairs) >= 0)).tolist():
        there = open_start[np.searchsorted(open_pairs, key[row])].item()
        # Told by a good line of the file, it is closed or confirmed by that line.
        wrong[row] = (key[row], there) not in told
    checks.refuse("date_fin", wrong, "RATTACHEMENT_DOUBLE")
