"""A file as columns of text, by name, a chunk at a time; malformed lines keep their numbers."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from prescribers.ingestion.ahead import ahead
from prescribers.ingestion.decoding import dress_of, is_parquet
from prescribers.ingestion.formats import Format
from prescribers.ingestion.header import match_header
from prescribers.ingestion.lines import LineReader, Lines
from prescribers.ingestion.parquet import ParquetRows
from prescribers.ingestion.refusals import FileRefused
from prescribers.ingestion.texts import trimmed


SEPARATORS = ";,\t|"


@dataclass(frozen=True)
class Rows:
    """The well-formed rows of a chunk; `malformed` gives the numbers of its other lines by code."""

    format: Format
    columns: dict[str, pa.Array]
    lines: NDArray[np.int64]
    malformed: dict[str, NDArray[np.int64]]

    @property
    def read(self) -> int:
        return len(self.lines) + sum(len(lines) for lines in self.malformed.values())

    def has(self, column: str) -> bool:
        return column in self.columns


@dataclass(frozen=True)
class Source:
    """A file whose header was understood; its rows are read when they are asked for."""

    format: Format
    present: tuple[str, ...]
    ignored: tuple[str, ...]
    chunks: Callable[[], Iterator[Rows]]

    @property
    def absent(self) -> tuple[str, ...]:
        names = (column.name for column in self.format.columns)
        return tuple(name for name in names if name not in self.present)


def open_source(path: Path, fmt: Format) -> Source:
    """Read the header of a file, CSV or Parquet.

    Raises:
        FileRefused: neither, empty, or a header without a column that we need.
    """
    return _open_parquet(path, fmt) if is_parquet(path) else _open_text(path, fmt)


def _open_parquet(path: Path, fmt: Format) -> Source:
    file = ParquetRows(path)
    found, ignored = match_header(file.names, fmt)

    def chunks() -> Iterator[Rows]:
        names = {file.names[place]: name for name, place in found.items()}
        for columns, numbers, bad in file.chunks(list(names)):
            renamed = {name: columns[written] for written, name in names.items()}
            yield Rows(fmt, renamed, numbers, bad)

    return Source(fmt, tuple(found), ignored, chunks)


def _open_text(path: Path, fmt: Format) -> Source:
    lines = LineReader(path, dress_of(path), quoted=fmt.quoted)
    separator = max(SEPARATORS, key=lines.header.count)
    header = _header(lines.header, separator)
    found, ignored = match_header(header, fmt)

    def parsed(part: Lines) -> tuple[Lines, pa.Table, NDArray[np.int64]]:
        return part, *_parse(part, len(header), separator, quoted=fmt.quoted, read=found)

    def chunks() -> Iterator[Rows]:
        for part, table, ragged in ahead(parsed, lines):
            columns = {name: _trimmed(table.column(str(place))) for name, place in found.items()}
            malformed, numbers = dict(part.bad), part.numbers
            if ragged.size:
                malformed["LIGNE_COLONNES"] = numbers[ragged]
                numbers = np.delete(numbers, ragged)
            yield Rows(fmt, columns, numbers, malformed)

    return Source(fmt, tuple(found), ignored, chunks)


def _header(line: str, separator: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=separator))]
    except csv.Error as broken:
        raise FileRefused(
            "ENTETE_COLONNES", "La première ligne ne se lit pas comme des noms de colonnes."
        ) from broken


def _parse(
    lines: Lines, width: int, separator: str, *, quoted: bool, read: dict[str, int]
) -> tuple[pa.Table, NDArray[np.int64]]:
    """The cells of the columns that we read, and the places of the rows of another width."""
    names = [str(place) for place in range(width)]
    chosen = [str(place) for place in read.values()]
    if not lines.body:
        return pa.table({name: pa.nulls(0, pa.string()) for name in chosen}), np.zeros(0, np.int64)
    ragged: list[int] = []

    def skip(row: pacsv.InvalidRow) -> str:
        ragged.append(row.number - 1)
        return "skip"

    table = pacsv.read_csv(
        pa.BufferReader(lines.body),
        # One thread: with several, Arrow no longer knows the number of an invalid row.
        read_options=pacsv.ReadOptions(
            column_names=names, use_threads=False, block_size=len(lines.body) + 1
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=separator,
            quote_char='"' if quoted else False,
            ignore_empty_lines=False,
            invalid_row_handler=skip,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(chosen, pa.string()),
            include_columns=chosen,
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    return table, np.array(ragged, np.int64)


def _trimmed(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return trimmed(whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole)
