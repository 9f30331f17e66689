"""The lines of a text, a block at a time; each bad line is named and cut out."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.decoding import BLOCK, LONGEST_LINE, NEWLINE, RETURN, Dress
from prescribers.ingestion.refusals import FileRefused


_NEWLINE, _RETURN, _QUOTE, _NUL = 10, 13, 34, 0
# The bytes to which cp1252 gives no letter.
_NO_LETTER = np.frombuffer(b"\x81\x8d\x8f\x90\x9d", np.uint8)
# Line numbers are kept on 32 bits in the table of rejects.
_MOST_LINES = 2**31 - 2


@dataclass(frozen=True)
class Lines:
    """Good lines of a block end to end in UTF-8, their numbers, and the bad ones by code."""

    body: bytes
    numbers: NDArray[np.int64]
    bad: dict[str, NDArray[np.int64]]


class LineReader:
    """Reads a text from its header to its end in the memory of a few blocks."""

    def __init__(self, path: Path, dress: Dress, *, quoted: bool) -> None:
        self.path, self.dress, self.quoted = path, dress, quoted
        with path.open("rb") as file:
            file.seek(dress.first)
            start = file.read(LONGEST_LINE)
        header, self._newline, _ = start.partition(dress.newline)
        if len(start) == LONGEST_LINE and not self._newline:
            raise FileRefused(
                "ENTETE_TROP_LONGUE",
                f"Aucune fin de ligne dans les {LONGEST_LINE} premiers octets : la première ligne "
                "doit donner les noms des colonnes. Vérifiez que c’est bien le fichier CSV.",
            )
        self._after_header = dress.first + len(header) + len(self._newline)
        self.header = header.rstrip(RETURN).decode(dress.encoding, "replace")
        if not self.header.strip():
            raise FileRefused(
                "FICHIER_VIDE",
                "La première ligne est vide : elle doit donner les noms des colonnes.",
            )

    def __iter__(self) -> Iterator[Lines]:
        """Blocks of lines; empty lines have a number but are not rows."""
        with self.path.open("rb") as file:
            file.seek(self._after_header)
            yield from self._blocks(file)

    def _blocks(self, file: BinaryIO) -> Iterator[Lines]:
        number, rest, endless = 2, b"", False
        for block in self._read(file):
            start, end = 0, block.rfind(NEWLINE) + 1
            if endless:
                if not end:
                    continue
                yield _too_long(number)
                number, endless = number + 1, False
                start = block.index(NEWLINE) + 1
            if end > start:
                whole = b"".join((rest, memoryview(block)[start:end]))
                number += yield from self._clean(whole, number)
                rest = b""
            rest += block[max(start, end) :]
            if len(rest) > LONGEST_LINE:
                rest, endless = b"", True
        if endless:
            yield _too_long(number)
        elif rest:
            yield from self._clean(rest + NEWLINE, number)

    def _read(self, file: BinaryIO) -> Iterator[bytes]:
        while block := file.read(BLOCK):
            yield block.replace(RETURN, NEWLINE) if self.dress.newline == RETURN else block

    def _clean(self, block: bytes, first: int) -> Generator[Lines, None, int]:
        """Yield the lines of a block; return how many there were, the empty ones included."""
        body = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(body == _NEWLINE)
        if first + len(ends) > _MOST_LINES:
            raise FileRefused(
                "FICHIER_TROP_LONG",
                f"Le fichier a plus de {_MOST_LINES} lignes : découpez-le.",
            )
        numbers = np.arange(first, first + len(ends))
        keep, bad = self._judge(block, body, ends, numbers)
        if not keep.all():
            lengths = np.diff(ends, prepend=-1)
            block = body[np.repeat(keep, lengths)].tobytes()
            numbers = numbers[keep]
        if self.dress.encoding != "utf-8":
            block = block.decode(self.dress.encoding, "replace").encode()
        yield Lines(block, numbers, bad)
        return len(ends)

    def _judge(
        self,
        block: bytes,
        body: NDArray[np.uint8],
        ends: NDArray[np.int64],
        numbers: NDArray[np.int64],
    ) -> tuple[NDArray[np.bool_], dict[str, NDArray[np.int64]]]:
        """The lines to keep, and the numbers of the others by what is wrong with them."""
        lengths = np.diff(ends, prepend=-1)
        returns = RETURN in block
        empty = lengths == 1
        if returns:
            empty |= (lengths == 2) & (body[ends - 1] == _RETURN)
        faults = {"LIGNE_TROP_LONGUE": lengths > LONGEST_LINE}
        if b"\0" in block:
            faults["LIGNE_NUL"] = _per_line(body == _NUL, ends) > 0
        if returns:
            before_end = np.zeros(len(body), np.bool_)
            before_end[ends - 1] = True
            faults["LIGNE_RETOUR"] = _per_line((body == _RETURN) & ~before_end, ends) > 0
        if not block.isascii():
            faults["LIGNE_OCTETS"] = _unreadable(block, body, ends, self.dress.encoding)
        if self.quoted and b'"' in block:
            # An open quotation mark would swallow the lines that follow it.
            faults["LIGNE_GUILLEMET"] = _per_line(body == _QUOTE, ends) % 2 == 1
        keep, bad = ~empty, {}
        for code, fault in faults.items():
            if fault.any():
                bad[code] = numbers[fault & keep]
                keep &= ~fault
        return keep, {code: found for code, found in bad.items() if found.size}


def _too_long(number: int) -> Lines:
    none = np.zeros(0, np.int64)
    return Lines(b"", none, {"LIGNE_TROP_LONGUE": np.array([number], np.int64)})


def _per_line(mark: NDArray[np.bool_], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many marked bytes each line has."""
    places = np.flatnonzero(mark)
    if not places.size:
        return np.zeros(len(ends), np.int64)
    return np.diff(np.searchsorted(places, ends, side="right"), prepend=0)


def _unreadable(
    block: bytes, body: NDArray[np.uint8], ends: NDArray[np.int64], encoding: str
) -> NDArray[np.bool_]:
    """The lines that hold bytes which are no letter of the encoding."""
    if encoding != "utf-8":
        return _per_line(np.isin(body, _NO_LETTER), ends) > 0
    try:
        block.decode()
    except UnicodeDecodeError:
        # A line end is never a part of a letter: each line may be tried alone.
        return np.array([not _is_utf8(line) for line in block.split(NEWLINE)[:-1]], np.bool_)
    return np.zeros(len(ends), np.bool_)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
