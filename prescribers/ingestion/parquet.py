"""A Parquet file a batch at a time, in bounded memory; what cannot be read says where."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from prescribers.ingestion.arrow_numpy import arrow_booleans, booleans
from prescribers.ingestion.decoding import LONGEST_LINE, PARQUET
from prescribers.ingestion.parquet_text import as_text, byte_lengths, has_text_form, is_bytes
from prescribers.ingestion.refusals import FileRefused


ROWS = 65_536
LARGEST_GROUP = 512 << 20
LARGEST_PIECE = 32 << 20
LARGEST_FOOTER = 32 << 20
_ENCRYPTED = b"PARE"
_TAIL = 8

Numbers = NDArray[np.int64]
Chunk = tuple[dict[str, pa.Array], Numbers, dict[str, Numbers]]


class ParquetRows:
    """The columns asked for as text, some rows at a time; the row number stands for the line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _check_tail(path)
        with _explained("sa description, en fin de fichier, est abîmée"):
            self.metadata = pq.read_metadata(path)
            self.schema = pq.ParquetFile(path, metadata=self.metadata).schema_arrow
        self.names = list(self.schema.names)

    def chunks(self, names: Sequence[str]) -> Iterator[Chunk]:
        """Columns of text, row numbers from 1, and the rows that no line of text could be.

        Raises:
            FileRefused: a column without a text form, a group too large, damaged pages.
        """
        self._check_types(names)
        self._check_groups(names)
        first = 1
        for group in range(self.metadata.num_row_groups):
            for batch in self._batches(group, names):
                for piece in _pieces(batch):
                    numbers = np.arange(first, first + piece.num_rows)
                    first += piece.num_rows
                    yield _chunk(piece, numbers)

    def _check_types(self, names: Sequence[str]) -> None:
        for name in names:
            kind = self.schema.field(name).type
            if not has_text_form(kind):
                raise FileRefused(
                    "PARQUET_TYPE",
                    f"La colonne « {name} » est de type {kind} : un texte, un nombre, une date ou "
                    "un booléen est attendu.",
                )

    def _check_groups(self, names: Sequence[str]) -> None:
        """Refuse before reading what would not fit in memory."""
        wanted = set(names)
        for group in range(self.metadata.num_row_groups):
            about = self.metadata.row_group(group)
            columns = (about.column(place) for place in range(about.num_columns))
            size = sum(c.total_uncompressed_size for c in columns if c.path_in_schema in wanted)
            if size > LARGEST_GROUP:
                raise FileRefused(
                    "PARQUET_GROUPE",
                    f"Le groupe de lignes {group + 1} pèse {size >> 20} Mio décompressé : au plus "
                    f"{LARGEST_GROUP >> 20} sont admis. Réécrivez le fichier par groupes d’un "
                    "million de lignes.",
                )

    def _batches(self, group: int, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        # Texts stay dictionaries until they are measured: a short file may hold very long ones.
        texts = [name for name in names if is_bytes(self.schema.field(name).type)]
        count = self.metadata.num_row_groups
        with _explained(f"le groupe de lignes {group + 1} sur {count} est abîmé"):
            file = pq.ParquetFile(
                self.path, metadata=self.metadata, read_dictionary=texts, buffer_size=1 << 20
            )
            yield from file.iter_batches(
                ROWS, row_groups=[group], columns=list(names), use_threads=False
            )


def _check_tail(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
    if tail[4:] == _ENCRYPTED:
        raise FileRefused("PARQUET_CHIFFRE", "Le fichier Parquet est chiffré : déchiffrez-le.")
    footer = int.from_bytes(tail[:4], "little")
    if tail[4:] != PARQUET or footer > size - _TAIL - len(PARQUET) or footer > LARGEST_FOOTER:
        raise FileRefused(
            "PARQUET_ILLISIBLE",
            f"Le fichier Parquet est incomplet : sa fin (octet {size}) n’est pas celle d’un "
            "fichier Parquet. Transmettez-le à nouveau.",
        )


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Turn what Arrow says of a damaged file into a refusal of ours."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as broken:
        raise FileRefused(
            "PARQUET_ILLISIBLE",
            f"Le fichier Parquet ne se lit pas : {what}. Transmettez-le à nouveau.",
        ) from broken


def _pieces(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Cut a batch whose texts, once written out, would be too long."""
    size = int(_row_lengths(batch).sum())
    step = max(batch.num_rows * LARGEST_PIECE // max(size, LARGEST_PIECE), 1)
    for start in range(0, batch.num_rows, step):
        yield batch.slice(start, step)


def _row_lengths(batch: pa.RecordBatch) -> Numbers:
    lengths = np.zeros(batch.num_rows, np.int64)
    for column in batch.columns:
        if is_bytes(column.type):
            lengths += byte_lengths(column)
    return lengths


def _chunk(batch: pa.RecordBatch, numbers: Numbers) -> Chunk:
    too_long = _row_lengths(batch) > LONGEST_LINE
    if too_long.any():
        batch = batch.filter(arrow_booleans(~too_long))
    bad = {"LIGNE_TROP_LONGUE": numbers[too_long]}
    numbers = numbers[~too_long]
    with _explained("une colonne de texte n’est pas en UTF-8"):
        columns = {name: as_text(batch.column(name)) for name in batch.schema.names}
    nul = np.zeros(batch.num_rows, np.bool_)
    for column in columns.values():
        nul |= booleans(pc.match_substring(column, "\0"))
    if nul.any():
        columns = {name: column.filter(arrow_booleans(~nul)) for name, column in columns.items()}
    bad["LIGNE_NUL"] = numbers[nul]
    return columns, numbers[~nul], {code: rows for code, rows in bad.items() if rows.size}
