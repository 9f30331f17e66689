"""Données: what came, what is missing, and whether each caisse sent as much as usual."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Protocol

from core.charts.months import months_from, span_words
from core.charts.numbers import NNBSP, NOTHING, add_months, fr, month_name, short_month
from prescribers.enums import SourceKind
from prescribers.models import ImportBatch
from prescribers.presenters.imports import Chip, kind_name
from prescribers.presenters.words import caisse_name, counted


MONTHS = 36
BLOCK = 12
RECENT = 12
SHOWN_MONTHS = 6
# Under that share of its usual month, a caisse has probably not sent all it has.
LOW = 0.7
LEAST_FOR_MEDIAN = 3

PRESENT = Chip("done", "check", "présent")
PROVISIONAL = Chip("provisional", "", "provisoire")
HELD = Chip("soon", "pause", "retenu")
WAITING = Chip("ongoing", "", "en cours")
MISSING = Chip("fix", "close", "manquant")
ELSEWHERE = Chip("soon", "alert", "aucune ligne")
NOTHING_DUE = Chip("", "", "")
LEGEND = (
    (PRESENT, "le mois est importé"),
    (PROVISIONAL, "importé, mais le mois se remplit encore\u202f: il ne compte dans aucun rapport"),
    (HELD, "un contrôle a retenu le dernier fichier\u202f: il attend une décision"),
    (WAITING, "un fichier est reçu, son import n’est pas terminé"),
    (ELSEWHERE, "le mois est importé, sans aucune ligne de votre périmètre"),
    (MISSING, "aucun fichier reçu"),
)


class Presence(Protocol):
    """What the selector knows of one kind and month."""

    @property
    def rows(self) -> int: ...

    @property
    def elsewhere(self) -> bool: ...

    @property
    def held(self) -> int | None: ...

    @property
    def waiting(self) -> int | None: ...


class CaisseMonth(Protocol):
    """The rows of one caisse in one month."""

    @property
    def caisse(self) -> str: ...

    @property
    def month(self) -> date: ...

    @property
    def rows(self) -> int: ...


@dataclass(frozen=True)
class Period:
    """The last complete month of the published run, and how far its data go beyond it."""

    last_complete: date
    until: date | None

    def fills_up(self, kind: SourceKind, month: date) -> bool:
        """Only the leaves of a month go on arriving after it."""
        return kind == SourceKind.ARRETS and self.until is not None and month > self.last_complete


@dataclass(frozen=True)
class Cell:
    """One kind and month; `batch` is the batch to look at when something waits."""

    month: str
    chip: Chip
    note: str
    batch: int | None


@dataclass(frozen=True)
class KindRow:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """Twelve months from left to right, a row for each kind; the year goes without saying."""

    title: str
    months: tuple[tuple[str, str], ...]
    rows: tuple[KindRow, ...]


@dataclass(frozen=True)
class Share:
    """A month of a caisse beside its usual one."""

    month: str
    text: str
    word: str
    low: bool
    provisional: bool


@dataclass(frozen=True)
class CaisseRow:
    name: str
    usual: str
    shares: tuple[Share, ...]
    lows: int


@dataclass(frozen=True)
class Completeness:
    """The caisses of one kind over the last months; `months` names the columns."""

    months: tuple[tuple[str, bool], ...]
    rows: tuple[CaisseRow, ...]
    sentence: str


@dataclass(frozen=True)
class Reference:
    name: str
    batch: ImportBatch | None
    origin: str
    licence: str
    vintage: str


Grid = Mapping[tuple[SourceKind, date], Presence]


def last_month(grid: Grid, today: date) -> date:
    """The last month that is over, or the latest one of which anything came."""
    over = add_months(today.replace(day=1), -1)
    return max([over, *(month for _, month in grid)])


def blocks(
    grid: Grid, kinds: Sequence[SourceKind], end: date, period: Period | None
) -> list[Block]:
    """Three years, the latest first; before the first file of a kind nothing was due."""
    first = {kind: min((m for k, m in grid if k == kind), default=None) for kind in kinds}
    found = []
    for number in range(MONTHS // BLOCK):
        months = months_from(add_months(end, -(number + 1) * BLOCK + 1), BLOCK)
        rows = tuple(
            KindRow(
                kind_name(kind),
                tuple(_cell(kind, month, grid, first[kind], period) for month in months),
            )
            for kind in kinds
        )
        words = re.sub(r"^(de |d’)", "", span_words(months))
        short = tuple((short_month(month), f"{month:%Y}") for month in months)
        found.append(Block(words[:1].upper() + words[1:], short, rows))
    return found


def grid_sentence(grid: Grid, kinds: Sequence[SourceKind], end: date, period: Period | None) -> str:
    """« Arrêts reçus jusqu’en octobre 2026, complets jusqu’en août 2026. Il manque 1 mois. »."""
    leaves = [m for (kind, m), seen in grid.items() if kind == SourceKind.ARRETS and seen.rows]
    if not leaves:
        return "Aucun mois d’arrêts n’est encore importé pour votre périmètre."
    said = f"Arrêts reçus jusqu’en {month_name(max(leaves))}"
    if period is not None:
        said += f", complets jusqu’en {month_name(period.last_complete)}"
    cells = [
        cell for block in blocks(grid, kinds, end, period) for row in block.rows
        for cell in row.cells
    ]  # fmt: skip
    missing = sum(cell.chip == MISSING for cell in cells)
    held = sum(cell.chip == HELD for cell in cells)
    parts = [f"{counted(missing, 'mois manque', 'mois manquent')}"] if missing else []
    parts += [f"{counted(held, 'mois est retenu', 'mois sont retenus')}"] if held else []
    rest = " et ".join(parts) or "aucun mois ne manque"
    return f"{said}. Sur trois ans, {rest}."


def completeness(
    months: Iterable[CaisseMonth],
    kind: SourceKind,
    end: date,
    caisses: Mapping[str, str],
    period: Period | None,
) -> Completeness | None:
    """Each caisse's last months beside the median of its last twelve complete ones."""
    by_caisse: dict[str, dict[date, int]] = {code: {} for code in caisses}
    for one in months:
        by_caisse.setdefault(one.caisse, {})[one.month] = one.rows
    received = {month for rows in by_caisse.values() for month in rows}
    if not received:
        return None
    latest = max(received)
    shown = [m for m in (add_months(latest, -i) for i in range(RECENT)) if m in received]
    shown = shown[:SHOWN_MONTHS]
    lines = [
        _caisse_row(caisse_name(code, caisses), rows, kind, latest, shown, period)
        for code, rows in sorted(by_caisse.items())
    ]
    columns = tuple(
        (f"{short_month(m)} {m:%Y}", bool(period and period.fills_up(kind, m))) for m in shown
    )
    return Completeness(columns, tuple(lines), _low_sentence(lines))


