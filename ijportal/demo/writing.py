"""Source files on disk, written a département at a time, each folder with its manifest."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ijportal.demo.provenance import provenance_of


@dataclass(frozen=True)
class WrittenFile:
    kind: str
    path: str  # from the folder of the country
    month: str | None
    rows: int
    sha256: str
    totals: dict[str, int] = field(default_factory=dict)


@dataclass
class _Open:
    """A file being written: what its manifest will say of it."""

    kind: str
    month: str | None
    rows: int = 0
    totals: Counter = field(default_factory=Counter)


class Sources:
    """The files of one country; each call adds rows at the end of a file.

    Only the Parquet files stay open: a file of text is opened again for each département.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files: dict[str, _Open] = {}
        self._parquet: dict[str, pq.ParquetWriter] = {}

    def rows_of(self, name: str) -> int:
        return self._files[name].rows if name in self._files else 0

    def add_rows(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        kind: str,
        month: str | None = None,
        delimiter: str = ",",
        **totals: int,
    ) -> None:
        new = name not in self._files
        with self._path(name).open("w" if new else "a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            if new:
                writer.writerow(columns)
            writer.writerows(rows)
        self._count(name, kind, month, len(rows), totals)

    def add_lines(self, name: str, header: str, lines: Sequence[str], *, kind: str) -> None:
        """Lines already made, as in the register, where nothing is ever quoted."""
        new = name not in self._files
        with self._path(name).open("w" if new else "a", encoding="utf-8") as file:
            file.write("\n".join([header, *lines] if new else lines) + "\n")
        self._count(name, kind, None, len(lines), {})

    def add_table(
        self, name: str, table: pa.Table, *, kind: str, month: str | None, **totals: int
    ) -> None:
        """Fast road for the large files: codes and numbers only, nothing to quote."""
        if name.endswith(".parquet"):
            if name not in self._parquet:
                self._parquet[name] = pq.ParquetWriter(self._path(name), table.schema)
            self._parquet[name].write_table(table)
        else:
            self._add_csv(name, table)
        self._count(name, kind, month, table.num_rows, totals)

    def close(self) -> list[WrittenFile]:
        for writer in self._parquet.values():
            writer.close()
        written = [
            WrittenFile(f.kind, name, f.month, f.rows, digest(self.root / name), dict(f.totals))
            for name, f in self._files.items()
        ]
        write_manifests(self.root, written)
        return written

    def _add_csv(self, name: str, table: pa.Table) -> None:
        new = name not in self._files
        options = pacsv.WriteOptions(
            include_header=new,
            batch_size=65_536,
            quoting_style="none",
            quoting_header="none",
        )
        with self._path(name).open("wb" if new else "ab") as file:
            pacsv.write_csv(table, file, options)

    def _path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _count(
        self, name: str, kind: str, month: str | None, rows: int, totals: dict[str, int]
    ) -> None:
        file = self._files.setdefault(name, _Open(kind, month))
        file.rows += rows
        file.totals.update(totals)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifests(root: Path, files: Iterable[WrittenFile]) -> None:
    """One manifest.json per folder, so that it stands beside each file it describes."""
    folders: dict[Path, list[dict[str, object]]] = {}
    for written in files:
        path = Path(written.path)
        entry: dict[str, object] = {
            "kind": written.kind,
            "name": path.name,
            "month": written.month,
            "rows": written.rows,
            "sha256": written.sha256,
            "totals": written.totals,
            **provenance_of(written.kind),
        }
        folders.setdefault(path.parent, []).append(entry)
    for folder, entries in folders.items():
        text = json.dumps({"files": entries}, ensure_ascii=False, indent=1, sort_keys=True)
        (root / folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
