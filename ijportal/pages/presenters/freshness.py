"""The strip under the top bar: up to when the data go, and which run is shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from core.charts.numbers import add_months, date_fr, month_name, short_month


MORNING_ENDS = 12


@dataclass(frozen=True)
class Freshness:
    synthetic: bool
    last_complete_label: str = ""
    provisional_label: str = ""
    run_number: int | None = None
    run_label: str = ""
    method: str = ""
    warning: str = ""
    # What stands there instead, on the pages that show no figure of a run.
    promise: str = ""


@dataclass(frozen=True)
class PublishedRun:
    """What the strip says of a run, whatever object it was read from."""

    number: int
    method: str
    published_at: datetime
    last_complete_month: date
    provisional_months: int
    setback: str = ""


def freshness(run: PublishedRun | None, *, synthetic: bool) -> Freshness:
    """`setback`: what became of a later run (« interrompu », « retenu »); the profiles are late."""
    if run is None:
        return Freshness(synthetic=synthetic)
    published = timezone.localtime(run.published_at)
    warning = f"Calcul {run.setback}\u202f: profils du {date_fr(published)}." if run.setback else ""
    return Freshness(
        synthetic=synthetic,
        last_complete_label=month_name(run.last_complete_month),
        provisional_label=provisional_label(run.last_complete_month, run.provisional_months),
        run_number=run.number,
        run_label=night_label(published),
        method=run.method,
        warning=warning,
    )


def provisional_label(last_complete: date, count: int) -> str:
    """« sept. et oct. »."""
    words = [short_month(add_months(last_complete, i)) for i in range(1, count + 1)]
    return " et ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def night_label(published: datetime) -> str:
    """« nuit du 16 au 17/11/2026 » in the morning, else the day of the run."""
    if published.hour >= MORNING_ENDS:
        return f"le {date_fr(published)}"
    evening = published - timedelta(days=1)
    start = f"{evening.day}" if evening.month == published.month else f"{evening:%d/%m}"
    return f"nuit du {start} au {date_fr(published)}"
