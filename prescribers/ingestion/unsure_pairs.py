"""What a rejected line leaves unsaid of a prescriber at a caisse: nothing there is deleted."""

import numpy as np

from prescribers.ingestion.checks import Bools
from prescribers.ingestion.coding import Attachments
from prescribers.ingestion.gathered import Gathered


def pairs(rpps: np.ndarray, caisse: np.ndarray) -> np.ndarray:
    """One key a prescriber and caisse."""
    return np.char.add(rpps.astype("S11"), caisse) if rpps.size else np.array([], "S14")


def unsure_pairs(rows: Gathered) -> Bools:
    """The rows whose prescriber and caisse also have a rejected line.

    A rejected line whose caisse cannot be read may speak of any caisse of its prescriber.
    """
    rpps, caisse = rows["rpps"], rows["caisse"]
    rejected = ~rows.ok & (rpps > 0)
    if not rejected.any():
        return np.zeros(len(rpps), np.bool_)
    key, placeless = pairs(rpps, caisse), rejected & (caisse == b"")
    return np.isin(key, key[rejected]) | np.isin(rpps, rpps[placeless])


def refuse_openings(rows: Gathered, unsure: Bools, attachments: Attachments) -> None:
    """Refuse to open beside an open attachment that a rejected line may have closed."""
    start = rows["start"]
    opening = rows.ok & unsure & np.isnat(rows["end"])
    if not opening.any():
        return
    known = attachments.still_open()
    order = np.argsort(pairs(known.rpps, known.caisse))
    open_pairs, open_start = pairs(known.rpps, known.caisse)[order], known.start[order]
    key = pairs(rows["rpps"], rows["caisse"])
    good = rows.ok & unsure
    told = set(zip(key[good].tolist(), start[good].tolist(), strict=True))
    wrong = np.zeros(len(key), np.bool_)
    for row in np.flatnonzero(opening & np.isin(key, open_pairs)).tolist():
        there = open_start[np.searchsorted(open_pairs, key[row])].item()
        # Told by a good line of the file, it is closed or confirmed by that line.
        wrong[row] = (key[row], there) not in told
    rows.refuse("date_fin", wrong, "RATTACHEMENT_DOUBLE")
