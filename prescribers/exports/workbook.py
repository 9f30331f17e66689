"""The list as a workbook: the cells of the CSV, the figures among them as numbers."""

from collections.abc import Iterable

from core import spreadsheets
from core.charts.numbers import NOTHING
from core.spreadsheets import About, Figure, Table
from prescribers.exports.sheet import TITLE, Sheet
from prescribers.exports.text import cells, header, measured
from prescribers.models import Profile
from prescribers.presenters.csv_text import NUMBER, csv_cell
from prescribers.presenters.definitions import definition
from prescribers.presenters.period import run_words


def workbook(sheet: Sheet, profiles: Iterable[Profile]) -> bytes:
    titles, figures = header(sheet), measured(sheet)
    rows = ([*map(_cell, row, figures)] for row in cells(sheet, profiles))
    run = run_words(sheet.asked.run)
    table = Table(TITLE, titles, rows, [len(title) + 4 for title in titles], run)
    about = About("À propos", sheet.lines, [(title, definition(title)) for title in titles])
    comments = "Données synthétiques" if sheet.synthetic else ""
    properties = {"title": TITLE, "subject": run, "comments": comments}
    return spreadsheets.workbook(table, about, properties)


def _cell(shown: str, figure: bool) -> str | Figure:  # noqa: FBT001 (mapped over a row)
    """« 12 480 » is 12480, « 12,3 % » is 0.123 shown so; what is no figure stays as it is read."""
    if shown == NOTHING:
        return ""
    share = shown.endswith("%")
    bare = csv_cell(shown.removesuffix("%").rstrip())
    if not figure or not NUMBER.fullmatch(bare):
        return shown
    decimals = len(bare.partition(",")[2])
    value = float(bare.replace(",", "."))
    signed = shown.startswith("+")
    return Figure(value / 100 if share else value, decimals, signed=signed, share=share)
