"""A table as a workbook: figures are numbers, texts stay texts whatever they look like."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter


CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# One row at a time is held in memory; no text is ever read as a formula, a link or a number.
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NARROWEST, WIDEST = 9, 44


@dataclass(frozen=True)
class Figure:
    """A number shown with `decimals`; `signed` writes the plus of what is over 0.

    `share`: 0.123 is shown as « 12,3 % ».
    """

    value: float
    decimals: int = 0
    signed: bool = False
    share: bool = False

    @property
    def pattern(self) -> str:
        """Patterns are written as in English: a French spreadsheet shows « 1 234,5 »."""
        digits = "#,##0" + (f".{'0' * self.decimals}" if self.decimals else "")
        digits += "%" if self.share else ""
        return f"+{digits};-{digits};{digits}" if self.signed else digits


@dataclass(frozen=True)
class Table:
    """`widths`: characters, one a column. `footer` is printed at the bottom of each page."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str | Figure]]
    widths: Sequence[int]
    footer: str = ""


@dataclass(frozen=True)
class About:
    """The sheet that says what the table is: pairs of lines, then the meaning of each column."""

    name: str
    lines: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]


def workbook(table: Table, about: About, properties: Mapping[str, str]) -> bytes:
    """`properties`: title, subject, comments of the file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties(dict(properties))
        _Writing(book).table(table)
        _Writing(book).about(about)
    return file.getvalue()


class _Writing:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}
        )
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.named = book.add_format({"bold": True, "valign": "top"})
        self.patterns: dict[str, Any] = {}

    def table(self, table: Table) -> None:
        sheet = self.book.add_worksheet(table.name)
        for place, width in enumerate(table.widths):
            sheet.set_column(place, place, min(max(width, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L{table.footer.replace('&', '&&')}&RPage &P / &N")
        for place, title in enumerate(table.header):
            sheet.write_string(0, place, title, self.title)
        last = 0
        for last, row in enumerate(table.rows, start=1):
            self._row(sheet, last, row)
        sheet.autofilter(0, 0, last, len(table.header) - 1)

    def _row(self, sheet: Any, number: int, row: Sequence[str | Figure]) -> None:
        for place, cell in enumerate(row):
            if isinstance(cell, Figure):
                sheet.write_number(number, place, cell.value, self._pattern(cell.pattern))
            elif cell:
                sheet.write_string(number, place, cell)

    def _pattern(self, pattern: str) -> Any:
        if pattern not in self.patterns:
            self.patterns[pattern] = self.book.add_format({"num_format": pattern})
        return self.patterns[pattern]

    def about(self, about: About) -> None:
        sheet = self.book.add_worksheet(about.name)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 100)
        lines = [*about.lines, ("", ""), ("Colonne", "Ce qu’elle contient"), *about.columns]
        for number, (name, words) in enumerate(lines):
            sheet.write_string(number, 0, name, self.named)
            sheet.write_string(number, 1, words, self.wrapped)
