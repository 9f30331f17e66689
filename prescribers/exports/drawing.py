"""From profiles to the bytes of a file, whatever its format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core import documents, spreadsheets
from prescribers.enums import ExportFormat
from prescribers.exports.printed import ARCHIVE, printed
from prescribers.exports.sheet import Sheet
from prescribers.exports.text import text
from prescribers.exports.workbook import workbook
from prescribers.models import Profile
from prescribers.presenters import csv_text


@dataclass(frozen=True)
class Drawn:
    """A file ready to be given: `caisses` are those of the prescribers who stand in it."""

    content: bytes
    name: str
    rows: int
    caisses: tuple[str, ...]


DRAWERS: dict[ExportFormat, Callable[[Sheet, Iterable[Profile]], bytes]] = {
    ExportFormat.CSV: text,
    ExportFormat.XLSX: workbook,
    ExportFormat.PDF: printed,
}
CONTENT_TYPES = {
    "csv": csv_text.CONTENT_TYPE,
    "xlsx": spreadsheets.CONTENT_TYPE,
    "pdf": documents.CONTENT_TYPE,
    "zip": "application/zip",
}


def draw(sheet: Sheet, file_format: str, profiles: Iterable[Profile]) -> Drawn:
    wanted = ExportFormat(file_format)
    noted = _Noted(profiles)
    content = DRAWERS[wanted](sheet, noted)
    volumes = wanted == ExportFormat.PDF and content.startswith(ARCHIVE)
    name = f"{sheet.name}.{'zip' if volumes else wanted}"
    return Drawn(content, name, noted.rows, tuple(sorted(noted.caisses)))


def content_type(name: str) -> str:
    return CONTENT_TYPES[name.rpartition(".")[2]]


class _Noted:
    """Counts the profiles that pass, and notes their caisses."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.profiles = profiles
        self.rows = 0
        self.caisses: set[str] = set()

    def __iter__(self) -> Iterator[Profile]:
        for profile in self.profiles:
            self.rows += 1
            self.caisses.add(profile.caisse)
            yield profile