def references(
    in_force: Mapping[SourceKind, ImportBatch], kinds: Iterable[SourceKind]
) -> list[Reference]:
    found = []
    for kind in kinds:
        batch = in_force.get(kind)
        source = batch.source if batch else None
        found.append(
            Reference(
                name=kind_name(kind),
                batch=batch,
                origin=(source.origin or "non précisée") if source else "",
                licence=(source.licence or "non précisée") if source else "",
                vintage=(source.vintage or "non précisé") if source else "",
            )
        )
    return found


def _cell(
    kind: SourceKind, month: date, grid: Grid, first: date | None, period: Period | None
) -> Cell:
    seen = grid.get((kind, month))
    name = month_name(month)
    if seen is None or not (seen.rows or seen.elsewhere or seen.held or seen.waiting):
        # A list describes twelve months: some senders give one a quarter.
        due = first is not None and month > first and kind != SourceKind.PATIENTELE
        return Cell(name, MISSING if due else NOTHING_DUE, "", None)
    rows = fr(seen.rows) if seen.rows else ""
    if seen.held is not None:
        return Cell(name, HELD, rows, seen.held)
    if seen.waiting is not None:
        return Cell(name, WAITING, rows, seen.waiting)
    if seen.elsewhere:
        return Cell(name, ELSEWHERE, "", None)
    fills_up = period is not None and period.fills_up(kind, month)
    return Cell(name, PROVISIONAL if fills_up else PRESENT, rows, None)


def _caisse_row(
    name: str,
    rows: Mapping[date, int],
    kind: SourceKind,
    latest: date,
    shown: Sequence[date],
    period: Period | None,
) -> CaisseRow:
    complete = [
        rows[month]
        for month in (add_months(latest, -i) for i in range(RECENT + SHOWN_MONTHS))
        if month in rows and not (period and period.fills_up(kind, month))
    ][:RECENT]
    usual = median(complete) if len(complete) >= LEAST_FOR_MEDIAN else None
    shares = tuple(
        _share(
            month,
            rows.get(month),
            usual,
            provisional=bool(period and period.fills_up(kind, month)),
        )
        for month in shown
    )
    lows = sum(share.low for share in shares)
    return CaisseRow(name, fr(usual) if usual is not None else NOTHING, shares, lows)


def _share(month: date, rows: int | None, usual: float | None, *, provisional: bool) -> Share:
    name = month_name(month)
    if not rows:
        return Share(name, "0", "absent", low=not provisional, provisional=provisional)
    if not usual:
        return Share(name, fr(rows), "lignes", low=False, provisional=provisional)
    share = rows / usual
    low = share < LOW and not provisional
    word = "provisoire" if provisional else "faible" if low else ""
    return Share(name, f"{fr(100 * share)}{NNBSP}%", word, low, provisional)


def _low_sentence(rows: Sequence[CaisseRow]) -> str:
    low = [row.name for row in rows if row.lows]
    threshold = f"{fr(100 * LOW)}{NNBSP}%"
    if not low:
        return f"Aucune caisse sous {threshold} de son mois habituel."
    named = ", ".join(low[:3]) + (f" et {len(low) - 3} autres" if len(low) > 3 else "")
    number = counted(len(low), "caisse a", "caisses ont")
    return f"{number} au moins un mois sous {threshold} de leur mois habituel{NNBSP}: {named}."
