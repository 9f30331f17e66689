"""What crosses the door of the exports: a request understood, a file made."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Wanted:
    """`query` is the address of the list, `said` the same in words, `rows` what it counts."""

    file_format: str
    query: str
    said: str
    run_number: int
    rows: int
    purpose: str
    purpose_text: str


class Made(Protocol):
    @property
    def content(self) -> bytes: ...

    @property
    def name(self) -> str: ...

    @property
    def rows(self) -> int: ...

    @property
    def caisses(self) -> tuple[str, ...]: ...
