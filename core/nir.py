"""A social security number in a text: refused, and never written down."""

import re


_NIR = re.compile(
    r"(?<!\d)([1-478]) ?(\d{2}) ?(\d{2}) ?(\d[\dABab]) ?(\d{3}) ?(\d{3})(?:( ?)(\d{2}))?(?!\d)"
)
# What a copy from a letter or a form puts between the groups, a no-break space among them.
_BETWEEN = re.compile(r"[\s.\-_/]+")
_MONTHS = {*range(1, 13), *range(20, 43), *range(50, 100)}
_CORSICA = {"2A": "19", "2B": "18"}


def holds_nir(text: str) -> bool:
    """Whether the text holds 13 digits shaped like a NIR, or 15 with their right key."""
    return any(_is_nir(match.groups()) for match in _NIR.finditer(_BETWEEN.sub(" ", text)))


def _is_nir(parts: tuple[str | None, ...]) -> bool:
    sex, year, month, place, town, order, apart, key = (part or "" for part in parts)
    if int(month) not in _MONTHS:
        return False
    department = _CORSICA.get(place.upper(), place)
    if not department.isdigit():
        return False
    number = int(sex + year + month + department + town + order)
    # « 1841206088012 42 ans »: two digits apart may be a number of their own.
    return not key or bool(apart) or 97 - number % 97 == int(key)
