"""The list as CSV for a French spreadsheet."""

from collections.abc import Iterable, Iterator

from prescribers.exports.sheet import Sheet
from prescribers.models import Profile
from prescribers.presenters import listing
from prescribers.presenters.csv_text import csv_text


def text(sheet: Sheet, profiles: Iterable[Profile]) -> bytes:
    header = listing.csv_header(sheet.asked.columns, synthetic=sheet.synthetic)
    return csv_text(header, cells(sheet, profiles)).encode()


def cells(sheet: Sheet, profiles: Iterable[Profile]) -> Iterator[list[str]]:
    """The rows as the screen words them: CSV and workbook hold the same cells."""
    run = sheet.asked.run
    for profile in profiles:
        yield listing.csv_row(
            profile,
            sheet.asked.columns,
            run.parameters,
            run_number=run.number,
            synthetic=sheet.synthetic,
        )
