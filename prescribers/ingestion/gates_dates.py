"""The months that a file really speaks of: read again only once its dates are in doubt."""

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from prescribers.enums import SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.reader import open_source


# The column that says when, written AAAA-MM or AAAA-MM-JJ.
DATED = {SourceKind.ARRETS: "date_debut", SourceKind.ACTIVITE: "mois"}


def months_seen(kind: SourceKind, path: str) -> Counter[date]:
    """The rows of the file by month, those without a date left out."""
    seen: Counter[date] = Counter()
    name = DATED.get(kind)
    if name is None:
        return seen
    for rows in open_source(Path(path), FORMATS[kind]).chunks():
        written = pc.cast(rows.columns[name], pa.string())
        for pair in pc.value_counts(pc.utf8_slice_codeunits(written, 0, 7)).to_pylist():
            month = _month(pair["values"])
            if month is not None:
                seen[month] += pair["counts"]
    return seen


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
