"""The period of a run in words: one period and one denominator a page, written under its title."""

from core.charts.months import span_words
from core.charts.numbers import NBSP, add_months, date_fr, month_name
from prescribers.models import ProfileRun


def window_length(run: ProfileRun) -> int:
    start, end = run.window_start, run.window_end
    return (end.year - start.year) * 12 + end.month - start.month + 1


def window_words(run: ProfileRun) -> str:
    """« 12 mois complets, de septembre 2025 à août 2026 »."""
    length = window_length(run)
    words = span_words([add_months(run.window_start, i) for i in range(length)])
    return f"{length} mois complets, {words}" if length > 1 else f"1 mois complet, {words}"


def run_words(run: ProfileRun) -> str:
    """« Calcul n° 12 du 01/03/2026, méthode v1, données jusqu’en février 2026 »."""
    computed = f" du {date_fr(run.computed_at)}" if run.computed_at else ""
    until = month_name(run.data_until)
    return f"Calcul n°{NBSP}{run.number}{computed}, méthode {run.method}, données jusqu’en {until}"
