"""The list as a workbook: the cells of the CSV, the figures among them as numbers."""

from collections.abc import Iterable, Sequence

from core import spreadsheets
from core.charts.numbers import NOTHING
from core.spreadsheets import About, Figure, Table
from prescribers.exports.sheet import TITLE, Sheet
from prescribers.exports.text import cells
from prescribers.models import Profile
from prescribers.presenters import listing
from prescribers.presenters.columns import Column
from prescribers.presenters.csv_text import NUMBER, csv_cell
from prescribers.presenters.definitions import definition
from prescribers.presenters.period import run_words


# Digits that name somebody: added up, they would mean nothing.
NAMES = frozenset({"nom"})


def workbook(sheet: Sheet, profiles: Iterable[Profile]) -> bytes:
    columns = sheet.asked.columns
    header = listing.csv_header(columns, synthetic=sheet.synthetic)
    measured = _measured(columns, header)
    rows = ([*map(_cell, row, measured)] for row in cells(sheet, profiles))
    run = run_words(sheet.asked.run)
    table = Table(TITLE, header, rows, [len(title) + 4 for title in header], run)
    about = About("À propos", sheet.lines, [(title, definition(title)) for title in header])
    comments = "Données synthétiques" if sheet.synthetic else ""
    properties = {"title": TITLE, "subject": run, "comments": comments}
    return spreadsheets.workbook(table, about, properties)


def _measured(columns: Sequence[Column], header: Sequence[str]) -> list[bool]:
    """Which cells may be figures: not those of a name, nor of the columns of words."""
    figures = {
        title
        for column in columns
        if (column.numeric or column.parts) and column.key not in NAMES
        for title, _ in column.exported
    }
    return [title in figures or title == listing.RUN for title in header]


def _cell(shown: str, measured: bool) -> str | Figure:  # noqa: FBT001 (mapped over a row)
    """« 12 480 » is 12480, « 12,3 % » is 0.123 shown so; what is no figure stays as it is read."""
    if shown == NOTHING:
        return ""
    share = shown.endswith("%")
    bare = csv_cell(shown.removesuffix("%").rstrip())
    if not measured or not NUMBER.fullmatch(bare):
        return shown
    decimals = len(bare.partition(",")[2])
    value = float(bare.replace(",", "."))
    signed = shown.startswith("+")
    return Figure(value / 100 if share else value, decimals, signed=signed, share=share)
