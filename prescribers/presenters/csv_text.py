"""CSV for a French spreadsheet: semicolons, a byte order mark, and no cell that runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from core.charts.numbers import MINUS, NBSP, NNBSP, NOTHING


CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would take for a formula, or for the way to one.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d+(,\d+)?")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(title) for title in header])
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def attached(name: str) -> dict[str, str]:
    """Headers of a file to save."""
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}


def csv_cell(shown: str) -> str:
    """A number loses its spaces, a text that could run gets an apostrophe."""
    if shown == NOTHING:
        return ""
    bare = shown.replace(NNBSP, "").replace(NBSP, "").replace(MINUS, "-")
    if NUMBER.fullmatch(bare):
        return bare.removeprefix("+")
    return f"'{shown}" if shown.startswith(DANGEROUS) else shown
