"""What a file is before any line of it is read: a text or not, its encoding, its line ends."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from prescribers.ingestion.refusals import FileRefused


NEWLINE, RETURN = b"\n", b"\r"
BOM = b"\xef\xbb\xbf"
# 2 MiB are read as fast as 4, and a file of empty lines takes 221 MiB at its peak, not 294.
BLOCK = 2 << 20
# A line end shows within the header; its longest is that of a line.
LONGEST_LINE = 65_536
PARQUET = b"PAR1"
_RESEND = "enregistrez-le en texte CSV, une ligne d’en-tête puis une ligne par enregistrement"
_NOT_TEXTS = {
    b"\x1f\x8b": "une archive gzip : décompressez-la avant de la déposer",
    b"BZh": "une archive bzip2 : décompressez-la avant de la déposer",
    b"\xfd7zXZ": "une archive xz : décompressez-la avant de la déposer",
    b"(\xb5/\xfd": "une archive zstd : décompressez-la avant de la déposer",
    b"7z\xbc\xaf": "une archive 7z : décompressez-la avant de la déposer",
    b"PK\x03\x04": f"une archive zip ou un classeur : décompressez l’archive, ou {_RESEND}",
    b"\xd0\xcf\x11\xe0": f"un ancien classeur : {_RESEND}",
    b"\xff\xfe": "un texte UTF-16 : enregistrez-le en UTF-8",
    b"\xfe\xff": "un texte UTF-16 : enregistrez-le en UTF-8",
    b"%PDF": f"un PDF : {_RESEND}",
    b"SQLite": f"une base SQLite : {_RESEND}",
    b"ARROW1": "un fichier Arrow : un texte CSV ou un fichier Parquet est attendu",
}


@dataclass(frozen=True)
class Dress:
    """How the bytes of a text are to be read; `first` is where they begin, after the BOM."""

    encoding: str
    newline: bytes
    first: int


def is_parquet(path: Path) -> bool:
    """By what it contains: a name proves nothing."""
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET


def dress_of(path: Path) -> Dress:
    """How to read the file of this path: `dress_in`.

    Raises:
        FileRefused: not a text, or nothing in it.
    """
    with path.open("rb") as file:
        return dress_in(file)


def dress_in(file: BinaryIO) -> Dress:
    """Read a whole file once, without keeping it, to know how to read it.

    A text is UTF-8, or cp1252, from its first byte to its last. It is UTF-8 when all of it is, and
    also when more of its accented letters are well-formed UTF-8 than not: then the lines that are
    not are refused one by one. Else it is cp1252, of which Latin-1 is a part.

    Raises:
        FileRefused: not a text, or nothing in it.
    """
    start = file.read(LONGEST_LINE)
    _refuse_not_text(start)
    file.seek(0)
    encoding = _encoding(file)
    bom = start.startswith(BOM)
    newline = RETURN if RETURN in start and NEWLINE not in start else NEWLINE
    return Dress("utf-8" if bom else encoding, newline, len(BOM) if bom else 0)


def _refuse_not_text(start: bytes) -> None:
    if not start:
        raise FileRefused("FICHIER_VIDE", "Le fichier est vide : zéro octet. Déposez-le à nouveau.")
    for magic, what in _NOT_TEXTS.items():
        if start.startswith(magic):
            raise FileRefused("FICHIER_FORMAT", f"Le fichier est {what}.")
    header = start.replace(RETURN, NEWLINE).partition(NEWLINE)[0]
    nul = header.find(0)
    if nul >= 0:
        raise FileRefused(
            "FICHIER_FORMAT",
            f"L’octet {nul + 1} du fichier est nul : ce n’est pas un texte UTF-8 "
            f"(fichier binaire, ou texte UTF-16) ; {_RESEND}, en UTF-8.",
        )


def _encoding(file: BinaryIO) -> str:
    good = wrong = 0
    tail = b""
    while block := file.read(BLOCK):
        if block.isascii() and not tail:
            continue
        block = tail + block
        tail = b"" if block.isascii() else _unfinished(block)
        found = _letters(block[: len(block) - len(tail)])
        good, wrong = good + found[0], wrong + found[1]
    wrong += bool(tail)
    return "utf-8" if good >= wrong else "cp1252"


def _unfinished(block: bytes) -> bytes:
    """The beginning of a letter that the end of the block cuts."""
    for back in range(1, 4):
        byte = block[-back] if len(block) >= back else 0
        if byte >= 0xC0:
            length = 2 + (byte >= 0xE0) + (byte >= 0xF0)
            return block[-back:] if length > back else b""
        if byte < 0x80:
            break
    return b""


def _letters(block: bytes) -> tuple[int, int]:
    """How many letters beyond ASCII are well-formed UTF-8, and how many faults there are."""
    plain = int((np.frombuffer(block, np.uint8) < 0x80).sum())
    text = block.decode("utf-8", "replace")
    wrong = text.count("\ufffd") - block.count("\ufffd".encode())
    return len(text) - plain - wrong, wrong
