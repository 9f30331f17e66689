"""How old the figures on the screen are; the same for everybody, so without a perimeter."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from core.questions import Question
from prescribers.models import Publication


SHOWN = (
    "run__number",
    "run__published_at",
    "run__method",
    "run__window_start",
    "run__window_end",
    "run__data_until",
    "run__parameters__missing_months",
)


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
    for row in _published().ask({}):
        number, published_at, method, start, end, until, missing = row
        assert published_at is not None, "the pointer only ever shows a published run"
        ahead = _months_between(end, until)
        return Freshness(
            run_number=number,
            published_at=published_at,
            method=method,
            window_start=start,
            last_complete_month=end,
            last_provisional_month=until if ahead else None,
            missing_months=tuple(map(date.fromisoformat, json.loads(missing or "[]"))),
            provisional_count=ahead,
        )
    return None


@cache
def _published() -> Question:
    return Question.of(Publication.objects.filter(id=1).values_list(*SHOWN))


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
