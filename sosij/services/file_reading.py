"""A file of requests as lines."""

from prescribers.ingestion import small_files
from prescribers.ingestion.formats import Column
from prescribers.ingestion.small_files import Bounds, ReadLine
from sosij.rules.importing import COLUMNS, MOST_BYTES, MOST_LINES, Fault


__all__ = ["ReadLine", "read_lines"]


def read_lines(content: bytes) -> tuple[list[ReadLine], list[Fault]]:
    """The well-formed lines, and what is wrong with the others.

    Raises:
        Refusal: too large, too long, not a text, or another header. No word of the file is in it.
    """
    columns = [Column(name) for name in COLUMNS]
    good, malformed = small_files.read_lines(content, columns, Bounds(MOST_BYTES, MOST_LINES))
    return good, [Fault(number, "", code) for number, code in malformed]
