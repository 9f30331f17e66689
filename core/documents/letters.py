"""The letters that the font of the product draws: a tagged document with any other is refused.

What people write holds any sign of Unicode. One that the font lacks is printed as a box, as a
browser does; one that shows nothing (a control, a joiner, a variant mark) is left out.
"""

import struct
from functools import cache
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from django.conf import settings


FONT: Final = "SourceSans3-Regular.ttf"
BOX: Final = "\u25a1"
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
BREAKS: Final = frozenset("\n\t")
WINDOWS_UNICODE: Final = (3, 10)


def printable(data: Any) -> Any:
    """The same data with every text of it printable."""
    if isinstance(data, str):
        return _letters(data)
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [printable(value) for value in data]
    return data


def _letters(text: str) -> str:
    known = _drawn(settings.DATA_DIR / "fonts" / FONT)
    unknown = set(text) - known
    if not unknown:
        return text
    return text.translate({ord(sign): "" if category(sign) in UNSEEN else BOX for sign in unknown})


@cache
def _drawn(path: Path) -> frozenset[str]:
    """Read in the table « cmap » of the font (OpenType 1.9, format 12: runs of code points)."""
    font = path.read_bytes()
    tables = struct.unpack(">H", font[4:6])[0]
    places = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in places if tag == b"cmap")
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    maps = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * n) for n in range(count))
    runs = cmap + next(place for *kind, place in maps if tuple(kind) == WINDOWS_UNICODE)
    (length,) = struct.unpack_from(">I", font, runs + 12)
    pairs = (struct.unpack_from(">II", font, runs + 16 + 12 * n) for n in range(length))
    return BREAKS.union(chr(code) for first, last in pairs for code in range(first, last + 1))
