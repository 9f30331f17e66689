"""The dashboard of a perimeter: a sentence, five figures, the months, the signals.

Prescribers are counted as they are, however few: whoever reads this page may list them by name.
The signal is the message (`prescribers.presenters.signal`); the intervals over 1 that carry none
are counted under « sans signal », and nowhere else.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from core.charts import MonthlyBars, Sparkline
from core.charts.numbers import (
    NBSP,
    NNBSP,
    NOTHING,
    abridged,
    fr,
    interval,
    month_name,
    percent,
    times,
)
from ijportal.pages.presenters.growth import growth_words, of_last_year
from ijportal.pages.presenters.rounding import Rounding
from prescribers.presenters.period import window_length
from prescribers.presenters.profile import Part
from prescribers.presenters.words import counted
from prescribers.rules.growth import commitment_on
from prescribers.selectors import Dashboard, Totals


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
class SignalCount:
    """`part`: a line within the one above it; `muted`: people of whom nothing is said."""

    words: str
    count: str
    query: str
    part: bool = False
    muted: bool = False


@dataclass(frozen=True)
class Completeness:
    """Days received of a month beside a year before: a month far below is not all there yet."""

    month: str
    words: str
    hundredths: int
    provisional: bool


def sentence(board: Dashboard, rounding: Rounding) -> tuple[Part, ...]:
    """« Sur 12 mois, 6,49 millions de jours indemnisés, soit 1,03 fois l’attendu (1,01–1,05). »."""
    total = board.total
    value, unit = abridged(rounding.of_days(total.obs_days))
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
        Part(f"{growth_words(total, commitment_on(board.run.window_end))}."),
    )


def figures(board: Dashboard, rounding: Rounding) -> list[Figure]:
    total = board.total
    per_leave = total.obs_days / total.obs_leaves if total.obs_leaves else None
    days, days_unit = abridged(rounding.of_days(total.obs_days))
    leaves, leaves_unit = _thousands(rounding.of_leaves(total.obs_leaves))
    amount, amount_unit = _rounded_euros(rounding.of_cents(total.obs_amount_cents))
    people = f"{fr(total.prescribers)} prescripteurs"
    before = total.growth
    of_days, of_leaves, of_amount, of_duration = (
        (
            of_last_year(total.obs_days, before.days),
            of_last_year(total.obs_leaves, before.leaves),
            of_last_year(total.obs_amount_cents, before.amount_cents),
            of_last_year(per_leave or 0.0, before.leaves and before.days / before.leaves),
        )
        if before
        else ("", "", "", "")
    )
    return [
        Figure(
            "jours",
            "Jours indemnisés",
            days,
            days_unit,
            of_days or people,
            _days_sparkline(board, rounding),
        ),
        Figure("arrets", "Arrêts", leaves, leaves_unit, of_leaves or people),
        Figure("duree", "Jours par arrêt", fr(per_leave, 1), "", of_duration or "durée moyenne"),
        _signal_figure(total),
        Figure(
            "montant",
            "Montant, arrondi",
            amount,
            amount_unit,
            of_amount or "indemnités journalières",
        ),
    ]


def _thousands(value: int) -> tuple[str, str]:
    """193 412 → « 193 milliers » : a key figure has three digits or four."""
    return (fr(value / 1_000), "milliers") if 10_000 <= value < 1_000_000 else abridged(value)


def _rounded_euros(cents: int) -> tuple[str, str]:
    euros = cents / 100
    if euros >= EUROS_ROUNDED_TO:
        return fr(euros / 1_000_000, 0 if euros >= 10_000_000 else 1), "M€"
    return fr(round(euros, -3)), "€"


def _days_sparkline(board: Dashboard, rounding: Rounding) -> Sparkline | None:
    if not board.months:
        return None
    return Sparkline(
        values=[rounding.of_days(month.observed) for month in board.months],
        title="Jours indemnisés par mois",
        provisional=sum(month.provisional for month in board.months),
    )


def monthly_bars(board: Dashboard, rounding: Rounding) -> MonthlyBars | None:
    """Provisional months are drawn hatched, and stay out of the sentence."""
    if not board.months:
        return None
    values = [rounding.of_days(month.observed) for month in board.months]
    before = [None if m.before is None else rounding.of_days(m.before) for m in board.months]
    return MonthlyBars(
        start=board.months[0].month,
        values=values,
        provisional=sum(month.provisional for month in board.months),
        previous=before if any(value is not None for value in before) else None,
        unit=rounding.unit,
        sentence=_months_words(board, values),
    )


def _months_words(board: Dashboard, values: list[int]) -> str:
    """« 528 000 jours en août 2026, dernier mois complet ; le plus haut est mars 2026, … »."""
    shown = zip(board.months, values, strict=True)
    complete = [(month.month, value) for month, value in shown if not month.provisional]
    if not complete:
        return ""
    last, days = complete[-1]
    highest, most = max(complete, key=lambda pair: pair[1])
    return (
        f"{fr(days)} jours en {month_name(last)}, dernier mois complet{NNBSP}; "
        f"le plus haut est {month_name(highest)}, {fr(most)}."
    )


def completeness(board: Dashboard) -> list[Completeness]:
    """What came of the last months, of what had come of the same months a year before."""
    return [
        Completeness(
            month_name(month.month),
            percent(month.days / month.before),
            min(round(month.days / month.before * 100), 100),
            provisional=month.provisional,
        )
        for month in board.received
        if month.before
    ]


def signal_counts(board: Dashboard) -> list[SignalCount]:
    """Signals by stability, then the rest; what is no part of another adds up to everybody."""
    total = board.total
    unsettled = total.signals - total.confirmed - total.to_confirm
    lines = [
        SignalCount("Signal, fort ou non", fr(total.signals), _query(board, signal="oui")),
        SignalCount("dont signal fort", fr(total.strong), _query(board, signal="fort"), part=True),
        SignalCount(
            "dont confirmé", fr(total.confirmed), _query(board, stabilite="confirme"), part=True
        ),
        SignalCount(
            "dont à confirmer",
            fr(total.to_confirm),
            _query(board, stabilite="a-confirmer"),
            part=True,
        ),
        SignalCount(
            "dont stabilité non établie",
            fr(unsettled),
            _query(board, stabilite="non-etablie"),
            part=True,
        ),
        SignalCount("Sans signal", fr(total.judged - total.signals), _query(board, signal="sans")),
        SignalCount(
            "dont intervalle au-dessus de 1",
            fr(total.above),
            _query(board, signal="sans", niveau="au-dessus"),
            part=True,
        ),
        SignalCount(
            "Effectif insuffisant, non évalués",
            fr(total.prescribers - total.enough),
            _query(board, signal="insuffisant"),
            muted=True,
        ),
    ]
    return [line for line in lines if line.count != "0" or not line.part]


def signals_sentence(board: Dashboard) -> str:
    """« 31 prescripteurs portent un signal, sur 1 742 évaluables (1,8 %), dont 23 confirmés. »."""
    total = board.total
    if not total.enough:
        return "Aucun prescripteur n’atteint les minimums : aucun rapport n’est calculé."
    if not total.judged:
        return "Ce calcul ne porte pas de signaux : le suivant les dira."
    if not total.signals:
        people = counted(total.judged, "prescripteur évaluable", "prescripteurs évaluables")
        return f"Aucun signal, sur {people}."
    who = counted(total.signals, "prescripteur porte", "prescripteurs portent")
    share = percent(total.signals / total.judged, 1)
    return (
        f"{who} un signal, sur {fr(total.judged)} évaluables ({share}), "
        f"{_confirmed_words(total)}. Un signal est une question."
    )


def _signal_figure(total: Totals) -> Figure:
    if not total.judged:
        return Figure("signaux", "Signaux", NOTHING, "", "non calculés")
    note = _confirmed_words(total) if total.signals else f"sur {fr(total.judged)} évaluables"
    return Figure("signaux", "Signaux", fr(total.signals), "", note)


def _confirmed_words(total: Totals) -> str:
    if not total.confirmed:
        return "aucun confirmé"
    return f"dont {counted(total.confirmed, 'confirmé', 'confirmés')}"


def _query(board: Dashboard, **chosen: str) -> str:
    """The list, cut to the territory shown."""
    return urlencode(board.territory.chosen | chosen)
