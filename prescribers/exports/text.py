"""The list as CSV for a French spreadsheet."""

from collections.abc import Iterable, Iterator

from prescribers.exports.sheet import Sheet
from prescribers.models import Profile
from prescribers.presenters import listing
from prescribers.presenters.csv_text import csv_text


# Columns whose digits name somebody: added up, they would mean nothing.
NAMES = frozenset({"nom"})


def text(sheet: Sheet, profiles: Iterable[Profile]) -> bytes:
    names = frozenset(place for place, figure in enumerate(measured(sheet)) if not figure)
    return csv_text(header(sheet), cells(sheet, profiles), names).encode()


def header(sheet: Sheet) -> list[str]:
    return listing.csv_header(sheet.asked.columns, synthetic=sheet.synthetic)


def cells(sheet: Sheet, profiles: Iterable[Profile]) -> Iterator[list[str]]:
    """The rows as the screen words them: CSV and workbook hold the same cells."""
    asked = sheet.asked
    return listing.csv_rows(
        profiles,
        asked.columns,
        asked.run.parameters,
        run_number=asked.run.number,
        synthetic=sheet.synthetic,
    )


def measured(sheet: Sheet) -> list[bool]:
    """Which cells may be figures: not those of a name, nor of the columns of words."""
    figures = {
        title
        for column in sheet.asked.columns
        if (column.numeric or column.parts) and column.key not in NAMES
        for title, _ in column.exported
    }
    return [title in figures or title == listing.RUN for title in header(sheet)]
