"""The charts of the report: the same published counts, drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.charts import (
    DelayDeciles,
    MonthOfParts,
    StackedMonths,
    StructureBars,
    StructureRow,
)
from core.charts.drawn import Drawn
from core.charts.numbers import fr, month_name, percent
from prescribers.presenters.disclosure import HIDDEN
from sosij.enums import Motive
from sosij.presenters import report_counts as keys
from sosij.presenters.report import OUTCOME_WORDS, delay_words, enough_deciles, ranked
from sosij.presenters.report_counts import Counts
from sosij.rules.clock import ServiceLevel
from sosij.rules.outcomes import FOLLOW_UP
from sosij.rules.report import Report


OFFICE_DAY = 9 * 3600


@dataclass(frozen=True)
class ReportFigure:
    title: str
    chart: Drawn
    width: float


# Half a page; the names of the bars stand above them.
WIDTH, NARROW = 460, 396


def report_figures(
    report: Report, shown: Counts, level: ServiceLevel
) -> Mapping[str, ReportFigure]:
    """By the name of their address, in the order of the page."""
    charts: dict[str, Drawn] = {
        **{f"issues-{horizon}": _outcomes(horizon, shown) for horizon in FOLLOW_UP.horizons},
        "mois": _months(report, shown),
        "motifs": _motives(shown),
        "delais": _delays(report, shown, level),
    }
    return {
        name: ReportFigure(
            chart.title, chart, NARROW if isinstance(chart, StructureBars) else WIDTH
        )
        for name, chart in charts.items()
    }


def _outcomes(horizon: int, shown: Counts) -> StructureBars:
    told = [(words, shown["issue", horizon, code]) for code, words in OUTCOME_WORDS.items()]
    total = shown[keys.ANSWERED]
    return StructureBars(
        _bars(told, total),
        sentence=f"De {_whole(total, 'demandes répondues')}, ce qu’on en sait.",
        title=f"À {horizon} jours de la réponse",
        first_column="Devenir",
        count_column="Demandes",
        name="part des demandes répondues",
    )


def _motives(shown: Counts) -> StructureBars:
    cells = [(str(motive.label), shown["motif", motive.value]) for motive in Motive]
    total = shown[keys.RECEIVED]
    lines = ranked(cells)
    (first, most), *_ = lines
    leading = f"«\u202f{first}\u202f» vient en tête" if most else ""
    share = f", {percent(most / total)} des demandes." if most and total else ""
    return StructureBars(
        _bars(lines, total),
        sentence=f"{leading}{share}",
        title="Motifs, du plus fréquent au plus rare",
        first_column="Motif",
        count_column="Demandes",
        name="part des demandes reçues",
    )


def _bars(cells: list[tuple[str, int | None]], total: int | None) -> list[StructureRow]:
    return [
        StructureRow(
            name,
            HIDDEN if count is None else fr(count),
            None if count is None or not total else count / total,
        )
        for name, count in cells
    ]


def _months(report: Report, shown: Counts) -> StackedMonths:
    """Every month of the period: one without a request is a zero, not a gap."""
    _, places = keys.months_and_places(report)
    months = report.period.months
    values = [
        MonthOfParts(
            tuple(shown.get(("mois", month, place), 0) for place in places),
            shown.get(("mois", month), 0),
        )
        for month in months
    ]
    return StackedMonths(
        start=months[0],
        names=places,
        values=values,
        unit="demandes reçues",
        sentence=_highest(months, values),
        title="Demandes par mois",
    )


def _highest(months: list[date], values: list[MonthOfParts]) -> str:
    """« Le plus haut : juillet 2026, 82 demandes. »."""
    known = [
        (value.total, month) for value, month in zip(values, months, strict=True) if value.total
    ]
    if not known:
        return ""
    most, month = max(known)
    return f"Le plus haut\u202f: {month_name(month)}, {fr(most)} demandes."


def _delays(report: Report, shown: Counts, level: ServiceLevel) -> DelayDeciles:
    found = enough_deciles(report, shown)
    words = [delay_words(seconds) for seconds in found]
    said = ""
    if len(found) > 1:
        half, most = words[4], words[-1]
        said = f"La moitié des réponses part en {half} ou moins, neuf sur dix en {most} ou moins."
    elif found:
        said = f"La moitié des réponses part en {words[0]} ou moins."
    return DelayDeciles(
        days=[seconds / OFFICE_DAY for seconds in found],
        words=words,
        promised=level.days,
        promise=f"promis\u202f: {level.words}",
        sentence=said,
    )


def _whole(count: int | None, words: str) -> str:
    return words if count is None else f"{fr(count)} {words}"
