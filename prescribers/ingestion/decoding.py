"""From the bytes of a file to clean UTF-8 lines; each bad line is named and cut out."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.refusals import FileRefused


NEWLINE, RETURN, QUOTE = 10, 13, 34
LONGEST_LINE = 65_536
_ARCHIVES = {
    b"\x1f\x8b": "une archive gzip",
    b"PK\x03\x04": "une archive zip ou un classeur",
    b"PAR1": "un fichier Parquet",
    b"\xd0\xcf\x11\xe0": "un ancien classeur",
    b"\xff\xfe": "un texte UTF-16",
    b"\xfe\xff": "un texte UTF-16",
}


@dataclass(frozen=True)
class Lines:
    """The good lines end to end, their numbers in the file, and the bad ones by code."""

    header: str
    body: NDArray[np.uint8]
    numbers: NDArray[np.int64]
    bad: dict[str, NDArray[np.int64]]


def read_lines(path: Path, *, quoted: bool) -> Lines:
    """Read a text file; empty lines do not count as rows.

    Raises:
        FileRefused: not a text, or nothing in it.
    """
    data = _utf8(path.read_bytes())
    if RETURN in data[:LONGEST_LINE] and NEWLINE not in data[:LONGEST_LINE]:
        data = data.replace(b"\r", b"\n")
    header, _, body = data.partition(b"\n")
    if not header.strip():
        raise FileRefused("FICHIER_VIDE", "Le fichier est vide.")
    return _split(header.decode().rstrip("\r"), np.frombuffer(body, np.uint8), quoted=quoted)


def _utf8(data: bytes) -> bytes:
    for start, what in _ARCHIVES.items():
        if data.startswith(start):
            raise FileRefused(
                "FICHIER_FORMAT", f"Le fichier est {what} : un texte avec séparateurs est attendu."
            )
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        # Checked by slices: the whole decoded text would weigh up to four times the file.
        decoder = codecs.getincrementaldecoder("utf-8")()
        for place in range(0, len(data), 1 << 20):
            decoder.decode(data[place : place + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace").encode()
    return data


def _split(header: str, body: NDArray[np.uint8], *, quoted: bool) -> Lines:
    if body.size and body[-1] != NEWLINE:
        body = np.append(body, np.uint8(NEWLINE))
    ends = np.flatnonzero(body == NEWLINE)
    lengths = np.diff(ends, prepend=-1)
    empty = lengths == 1
    empty |= (lengths == 2) & (body[ends - 1] == RETURN)
    faults = {
        "LIGNE_NUL": _per_line(body == 0, ends) > 0,
        "LIGNE_TROP_LONGUE": lengths > LONGEST_LINE,
    }
    if quoted:
        # An open quotation mark would swallow the lines that follow it.
        faults["LIGNE_GUILLEMET"] = _per_line(body == QUOTE, ends) % 2 == 1
    keep, bad = ~empty, {}
    numbers = np.arange(2, len(ends) + 2)
    for code, fault in faults.items():
        bad[code] = numbers[fault & keep]
        keep &= ~fault
    if not keep.all():
        body = body[np.repeat(keep, lengths)]
    named = {code: found for code, found in bad.items() if found.size}
    return Lines(header, body, numbers[keep], named)


def _per_line(mark: NDArray[np.bool_], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    places = np.flatnonzero(mark)
    if not places.size:
        return np.zeros(len(ends), np.int64)
    return np.diff(np.searchsorted(places, ends, side="right"), prepend=0)
