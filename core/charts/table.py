"""The same numbers as the drawing, in words that can be read and copied."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    cells: tuple[str, ...]
    provisional: bool = False

    @property
    def note(self) -> str:
        return "provisoire" if self.provisional else ""


@dataclass(frozen=True)
class Table:
    caption: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [line.cells for line in self.lines]
