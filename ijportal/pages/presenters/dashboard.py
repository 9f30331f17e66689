"""The dashboard of a perimeter: one sentence, four figures, the months, the caisses, the levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.charts import MonthlyBars, RankedDots, RankedRow, Sparkline, level_of
from core.charts.numbers import NBSP, NNBSP, abridged, fr, interval, month_name, ratio, times
from prescribers.presenters.period import window_length
from prescribers.presenters.profile import Part
from prescribers.presenters.words import caisse_name
from prescribers.selectors import CaisseTotals, Dashboard


EUROS_ROUNDED_TO = 1_000_000


@dataclass(frozen=True)
class Figure:
    """`unit` after the number; `sparkline` only where the run keeps the months."""

    ident: str
    name: str
    value: str
    unit: str
    note: str
    sparkline: Sparkline | None = None


@dataclass(frozen=True)
class LevelCount:
    words: str
    count: str
    query: str
    muted: bool = False


def sentence(board: Dashboard) -> tuple[Part, ...]:
    """« Sur 12 mois, 6,49 millions de jours indemnisés, soit 1,03 fois l’attendu (1,01–1,05). »."""
    total = board.total
    value, unit = abridged(total.obs_days)
    of = f"{unit} de " if unit else ""
    start = Part(f"Sur {window_length(board.run)} mois, ")
    figure = Part(f"{value}{NBSP}{of}jours" if unit else f"{value}{NBSP}jours", "strong")
    if total.ratio is None:
        return (start, figure, Part(" indemnisés. Aucun attendu n’est calculé."))
    low, high = total.interval
    return (
        start,
        figure,
        Part(" indemnisés, soit "),
        Part(times(total.ratio), "times"),
        Part(" l’attendu "),
        Part(interval(low, high), "nowrap"),
        Part("."),
    )


def figures(board: Dashboard) -> list[Figure]:
    total = board.total
    per_leave = total.obs_days / total.obs_leaves if total.obs_leaves else None
    days, days_unit = abridged(total.obs_days)
    leaves, leaves_unit = _thousands(total.obs_leaves)
    amount, amount_unit = _rounded_euros(total.obs_amount_cents)
    note = f"{fr(total.prescribers)} prescripteurs"
    return [
        Figure("jours", "Jours indemnisés", days, days_unit, note, _days_sparkline(board)),
        Figure("arrets", "Arrêts", leaves, leaves_unit, note),
        Figure("duree", "Jours par arrêt", fr(per_leave, 1), "", "durée moyenne"),
        Figure("montant", "Montant, arrondi", amount, amount_unit, "indemnités journalières"),
    ]


def _thousands(value: int) -> tuple[str, str]:
    """193 412 → « 193 milliers » : a key figure has three digits or four."""
    return (fr(value / 1_000), "milliers") if 10_000 <= value < 1_000_000 else abridged(value)


def _rounded_euros(cents: int) -> tuple[str, str]:
    euros = cents / 100
    if euros >= EUROS_ROUNDED_TO:
        return fr(euros / 1_000_000, 0 if euros >= 10_000_000 else 1), "M€"
    return fr(round(euros, -3)), "€"


def _days_sparkline(board: Dashboard) -> Sparkline | None:
    if not board.months:
        return None
    return Sparkline(
        values=[month.observed for month in board.months],
        title="Jours indemnisés par mois",
        provisional=sum(month.provisional for month in board.months),
    )


def monthly_bars(board: Dashboard) -> MonthlyBars | None:
    """Provisional months are drawn hatched, and stay out of the sentence."""
    if not board.months:
        return None
    complete = [month for month in board.months if not month.provisional]
    words = ""
    if complete:
        highest = max(complete, key=lambda month: month.observed)
        last = complete[-1]
        words = (
            f"{fr(last.observed)} jours en {month_name(last.month)}, dernier mois complet{NNBSP}; "
            f"le plus haut est {month_name(highest.month)}, {fr(highest.observed)}."
        )
    return MonthlyBars(
        start=board.months[0].month,
        values=[month.observed for month in board.months],
        provisional=len(board.months) - len(complete),
        sentence=words,
    )


def ranked_caisses(board: Dashboard, labels: Mapping[str, str]) -> RankedDots | None:
    """None when the perimeter has one caisse: the sentence has already said it."""
    rows = [_ranked(totals, labels) for totals in board.caisses if totals.ratio]
    if len(rows) < 2:
        return None
    highest = max(rows, key=lambda row: row.ratio)
    reading = ratio(highest.ratio, highest.low, highest.high)
    words = (
        f"À patientèle comparable, le rapport le plus haut est celui de {highest.name}, {reading}."
    )
    return RankedDots(rows, sentence=words)


def _ranked(totals: CaisseTotals, labels: Mapping[str, str]) -> RankedRow:
    value = totals.ratio or 0.0
    low, high = totals.interval
    name = caisse_name(totals.caisse, labels)
    return RankedRow(name, value, low, high, level=level_of(value, low, high))


def level_counts(board: Dashboard) -> list[LevelCount]:
    """Prescribers by what their interval says; the last line is not measured at all."""
    total = board.total
    compatible = total.enough - total.above
    return [
        LevelCount(
            "Nettement au-dessus de l’attendu",
            fr(total.well_above),
            urlencode({"niveau": "nettement"}),
        ),
        LevelCount(
            "Au-dessus de l’attendu, nettement ou non",
            fr(total.above),
            urlencode({"niveau": "au-dessus"}),
        ),
        LevelCount(
            "Compatible ou en dessous", fr(compatible), urlencode({"effectif": "suffisant"})
        ),
        LevelCount(
            "Effectif insuffisant, non évalués",
            fr(total.prescribers - total.enough),
            urlencode({"effectif": "insuffisant"}),
            muted=True,
        ),
    ]


def levels_sentence(board: Dashboard) -> str:
    total = board.total
    if not total.enough:
        return "Aucun prescripteur n’atteint les minimums : aucun rapport n’est calculé."
    return (
        f"{fr(total.above)} prescripteurs au-dessus de l’attendu, "
        f"sur {fr(total.enough)} évaluables. Un écart est une question."
    )
