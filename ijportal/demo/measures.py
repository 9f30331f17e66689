"""The published figures beside what the imported facts give: published, measured, tolerance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from core.charts.numbers import add_months
from ijportal.demo.calibration import RECEIVED_SHARES
from ijportal.demo.targets import Target


WINDOW_MONTHS = 12


@dataclass(frozen=True)
class Measure:
    """`window`: the last twelve complete months; `whole`: every complete month."""

    target: Target
    window: float | None
    whole: float | None

    @property
    def holds(self) -> bool:
        return self.target.holds(self.window) and self.target.holds(self.whole)


def measure(targets: Iterable[Target]) -> list[Measure]:
    """Over what is in the database; inside `database_role(MEDICAL, ALL_CAISSES)`."""
    first, last = _complete_months()
    begin = max(first, add_months(last, 1 - WINDOW_MONTHS))
    return [
        Measure(target, _number(target, begin, last), _number(target, first, last))
        for target in targets
    ]


def lines(measures: Iterable[Measure]) -> list[str]:
    head = f"{'':<62} {'publié':>9} {'12 mois':>9} {'tous':>9} {'écart admis':>12}"
    return [head, *(_line(one) for one in measures)]


def _line(one: Measure) -> str:
    target = one.target
    figures = (target.value, one.window, one.whole)
    shown = " ".join(f"{_french(figure):>9}" for figure in figures)
    verdict = "" if one.holds else "  HORS TOLÉRANCE"
    return (
        f"{target.label:<62} {shown} {'± ' + _french(target.tolerance):>12} {target.unit}{verdict}"
    )


def _french(figure: float | None) -> str:
    return "absent" if figure is None else f"{figure:.1f}".replace(".", ",")


def _complete_months() -> tuple[date, date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(month), max(month) FROM medical.leave")
        first, last = cursor.fetchone()
    return first, add_months(last, -len(RECEIVED_SHARES))


def _number(target: Target, first: date, last: date) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(target.query, {"first": first, "last": last})
        (found,) = cursor.fetchone()
    return None if found is None else float(found)
