"""The dashboard of a perimeter: a sentence, five figures, the months, the caisses, the signals.

Prescribers are counted as they are, however few: whoever reads this page may list them by name.
The signal is the message (`prescribers.presenters.signal`); the intervals over 1 that carry none
are counted under « sans signal », and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.charts import MonthlyBars, RankedDots, RankedRow, Sparkline, level_of
from core.charts.numbers import (
    NBSP,
    NNBSP,
    NOTHING,
    abridged,
    fr,
    interval,
    month_name,
    percent,
    ratio,
    times,
)
from prescribers.presenters.period import window_length
from prescribers.presenters.profile import Part
from prescribers.presenters.words import caisse_name, counted, short_caisse_name
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
class SignalCount:
    """`part`: a line within the one above it; `muted`: people of whom nothing is said."""

    words: str
    count: str
    query: str
    part: bool = False
    muted: bool = False


@dataclass(frozen=True)
class CaisseSignals:
    """Counts of a caisse, each with the address of its list; the last one is the total."""

    name: str
    signals: str
    strong: str
    confirmed: str
    enough: str
    share: str
    query: str


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
        _signal_figure(total),
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
    compared = [totals for totals in board.caisses if totals.ratio]
    if len(compared) < 2:
        return None
    highest = max(compared, key=lambda totals: totals.ratio or 0.0)
    words = (
        "À patientèle comparable, le rapport le plus haut est celui de "
        f"{caisse_name(highest.caisse, labels)}, {ratio(highest.ratio, *highest.interval)}."
    )
    return RankedDots([_ranked(totals, labels) for totals in compared], sentence=words)


def _ranked(totals: CaisseTotals, labels: Mapping[str, str]) -> RankedRow:
    value = totals.ratio or 0.0
    low, high = totals.interval
    name = short_caisse_name(totals.caisse, labels)
    return RankedRow(name, value, low, high, level=level_of(value, low, high))


def signal_counts(board: Dashboard) -> list[SignalCount]:
    """Signals by stability, then the rest; what is no part of another adds up to everybody."""
    total = board.total
    unsettled = total.signals - total.confirmed - total.to_confirm
    lines = [
        SignalCount("Signal, fort ou non", fr(total.signals), _query(signal="oui")),
        SignalCount("dont signal fort", fr(total.strong), _query(signal="fort"), part=True),
        SignalCount("dont confirmé", fr(total.confirmed), _query(stabilite="confirme"), part=True),
        SignalCount(
            "dont à confirmer", fr(total.to_confirm), _query(stabilite="a-confirmer"), part=True
        ),
        SignalCount(
            "dont stabilité non établie",
            fr(unsettled),
            _query(stabilite="non-etablie"),
            part=True,
        ),
        SignalCount("Sans signal", fr(total.judged - total.signals), _query(signal="sans")),
        SignalCount(
            "dont intervalle au-dessus de 1",
            fr(total.above),
            _query(signal="sans", niveau="au-dessus"),
            part=True,
        ),
        SignalCount(
            "Effectif insuffisant, non évalués",
            fr(total.prescribers - total.enough),
            _query(signal="insuffisant"),
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


def signals_by_caisse(board: Dashboard, labels: Mapping[str, str]) -> list[CaisseSignals]:
    """Empty when the perimeter has one caisse, whose signals are already counted, or no signal."""
    if len(board.caisses) < 2 or not board.total.judged:
        return []
    rows = [
        _caisse_signals(totals, short_caisse_name(totals.caisse, labels), caisse=totals.caisse)
        for totals in board.caisses
    ]
    return [*rows, _caisse_signals(board.total, "Ensemble")]


def caisses_sentence(board: Dashboard, labels: Mapping[str, str]) -> str:
    """Shares are compared, not counts: a large caisse has more of everything."""
    judged = [totals for totals in board.caisses if totals.judged]
    if not board.total.signals:
        return f"Aucun signal dans les {fr(len(board.caisses))} caisses du périmètre."
    highest = max(judged, key=lambda totals: totals.signals / totals.judged)
    share = percent(highest.signals / highest.judged, 1)
    overall = percent(board.total.signals / board.total.judged, 1)
    return (
        f"{overall} des prescripteurs évaluables portent un signal{NNBSP}; la part la plus haute "
        f"est celle de {caisse_name(highest.caisse, labels)}, {share} "
        f"({fr(highest.signals)} sur {fr(highest.judged)})."
    )


def _signal_figure(total: CaisseTotals) -> Figure:
    if not total.judged:
        return Figure("signaux", "Signaux", NOTHING, "", "non calculés")
    note = _confirmed_words(total) if total.signals else f"sur {fr(total.judged)} évaluables"
    return Figure("signaux", "Signaux", fr(total.signals), "", note)


def _confirmed_words(total: CaisseTotals) -> str:
    if not total.confirmed:
        return "aucun confirmé"
    return f"dont {counted(total.confirmed, 'confirmé', 'confirmés')}"


def _caisse_signals(totals: CaisseTotals, name: str, **caisse: str) -> CaisseSignals:
    return CaisseSignals(
        name=name,
        signals=fr(totals.signals),
        strong=fr(totals.strong),
        confirmed=fr(totals.confirmed),
        enough=fr(totals.judged),
        share=percent(totals.signals / totals.judged, 1) if totals.judged else NOTHING,
        query=_query(**caisse),
    )


def _query(**chosen: str) -> str:
    return urlencode(chosen)
