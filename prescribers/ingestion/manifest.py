"""`manifest.json` beside a file: what its sender says of it, held against what arrived."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prescribers.ingestion.refusals import FileRefused


@dataclass(frozen=True)
class Announced:
    """What the manifest says of one file; nothing of it is obligatory."""

    sha256: str = ""
    rows: int | None = None
    month: str | None = None
    synthetic: bool = False
    # Who publishes the file, under which licence, of which date.
    origin: str = ""
    licence: str = ""
    vintage: str = ""
    totals: dict[str, int] = field(default_factory=dict)


def announced(path: Path) -> Announced:
    """Read the entry of a file; an absent manifest or entry announces nothing.

    Raises:
        FileRefused: a manifest that cannot be read.
    """
    beside = path.with_name("manifest.json")
    if not beside.exists():
        return Announced()
    try:
        whole = json.loads(beside.read_text(encoding="utf-8"))
        entries = whole.get("files", [whole])
        entry: dict[str, Any] = next((one for one in entries if one.get("name") == path.name), {})
        return _announced(entry)
    except (ValueError, TypeError, AttributeError) as broken:
        raise FileRefused(
            "MANIFESTE",
            "Le fichier manifest.json posé à côté ne peut pas être lu : corrigez-le (JSON, UTF-8), "
            "ou retirez-le.",
        ) from broken


def _announced(entry: dict[str, Any]) -> Announced:
    rows = entry.get("rows")
    return Announced(
        sha256=str(entry.get("sha256") or "").lower(),
        rows=None if rows is None else int(rows),
        month=entry.get("month"),
        synthetic=bool(entry.get("synthetic")),
        origin=str(entry.get("origine") or "")[:300],
        licence=str(entry.get("licence") or "")[:100],
        vintage=str(entry.get("millesime") or "")[:100],
        totals={name: int(total) for name, total in (entry.get("totals") or {}).items()},
    )


def compare_content(said: Announced, sha256: str) -> None:
    if said.sha256 and said.sha256 != sha256:
        raise FileRefused(
            "MANIFESTE_EMPREINTE",
            "Le contenu du fichier n’est pas celui que le manifeste annonce (empreinte SHA-256).",
        )


def compare_rows(said: Announced, read: int) -> None:
    if said.rows is not None and said.rows != read:
        raise FileRefused(
            "MANIFESTE_LIGNES",
            f"Le manifeste annonce {said.rows} lignes et le fichier en compte {read}.",
        )
