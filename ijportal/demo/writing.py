"""Source files on disk, each folder with a manifest: name, month, rows, sha256, totals."""

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv


@dataclass(frozen=True)
class WrittenFile:
    kind: str
    path: str  # from the folder of the country
    month: str | None
    rows: int
    sha256: str
    totals: dict[str, int] = field(default_factory=dict)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_table(path: Path, table: pa.Table) -> None:
    """Fast road for the large files: codes and numbers only, nothing to quote."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = pacsv.WriteOptions(batch_size=65_536, quoting_style="none", quoting_header="none")
    pacsv.write_csv(table, path, options)


def describe(
    root: Path, name: str, *, kind: str, rows: int, month: str | None = None, **totals: int
) -> WrittenFile:
    digest = hashlib.sha256((root / name).read_bytes()).hexdigest()
    return WrittenFile(kind, name, month, rows, digest, totals)


def write_manifests(root: Path, files: Iterable[WrittenFile]) -> None:
    """One manifest.json per folder, so that it stands beside each file it describes."""
    folders: dict[Path, list[dict[str, object]]] = {}
    for written in files:
        path = Path(written.path)
        entry = asdict(written) | {"name": path.name, "synthetic": True}
        entry.pop("path")
        folders.setdefault(path.parent, []).append(entry)
    for folder, entries in folders.items():
        text = json.dumps({"files": entries}, ensure_ascii=False, indent=1, sort_keys=True)
        (root / folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
