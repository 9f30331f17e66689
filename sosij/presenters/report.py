"""The report in words and tables, whose small counts are hidden (`report_counts`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.charts.numbers import fr, month_name, percent
from ijstats import publish
from prescribers.presenters.disclosure import HIDDEN
from prescribers.presenters.words import counted
from sosij.enums import Desk, Level, Motive, Outcome
from sosij.presenters import report_counts as keys
from sosij.presenters.clock import span_words
from sosij.presenters.report_counts import Counts, Key
from sosij.rules.outcomes import FOLLOW_UP
from sosij.rules.report import ENOUGH_FOR_DECILES, ENOUGH_FOR_MEDIAN, Period, Recourse, Report


DAY = timedelta(hours=9)
OUTCOME_WORDS = {outcome.value: str(outcome.label) for outcome in Outcome} | {
    keys.UNTOLD: "Demandée, sans réponse",
    keys.UNASKED: "Pas encore demandée",
}
POPULATION = "Les demandes reçues dans la période et qualifiées."
ANSWERED = "Parmi elles, celles qui ont une réponse."


@dataclass(frozen=True)
class ReportTable:
    """A table of words: the first cell of each row names it."""

    ident: str
    title: str
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_tables(report: Report, shown: Counts) -> list[ReportTable]:
    """Every table of the page, and of its file."""
    return [
        _outcomes(shown),
        _months(report, shown),
        _kinds("motifs", "Motifs", "Le motif qui oriente la demande.", ("motif", Motive), shown),
        _delays(shown),
        _deciles(report, shown),
        _kinds("niveaux", "Niveaux", "1 première réponse, 2 expert.", ("niveau", Level), shown),
        _kinds(
            "guichets", "Guichets", "Où la demande se trouve aujourd’hui.", ("guichet", Desk), shown
        ),
        _recourse(report.recourse),
    ]


def outcome_sentence(shown: Counts) -> str:
    """« À 90 jours, on sait ce que sont devenues 120 situations sur 300 : reprise du travail… »."""
    for horizon in reversed(FOLLOW_UP.horizons):
        told = [(shown["issue", horizon, code], code) for code in Outcome.values]
        known = [(count, code) for count, code in told if count]
        if not known:
            continue
        known.sort(key=lambda pair: (-pair[0], pair[1]))
        words = ", ".join(f"{OUTCOME_WORDS[code].lower()} {fr(count)}" for count, code in known)
        masked = "\u202f; le reste est masqué, trop peu nombreux" * (None in dict(told))
        return f"À {horizon} jours de la réponse\u202f: {words}{masked}."
    return (
        "On ne le sait pas encore\u202f: il faut onze situations dites au moins, "
        "30 ou 90 jours après la réponse."
    )


def report_sentence(report: Report, shown: Counts) -> str:
    """« De janvier à novembre 2026, 400 demandes, 377 répondues, dont 86 % dans le délai. »."""
    span = period_words(report.period)
    received, answered = shown[keys.RECEIVED], shown[keys.ANSWERED]
    if not received:
        few = "moins de onze demandes" if received is None else "aucune demande"
        return f"{span}, {few}."
    if not answered:
        return f"{span}, {counted(received, 'demande', 'demandes')}."
    done = counted(answered, "répondue", "répondues")
    in_time = shown[keys.IN_TIME]
    late = "" if in_time is None else f", dont {percent(in_time / answered)} dans le délai"
    return f"{span}, {counted(received, 'demande', 'demandes')}, {done}{late}."


def period_words(period: Period) -> str:
    """« De décembre 2025 à novembre 2026, département 06 »."""
    first, last = month_name(period.first), month_name(period.last)
    span = f"{'D’' if first[0] in 'ao' else 'De '}{first} à {last}"
    if period.first == period.last:
        span = f"{first[:1].upper()}{first[1:]}"
    return f"{span}, département {period.departement}" if period.departement else span


def enough_deciles(report: Report, shown: Counts) -> tuple[float, ...]:
    """The nine, the median alone, or nothing: eleven answers at least in each class.

    The quantile of a handful of answers is the delay of one of them.
    """
    answered = shown[keys.ANSWERED] or 0
    if answered >= ENOUGH_FOR_DECILES:
        return report.totals.deciles
    return report.totals.deciles[4:5] if answered >= ENOUGH_FOR_MEDIAN else ()


def delay_words(seconds: float) -> str:
    return span_words(timedelta(seconds=round(seconds)), DAY)


def _outcomes(shown: Counts) -> ReportTable:
    rows = [
        (words, *(_figure(shown["issue", horizon, code]) for horizon in FOLLOW_UP.horizons))
        for code, words in OUTCOME_WORDS.items()
    ]
    total = ("Ensemble", *(_figure(shown[keys.ANSWERED]) for _ in FOLLOW_UP.horizons))
    return ReportTable(
        ident="issues",
        title="Que sont devenues les situations\u202f?",
        sentence=f"Ce que les médecins ou les guichets en ont dit. {POPULATION} {ANSWERED}",
        header=("Devenir", *(f"À {days} jours" for days in FOLLOW_UP.horizons)),
        rows=(*rows, total),
    )


def _delays(shown: Counts) -> ReportTable:
    named: tuple[tuple[str, Key, Key | None], ...] = (
        ("Reçues", keys.RECEIVED, None),
        ("Répondues", keys.ANSWERED, keys.RECEIVED),
        ("Classées sans réponse", keys.DROPPED, keys.RECEIVED),
        ("Encore ouvertes", keys.OPEN, keys.RECEIVED),
        ("Répondues dans le délai", keys.IN_TIME, keys.ANSWERED),
        ("Répondues hors délai", keys.LATE, keys.ANSWERED),
        ("Répondues par téléphone", keys.BY_PHONE, keys.ANSWERED),
        ("Répondues par écrit", keys.WRITTEN, keys.ANSWERED),
    )
    rows = tuple(
        (name, _figure(shown[key]), _share(shown[key], shown[whole]) if whole else "")
        for name, key, whole in named
    )
    return ReportTable(
        "etats",
        "Réponses",
        "Part des demandes reçues, puis de celles qui ont une réponse.",
        ("État", "Demandes", "Part"),
        rows,
    )


def _deciles(report: Report, shown: Counts) -> ReportTable:
    found = enough_deciles(report, shown)
    names = [f"P{10 * tenth}" for tenth in range(1, 10)] if len(found) > 1 else ["P50, médiane"]
    rows = tuple(
        (name.replace("P50", "P50, médiane") if len(found) > 1 else name, delay_words(seconds))
        for name, seconds in zip(names, found, strict=False)
    )
    return ReportTable(
        "delais",
        "Délai de réponse",
        "Temps net, en jours et heures de service, suspensions ôtées, figé à la réponse.",
        ("Décile", "Temps net"),
        rows,
    )


def _kinds(
    ident: str,
    title: str,
    sentence: str,
    kind: tuple[str, type[Motive] | type[Level] | type[Desk]],
    shown: Counts,
) -> ReportTable:
    name, words = kind
    cells = [(str(word.label), shown[name, word.value]) for word in words]
    total = shown[keys.RECEIVED]
    lines = [(label, _figure(count), _share(count, total)) for label, count in ranked(cells)]
    header = (title.removesuffix("x").removesuffix("s"), "Demandes", "Part")
    return ReportTable(
        ident,
        title,
        f"{sentence} {POPULATION}",
        header,
        (*lines, ("Ensemble", _figure(total), "")),
    )


def ranked(cells: Iterable[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """The largest first, those hidden last, in their own order: it must not tell them apart."""
    return sorted(cells, key=lambda cell: (cell[1] is None, -(cell[1] or 0)))


def _months(report: Report, shown: Counts) -> ReportTable:
    _, places = keys.months_and_places(report)
    several = places if len(places) > 1 else []
    rows = tuple(
        (
            month_name(month),
            *(_figure(shown.get(("mois", month, place), 0)) for place in several),
            _figure(shown.get(("mois", month), 0)),
        )
        for month in report.period.months
    )
    return ReportTable(
        "mois",
        "Demandes par mois",
        f"Selon le jour de réception et le département. {POPULATION}",
        ("Mois", *several, "Ensemble"),
        rows,
    )


def _recourse(found: Sequence[Recourse]) -> ReportTable:
    """Doctors and not requests: a population of its own, with no total of the others."""
    rows = tuple(
        (
            line.departement,
            _figure(publish(line.askers)),
            _figure(publish(line.targeted)),
            _part_of(line.askers, line.targeted),
        )
        for line in found
    )
    return ReportTable(
        "recours",
        "Taux de recours",
        "Médecins dont une demande est comptée ici, parmi ceux à qui le service est ouvert.",
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
        if value
    ]


def _figure(count: int | None) -> str:
    return HIDDEN if count is None else fr(count)


def _share(part: int | None, whole: int | None) -> str:
    """Of shown counts only: the share of a hidden one would give it back."""
    if part is None or whole is None:
        return HIDDEN
    return percent(part / whole, 1) if whole else ""


def _part_of(part: int, whole: int) -> str:
    """A share of hidden counts is hidden too: it would give them back."""
    if part > whole or not whole:
        return "sans objet"
    if publish(part) is None or publish(whole) is None or publish(whole - part) is None:
        return HIDDEN
    return percent(part / whole, 1)
