"""The report in tables whose small counts are hidden, and stay hidden by subtraction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.charts.numbers import date_fr, fr, month_name
from ijstats import publish, publish_list, publish_table
from prescribers.presenters.disclosure import HIDDEN
from prescribers.presenters.words import counted
from sosij.enums import Desk, Level, Motive, Outcome
from sosij.presenters.clock import span_words
from sosij.rules.outcomes import FOLLOW_UP
from sosij.rules.report import Delays, Recourse, Report


DAY = timedelta(hours=9)
UNTOLD = "Demandée, sans réponse"


@dataclass(frozen=True)
class ReportTable:
    """A table of words: the first cell of each row names it."""

    ident: str
    title: str
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_tables(report: Report) -> list[ReportTable]:
    """Every table of the page, and of its file."""
    return [
        _outcomes(report.outcomes),
        _delays(report.delays),
        _shares("motifs", "Motifs", "Le motif qui oriente la demande.", Motive, report.motives),
        _shares("niveaux", "Niveaux", "1 première réponse, 2 expert.", Level, report.levels),
        _shares("guichets", "Guichets", "Où la demande se trouve aujourd’hui.", Desk, report.desks),
        _months(report),
        _recourse(report.recourse),
    ]


def report_sentence(report: Report) -> str:
    """« Du 22/11/2025 au 22/11/2026, 400 demandes, 377 répondues, dont 86 % dans le délai. »."""
    delays = report.delays
    span = f"Du {date_fr(report.since)} au {date_fr(report.until)}"
    received = publish(delays.received)
    if not received:
        few = "moins de onze demandes" if received is None else "aucune demande"
        return f"{span}, {few}."
    if not publish(delays.answered):
        return f"{span}, {counted(received, 'demande', 'demandes')}."
    done = f"{counted(delays.answered, 'répondue', 'répondues')}"
    late = f", dont {_share(delays.in_time, delays.answered)} dans le délai"
    return f"{span}, {counted(received, 'demande', 'demandes')}, {done}{late}."


def _outcomes(counts: Mapping[tuple[int, str], int]) -> ReportTable:
    words = {outcome.value: str(outcome.label) for outcome in Outcome} | {"": UNTOLD}
    cells = [[counts.get((horizon, code), 0) for horizon in FOLLOW_UP.horizons] for code in words]
    shown = publish_table(cells)
    rows = [
        (label, *map(_figure, line))
        for label, line in zip(words.values(), shown.cells, strict=True)
    ]
    return ReportTable(
        ident="issues",
        title="Que sont devenues les situations\u202f?",
        sentence="Ce que les médecins ou les guichets en ont dit, 30 et 90 jours après la réponse.",
        header=("Devenir", *(f"À {days} jours" for days in FOLLOW_UP.horizons)),
        rows=(*rows, ("Demandées", *map(_figure, shown.column_totals))),
    )


def _delays(delays: Delays) -> ReportTable:
    enough = publish(delays.answered)
    rows = (
        ("Reçues", _figure(publish(delays.received))),
        ("Répondues", _figure(enough)),
        ("Dans le délai", _share(delays.in_time, delays.answered)),
        ("Répondues par téléphone", _share(delays.by_phone, delays.answered)),
        ("Temps net médian", _span(delays.median if enough else None)),
        ("Temps net, neuf sur dix en moins de", _span(delays.ninth_decile if enough else None)),
        ("Classées sans réponse", _figure(publish(delays.dropped))),
    )
    return ReportTable(
        "delais",
        "Délais",
        "En jours et heures de service, suspensions ôtées, figés à la réponse.",
        ("Mesure", "Valeur"),
        rows,
    )


def _shares(
    ident: str,
    title: str,
    sentence: str,
    words: type[Motive] | type[Level] | type[Desk],
    counts: Mapping[Any, int],
) -> ReportTable:
    numbers = [counts.get(word.value, 0) for word in words]
    cells, total = publish_list(numbers)
    rows = [
        (str(word.label), _figure(cell), _part(cell, total))
        for word, cell in zip(words, cells, strict=True)
    ]
    header = (title.removesuffix("x").removesuffix("s"), "Demandes", "Part")
    return ReportTable(ident, title, sentence, header, (*rows, ("Ensemble", _figure(total), "")))


def _months(report: Report) -> ReportTable:
    places = sorted({place for place, _ in report.months})
    months = sorted({month for _, month in report.months})
    cells = [[report.months.get((place, month), 0) for place in places] for month in months]
    shown = publish_table(cells) if cells else None
    rows = (
        [
            (month_name(month), *map(_figure, line), _figure(total))
            for month, line, total in zip(months, shown.cells, shown.row_totals, strict=True)
        ]
        if shown
        else []
    )
    return ReportTable(
        "mois",
        "Demandes reçues par mois et par département",
        "Le premier et le dernier mois de la période ne sont pas entiers.",
        ("Mois", *places, "Ensemble"),
        tuple(rows),
    )


def _recourse(found: Sequence[Recourse]) -> ReportTable:
    rows = tuple(
        (
            line.departement,
            _figure(publish(line.askers)),
            _figure(publish(line.targeted)),
            _share(line.askers, line.targeted),
        )
        for line in found
    )
    return ReportTable(
        "recours",
        "Taux de recours",
        "Médecins qui ont posé au moins une question, parmi ceux à qui le service est ouvert.",
        ("Département", "Demandeurs", "Visés", "Taux"),
        rows,
    )


def csv_rows(tables: Iterable[ReportTable]) -> list[tuple[str, str, str, str]]:
    """One value a row: the table, the line, the column, the value."""
    return [
        (table.title, row[0], column, value)
        for table in tables
        for row in table.rows
        for column, value in zip(table.header[1:], row[1:], strict=True)
    ]


def _figure(count: int | None) -> str:
    return HIDDEN if count is None else fr(count)


def _share(part: int, whole: int) -> str:
    """A share of hidden counts is hidden too: it would give them back."""
    if part > whole:
        return "sans objet"
    if publish(part) is None or not publish(whole) or publish(whole - part) is None:
        return HIDDEN if whole else "sans objet"
    return f"{fr(100 * part / whole)}\u202f%"


def _part(cell: int | None, total: int | None) -> str:
    if cell is None or not total:
        return HIDDEN if cell is None else ""
    return f"{fr(100 * cell / total)}\u202f%"


def _span(seconds: float | None) -> str:
    return HIDDEN if seconds is None else span_words(timedelta(seconds=round(seconds)), DAY)
