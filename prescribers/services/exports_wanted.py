"""What crosses the door of the exports: a request understood, a file made."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from core.charts.numbers import fr


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


def paper_refusal(rows: int) -> str:
    """Why a list this long is not printed, and what to ask for instead; empty when it may be."""
    if rows <= settings.EXPORT_PDF_ROWS:
        return ""
    return (
        f"Un PDF s’arrête à {fr(settings.EXPORT_PDF_ROWS)} lignes, et cette liste en a {fr(rows)}. "
        "Prenez le classeur (XLSX) ou le texte (CSV), qui les donnent toutes, ou filtrez la liste."
    )
