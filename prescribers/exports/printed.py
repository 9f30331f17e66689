"""The list on paper: A4 landscape, the header again on each page; a long one in several volumes.

5 000 rows laid out at once take 6 s and 600 MB, 2 000 take 2 s and 270 MB, and nobody holds 60 000
rows in one hand: a volume has 2 000 rows, and several volumes are one archive.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from core import documents
from core.charts.numbers import NNBSP
from prescribers.exports.sheet import TITLE, Sheet
from prescribers.models import Profile
from prescribers.presenters import listing
from prescribers.presenters.columns import Column
from prescribers.presenters.period import run_words, window_words


VOLUME = 2_000
PRINTED_LINES = frozenset({"Périmètre", "Filtres", "Finalité"})
# At 7.5 points a line of 273 mm holds some 190 letters; more columns are printed smaller.
LETTERS, LARGEST, SMALLEST, WIDEST = 190, 7.5, 5, 26
# What no cell says.
HIDDEN = "\0"
# What an archive begins with.
ARCHIVE = b"PK"


def printed(sheet: Sheet, profiles: Iterable[Profile]) -> bytes:
    volumes = max(1, -(-sheet.total // VOLUME))
    remaining = iter(profiles)
    made = (
        documents.pdf("liste", _data(sheet, islice(remaining, VOLUME), number, volumes), large=True)
        for number in range(1, volumes + 1)
    )
    return next(made) if volumes == 1 else _archive(sheet.name, made)


def _archive(name: str, volumes: Iterator[bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(volumes, start=1):
            archive.writestr(f"{name}-volume-{number:02d}.pdf", content)
    return file.getvalue()


def _data(sheet: Sheet, profiles: Iterable[Profile], number: int, volumes: int) -> dict[str, Any]:
    columns = sheet.asked.columns
    rows = listing.rows(profiles, columns, sheet.asked.run.parameters)
    cells = [_cells(row, columns) for row in rows]
    volume = f", volume {number} sur {volumes}" if volumes > 1 else ""
    return {
        "title": TITLE + volume,
        "sub": f"{sheet.count}, {sheet.order}. {window_words(sheet.asked.run)}",
        "printed": f"Fait {sheet.printed}",
        "about": [line for line in sheet.lines if line[0] in PRINTED_LINES],
        "footer": f"{run_words(sheet.asked.run)}. Un signal est une question, pas un jugement",
        "columns": [{"title": column.title, "numeric": column.numeric} for column in columns],
        **_measures(columns, cells),
        "rows": cells,
    }


def _cells(row: listing.Row, columns: Sequence[Column]) -> list[Any]:
    """The words of a row; the sentence of an insufficient one spans its widest hidden run."""
    words: dict[str, Any] = {cell.column.key: _words(cell) for cell in row.cells}
    if len(words) == len(columns):
        return [words[column.key] for column in columns]
    runs = [list(run) for _, run in groupby(columns, key=lambda c: words.get(c.key, HIDDEN))]
    hidden = [run for run in runs if run[0].key not in words]
    widest = max(hidden, key=len)
    found: list[Any] = []
    for run in runs:
        if run is widest:
            found.append({"text": row.insufficient, "span": len(run)})
        else:
            found += [words.get(column.key, "") for column in run]
    return found


def _words(cell: listing.Cell) -> str:
    """A drawing in words, a chip with the line under it: paper says what the screen shows."""
    if cell.drawing is not None:
        return cell.drawing.title.removeprefix("Rapport ")
    if cell.said is not None and cell.said.note:
        return f"{cell.text}{NNBSP}; {cell.said.note}"
    return cell.text


def _measures(columns: Sequence[Column], rows: Sequence[list[Any]]) -> dict[str, Any]:
    """The width of each column in letters, and the points that let them all stand on a page."""
    widths = [max(len(word) for word in column.title.split()) for column in columns]
    for row in rows:
        if len(row) == len(columns):
            widths = [max(kept, len(text)) for kept, text in zip(widths, row, strict=True)]
    widths = [min(width + 1, WIDEST) for width in widths]
    size = LARGEST * LETTERS / max(sum(widths), LETTERS)
    return {"widths": widths, "size": max(size, SMALLEST)}
