"""How old the figures on the screen are; the same for everybody, so without a perimeter."""

from dataclasses import dataclass
from datetime import date, datetime

from prescribers.models import Publication


@dataclass(frozen=True)
class Freshness:
    """The published run: its window, the months still filling up, its number and its date."""

    run_number: int
    published_at: datetime
    method: str
    window_start: date
    last_complete_month: date
    last_provisional_month: date | None
    missing_months: tuple[date, ...]
    provisional_count: int


def freshness() -> Freshness | None:
    """None before the first night."""
    pointer = Publication.objects.select_related("run").filter(id=1).first()
    if pointer is None:
        return None
    run = pointer.run
    assert run.published_at is not None, "the pointer only ever shows a published run"
    ahead = _months_between(run.window_end, run.data_until)
    return Freshness(
        run_number=run.number,
        published_at=run.published_at,
        method=run.method,
        window_start=run.window_start,
        last_complete_month=run.window_end,
        last_provisional_month=run.data_until if ahead else None,
        missing_months=tuple(
            date.fromisoformat(month) for month in run.parameters.get("missing_months", ())
        ),
        provisional_count=ahead,
    )


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
