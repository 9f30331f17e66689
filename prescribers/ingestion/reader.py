"""A file as columns of text, by name; each malformed line keeps its number."""

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from prescribers.ingestion.decoding import Lines, read_lines
from prescribers.ingestion.formats import Format
from prescribers.ingestion.refusals import FileRefused


SEPARATORS = ";,\t|"


@dataclass(frozen=True)
class Rows:
    """The well-formed rows; `malformed` gives the numbers of the other lines by code."""

    format: Format
    columns: dict[str, pa.Array]
    lines: NDArray[np.int64]
    malformed: dict[str, NDArray[np.int64]]
    ignored: tuple[str, ...]

    @property
    def read(self) -> int:
        return len(self.lines) + sum(len(lines) for lines in self.malformed.values())

    def has(self, column: str) -> bool:
        return column in self.columns


def read_rows(path: Path, fmt: Format) -> Rows:
    """Read the declared columns of a file.

    Raises:
        FileRefused: not a text, empty, or a header without a column that we need.
    """
    lines = read_lines(path, quoted=fmt.quoted)
    separator = max(SEPARATORS, key=lines.header.count)
    header = _header(lines.header, separator)
    found = _match(header, fmt)
    table, ragged = _parse(lines, header, separator, quoted=fmt.quoted)
    columns = {name: _text(table, place) for name, place in found.items()}
    malformed = dict(lines.bad)
    if ragged.size:
        malformed["LIGNE_COLONNES"] = lines.numbers[ragged]
    numbers = np.delete(lines.numbers, ragged) if ragged.size else lines.numbers
    taken = set(found.values())
    ignored = tuple(name for place, name in enumerate(header) if place not in taken and name)
    return Rows(fmt, columns, numbers, malformed, ignored)


def _header(line: str, separator: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=separator))]


def _match(header: Sequence[str], fmt: Format) -> dict[str, int]:
    folded = [_fold(name) for name in header]
    found: dict[str, int] = {}
    for column in fmt.columns:
        places = [i for i, name in enumerate(folded) if name == _fold(column.name)]
        if len(places) > 1:
            raise FileRefused(
                "ENTETE_DOUBLE", f"La colonne « {column.name} » figure deux fois dans l’en-tête."
            )
        if places:
            found[column.name] = places[0]
    missing = [c.name for c in fmt.columns if c.required and c.name not in found]
    if missing:
        raise FileRefused("ENTETE_COLONNES", f"Il manque dans l’en-tête : {', '.join(missing)}.")
    return found


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").casefold().split())


def _parse(
    lines: Lines, header: Sequence[str], separator: str, *, quoted: bool
) -> tuple[pa.Table, NDArray[np.int64]]:
    names = [str(place) for place in range(len(header))]
    if not lines.body.size:
        return pa.table({name: pa.array([], pa.string()) for name in names}), np.array([], np.int64)
    ragged: list[int] = []

    def skip(row: pacsv.InvalidRow) -> str:
        ragged.append(row.number - 1)
        return "skip"

    table = pacsv.read_csv(
        pa.BufferReader(pa.py_buffer(lines.body)),
        # One thread: with several, Arrow no longer knows the number of an invalid row.
        read_options=pacsv.ReadOptions(column_names=names, use_threads=False),
        parse_options=pacsv.ParseOptions(
            delimiter=separator,
            quote_char='"' if quoted else False,
            ignore_empty_lines=False,
            invalid_row_handler=skip,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    return table, np.array(ragged, np.int64)


def _text(table: pa.Table, place: int) -> pa.Array:
    column = table.column(place).combine_chunks()
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pc.utf8_trim_whitespace(array)
