"""A social security number in a text: refused, and never written down."""

import re


_NIR = re.compile(r"(?<!\d)[1-478] ?\d{2} ?(\d{2}) ?(\d[\dABab]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)")
# What a copy from a letter or a form puts between the groups, a no-break space among them.
_BETWEEN = re.compile(r"[\s.\-_/]+")
_MONTHS = {*range(1, 13), *range(20, 43), *range(50, 100)}
_CORSICA = {"2A", "2B"}


def holds_nir(text: str) -> bool:
    """Whether the text holds 13 digits shaped like a NIR, with or without two more for a key.

    The key is not checked: one digit mistyped in fifteen names the person all the same.
    """
    found = _NIR.finditer(_BETWEEN.sub(" ", text))
    return any(_is_nir((match[1], match[2])) for match in found)


def _is_nir(parts: tuple[str, str]) -> bool:
    month, place = parts
    return int(month) in _MONTHS and (place.isdigit() or place.upper() in _CORSICA)
