"""How far apart the months of the comparables are, group by group."""

import numpy as np

from ijstats import month_deciles
from prescribers.frames.profiles import Columns


# The columns of `GroupMonths`: one place a month, None where too few are compared.
Series = dict[str, list[float | None]]


def deciles_by_group(columns: Columns) -> dict[str, Series]:
    """By code, in order: every group that somebody above the minima is compared with.

    Its members are those of the page's comparables, above the minima; behind a national code is
    the whole specialty, whatever group each is compared with. A group of which no month holds
    enough of them is not there.
    """
    enough = columns["enough"]
    codes, first = np.unique(np.where(enough, columns["group_code"], ""), return_index=True)
    found = {}
    for code, place in zip(codes.tolist(), first.tolist(), strict=True):
        if not code:
            continue
        name = "specialty" if columns["group_fallback"][place] else "group_code"
        rows = np.flatnonzero(enough & (columns[name] == columns[name][place]))
        deciles = month_deciles(columns["months_observed"][rows], columns["months_expected"][rows])
        if not np.isnan(deciles.median).all():
            found[code] = {name: _places(values) for name, values in deciles._asdict().items()}
    return found


def _places(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.tolist()]
