"""A social security number, wherever it hides: refused, and never written down."""

import re

import numpy as np
import pyarrow.compute as pc

from prescribers.ingestion.arrow_numpy import arrow_integers
from prescribers.ingestion.texts import Texts


# Digits of a NIR, without its key and with it.
_SHORTEST, _LONGEST = 13, 15
_CANDIDATE = (
    r"(?:^|[^0-9])[1-478](?: ?[0-9]){4} ?[0-9] ?[0-9ABab](?: ?[0-9]){6}(?:(?: ?[0-9]){2})?"
    r"(?:[^0-9]|$)"
)
_NIR = re.compile(
    r"(?<!\d)([1-478]) ?(\d{2}) ?(\d{2}) ?(\d[\dABab]) ?(\d{3}) ?(\d{3})(?: ?(\d{2}))?(?!\d)"
)
_MONTHS = {*range(1, 13), *range(20, 43), *range(50, 100)}
_CORSICA = {"2A": "19", "2B": "18"}


def holds_nir(text: str) -> bool:
    """Whether the text holds 13 digits shaped like a NIR, or 15 with their right key."""
    return any(_is_nir(match.groups()) for match in _NIR.finditer(text))


def _is_nir(parts: tuple[str | None, ...]) -> bool:
    sex, year, month, place, town, order, key = (part or "" for part in parts)
    if int(month) not in _MONTHS:
        return False
    department = _CORSICA.get(place.upper(), place)
    if not department.isdigit():
        return False
    number = int(sex + year + month + department + town + order)
    return not key or 97 - number % 97 == int(key)


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
