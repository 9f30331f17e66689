"""A small CSV brought by a person: its encoding told apart, line breaks inside quotes kept.

Nothing of its cells is in a refusal: they may be the words of a doctor.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.errors import Refusal
from prescribers.ingestion.decoding import dress_in
from prescribers.ingestion.formats import Column
from prescribers.ingestion.header import match_columns
from prescribers.ingestion.refusals import FileRefused


# What stands for a byte that is no letter, and the byte that no text holds.
UNREADABLE = ("\ufffd", "\0")
# How a spreadsheet keeps the zeros of a number.
SHEET_TEXT = re.compile(r'="([0-9]+)"')


@dataclass(frozen=True)
class Bounds:
    """How much is read at once; `separators`: the one that the header uses most is taken."""

    most_bytes: int
    most_lines: int
    separators: str = ";"


@dataclass(frozen=True)
class ReadLine:
    """A well-formed line: the number of its first physical line, its cells by column."""

    number: int
    cells: dict[str, str]


def read_lines(
    content: bytes, columns: Sequence[Column], bounds: Bounds
) -> tuple[list[ReadLine], list[tuple[int, str]]]:
    """The well-formed lines; the number of each other, and the code of what is wrong with it.

    A column that is not required and not there gives empty cells.

    Raises:
        Refusal: too large, too long, not a text, or another header.
    """
    if len(content) > bounds.most_bytes:
        size = bounds.most_bytes >> 20
        raise Refusal("FICHIER_TAILLE", f"Le fichier dépasse {size}\u202fMo : découpez-le.")
    rows = _rows(content, bounds.separators)
    places, width = _header(rows, columns, bounds.separators)
    good: list[ReadLine] = []
    malformed: list[tuple[int, str]] = []
    for number, row in rows:
        if isinstance(row, str):
            malformed.append((number, row))
        elif len(row) != width:
            malformed.append((number, "LIGNE_COLONNES"))
        elif any(mark in cell for cell in row for mark in UNREADABLE):
            malformed.append((number, "LIGNE_OCTETS"))
        else:
            good.append(ReadLine(number, _cells(row, columns, places)))
        if len(good) + len(malformed) > bounds.most_lines:
            raise Refusal(
                "FICHIER_LIGNES", f"Le fichier a plus de {bounds.most_lines} lignes : découpez-le."
            )
    return good, malformed


def _cells(row: Sequence[str], columns: Sequence[Column], places: dict[str, int]) -> dict[str, str]:
    return {
        column.name: _cell(row[places[column.name]]) if column.name in places else ""
        for column in columns
    }


def _rows(content: bytes, separators: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the line it begins on; a code instead of its cells when it is malformed."""
    dress = dress_in(io.BytesIO(content))
    text = content[dress.first :].decode(dress.encoding, "replace")
    first = text.partition("\n")[0]
    separator = max(separators, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
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


def _header(
    rows: Iterator[tuple[int, list[str] | str]], columns: Sequence[Column], separators: str
) -> tuple[dict[str, int], int]:
    """The place of each column that is there, and how many cells a line has."""
    _, header = next(rows, (1, []))
    if isinstance(header, str):
        header = []
    try:
        found, _ = match_columns(header, columns, "")
    except FileRefused as refused:
        # Its sentence quotes the first line, which may be the text of a doctor.
        wanted = ", ".join(column.name for column in columns if column.required)
        between = " ou ".join(f"« {separator} »" for separator in separators)
        raise Refusal(
            refused.code,
            f"La première ligne doit donner ces colonnes, une fois chacune, séparées par "
            f"{between} : {wanted}. Partez du modèle.",
        ) from None
    return found, len(header)


def _cell(value: str) -> str:
    said = value.strip()
    kept = SHEET_TEXT.fullmatch(said)
    return kept[1] if kept else said
