"""What can be said of a file before reading it: fingerprint, size, month."""

import hashlib
import re
from datetime import date
from pathlib import Path

from prescribers.ingestion.manifest import Announced, announced
from prescribers.ingestion.refusals import FileRefused


_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def described(path: Path) -> tuple[str, int]:
    """SHA-256 and size.

    Raises:
        FileRefused: no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, path.stat().st_size
    except OSError as unreadable:
        raise FileRefused("FICHIER_ABSENT", f"Le fichier {path.name} ne peut pas être lu.") from (
            unreadable
        )


def provenance(path: Path) -> Announced:
    """What the manifest says of the file; one that cannot be read will refuse the batch itself."""
    try:
        return announced(path)
    except FileRefused:
        return Announced()


def month_of(path: Path, month: date | None) -> date:
    """The month asked for, else the one that the name of the file gives (AAAA-MM).

    Raises:
        FileRefused: neither gives a month, or they disagree.
    """
    named = _MONTH.search(path.stem)
    written = date(int(named[1]), int(named[2]), 1) if named else None
    asked = month or written
    if asked is None:
        raise FileRefused(
            "MOIS_ABSENT", "Ce fichier est mensuel : son nom ne dit pas le mois, donnez-le."
        )
    chosen = asked.replace(day=1)
    if written is not None and written != chosen:
        raise FileRefused(
            "MOIS_CONTRAIRE",
            f"Le mois demandé ({chosen:%Y-%m}) n’est pas celui du nom du fichier.",
        )
    return chosen
