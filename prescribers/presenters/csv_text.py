"""CSV for a French spreadsheet: semicolons, a byte order mark, and no cell that runs.

Excel reads « 01 » as 1 and shows an RPPS number as 1,0E+10, quoted or not: only `="01"` is a text
for it, and it is written for digits alone, so that nothing else ever follows the sign.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from core.charts.numbers import MINUS, NBSP, NNBSP, NOTHING


CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would take for a formula, or for the way to one.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d+(,\d+)?%?")
DIGITS = re.compile(r"[0-9]+")


def csv_text(
    header: Sequence[str], rows: Iterable[Sequence[str]], names: frozenset[int] = frozenset()
) -> str:
    """`names`: places of the columns whose digits name something, and are never added up."""
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(title) for title in header])
    writes = [name_cell if place in names else csv_cell for place in range(len(header))]
    writer.writerows([write(cell) for write, cell in zip(writes, row, strict=True)] for row in rows)
    return buffer.getvalue()


def attached(name: str) -> dict[str, str]:
    """Headers of a file to save."""
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}


def csv_cell(shown: str) -> str:
    """A number loses its spaces, « 12,5 % » too; a text that could run gets an apostrophe."""
    if shown == NOTHING:
        return ""
    bare = shown.replace(NNBSP, "").replace(NBSP, "").replace(MINUS, "-")
    if NUMBER.fullmatch(bare):
        return bare.removeprefix("+")
    return f"'{shown}" if shown.startswith(DANGEROUS) else shown


def name_cell(shown: str) -> str:
    """A code or a number that names somebody keeps every digit."""
    return f'="{shown}"' if DIGITS.fullmatch(shown) else csv_cell(shown)
