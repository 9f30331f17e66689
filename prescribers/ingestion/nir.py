"""The values of a file that hold a social security number."""

import numpy as np
import pyarrow.compute as pc

from core.nir import holds_nir
from prescribers.ingestion.arrow_numpy import arrow_integers
from prescribers.ingestion.texts import Texts


# Digits of a NIR, without its key and with it.
_SHORTEST, _LONGEST = 13, 15
_CANDIDATE = (
    r"(?:^|[^0-9])[1-478](?: ?[0-9]){4} ?[0-9] ?[0-9ABab](?: ?[0-9]){6}(?:(?: ?[0-9]){2})?"
    r"(?:[^0-9]|$)"
)


def find_nirs(texts: Texts) -> list[int]:
    """The places of the values that hold a NIR: a coarse scan, then the exact rule."""
    long = texts.lengths >= _SHORTEST
    if not long.any():
        return []
    # A value of digits only is a NIR from end to end, or holds none.
    whole = (texts.lengths == _SHORTEST) | (texts.lengths == _LONGEST)
    places = np.flatnonzero(long & (whole | ~texts.digits_only()))
    if not places.size:
        return []
    values = texts.array.take(arrow_integers(places))
    candidates = pc.indices_nonzero(pc.match_substring_regex(values, _CANDIDATE)).to_pylist()
    return [int(places[at]) for at in candidates if holds_nir(values[at].as_py())]
