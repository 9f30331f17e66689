"""What doctors said, in tables whose small counts are hidden with what would give them back."""

from collections.abc import Sequence
from datetime import date

from core.charts.numbers import fr
from ijstats import publish_list, publish_table
from prescribers.presenters.disclosure import HIDDEN
from sosij.enums import Brake, Mark
from sosij.presenters.report import ReportTable
from sosij.rules.satisfaction import QUESTIONS, Place, Satisfaction


ELSEWHERE = "Autres"


def satisfaction_tables(found: Satisfaction) -> list[ReportTable]:
    """None before a first questionnaire: the page then says how to send one."""
    return [] if found.empty else [_marks(found), _useful(found), _brakes(found)]


def _marks(found: Satisfaction) -> ReportTable:
    """Each question has its own line: nothing is added from one to the next."""
    rows = []
    for question, words in QUESTIONS.items():
        cells, total = publish_list([found.marks[question, mark] for mark in Mark])
        rows.append((words, *map(_figure, cells), _figure(total)))
    return ReportTable(
        "satisfaction",
        "Ce que disent les médecins qui ont reçu une réponse",
        "Questionnaire envoyé après la réponse\u202f; aucune réponse n’est rattachée à un médecin.",
        ("Question", *(str(mark.label) for mark in Mark), "Réponses"),
        tuple(rows),
    )


def _useful(found: Satisfaction) -> ReportTable:
    places = sorted({place for place, _ in found.useful})
    return ReportTable(
        "utilite",
        "Réponse jugée utile, par trimestre et par département",
        "«\u202fOui\u202f» ou «\u202fplutôt oui\u202f», et les autres.",
        ("Trimestre, département", "Utile", "Pas utile", "Réponses"),
        _lines(places, [[found.useful[place, yes] for yes in (True, False)] for place in places]),
    )


def _brakes(found: Satisfaction) -> ReportTable:
    places = sorted({place for place, _ in found.brakes})
    return ReportTable(
        "freins",
        "Ce qui retient les médecins qui n’ont jamais demandé",
        "Un médecin peut donner plusieurs raisons.",
        ("Trimestre, département", *(str(brake.label) for brake in Brake), "Raisons données"),
        _lines(places, [[found.brakes[place, brake] for brake in Brake] for place in places]),
    )


def _lines(places: Sequence[Place], counts: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], ...]:
    if not counts:
        return ()
    shown = publish_table(counts)
    return tuple(
        (place_words(*place), *map(_figure, cells), _figure(total))
        for place, cells, total in zip(places, shown.cells, shown.row_totals, strict=True)
    )


def place_words(quarter: date, departement: str) -> str:
    """« T4 2026, 06 »."""
    number = (quarter.month + 2) // 3
    return f"T{number} {quarter.year}, {departement or ELSEWHERE}"


def _figure(count: int | None) -> str:
    return HIDDEN if count is None else fr(count)
