"""A file of requests as lines: its encoding told apart, line breaks inside quotes kept."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import Refusal
from prescribers.ingestion.decoding import dress_in
from prescribers.ingestion.formats import Column
from prescribers.ingestion.header import match_columns
from prescribers.ingestion.refusals import FileRefused
from sosij.rules.importing import COLUMNS, MOST_BYTES, MOST_LINES, Fault


SEPARATOR = ";"
# What stands for a byte that is no letter, and the byte that no text holds.
UNREADABLE = ("\ufffd", "\0")
# How a spreadsheet keeps the zeros of a number.
SHEET_TEXT = re.compile(r'="([0-9]+)"')


@dataclass(frozen=True)
class ReadLine:
    """A well-formed line: the number of its first physical line, its cells by column."""

    number: int
    cells: dict[str, str]


def read_lines(content: bytes) -> tuple[list[ReadLine], list[Fault]]:
    """The well-formed lines, and what is wrong with the others.

    Raises:
        Refusal: too large, too long, not a text, or another header. No word of the file is in it.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("FICHIER_TAILLE", "Le fichier dépasse 2\u202fMo : découpez-le.")
    rows = _rows(content)
    places = _header(rows)
    good: list[ReadLine] = []
    faults: list[Fault] = []
    for number, row in rows:
        if isinstance(row, str):
            faults.append(Fault(number, "", row))
        elif len(row) != len(places):
            faults.append(Fault(number, "", "LIGNE_COLONNES"))
        elif any(mark in cell for cell in row for mark in UNREADABLE):
            faults.append(Fault(number, "", "LIGNE_OCTETS"))
        else:
            cells = {name: _cell(row[place]) for name, place in places.items() if name in COLUMNS}
            good.append(ReadLine(number, cells))
        if len(good) + len(faults) > MOST_LINES:
            raise Refusal(
                "FICHIER_LIGNES", f"Le fichier a plus de {MOST_LINES} lignes : découpez-le."
            )
    return good, faults


def _rows(content: bytes) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the line it begins on; a code instead of its cells when it is malformed."""
    dress = dress_in(io.BytesIO(content))
    text = content[dress.first :].decode(dress.encoding, "replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, "LIGNE_GUILLEMET"
            continue
        if row:
            yield number, row


def _header(rows: Iterator[tuple[int, list[str] | str]]) -> dict[str, int]:
    """The place of every column; those that we do not read keep theirs under their own place."""
    _, header = next(rows, (1, []))
    if isinstance(header, str):
        header = []
    columns = [Column(name) for name in COLUMNS]
    try:
        found, _ = match_columns(header, columns, "demandes SOS IJ")
    except FileRefused as refused:
        # Its sentence quotes the first line, which may be the text of a doctor.
        raise Refusal(
            refused.code,
            f"La première ligne doit donner ces colonnes, une fois chacune, séparées par « ; » : "
            f"{', '.join(COLUMNS)}. Partez du modèle.",
        ) from None
    known = {place: name for name, place in found.items()}
    return {known.get(place, f"#{place}"): place for place in range(len(header))}


def _cell(value: str) -> str:
    said = value.strip()
    kept = SHEET_TEXT.fullmatch(said)
    return kept[1] if kept else said
