"""Which counts of the report may be shown: all its tables together, as they share their totals.

The whole report has one population, the requests received in the period and qualified, and a part
of it, those answered. By month and département, by motive, level and desk, by state, each table
adds up to the first; in time or not, by phone or not, and the outcome at each horizon with a line
for those not asked yet, to the second. Before, some tables counted what others did not: the five
requests that waited to be qualified were 354 received less 349 qualified. A line for them in each
table hid them at the cost of a level or a desk, so they enter the report once they are qualified.

A small count hidden in one table alone would be given back by another one with the same total. So
the sums of every table go into one system (`ijstats.publish_linked`), where a shared count is
hidden everywhere or nowhere, and no combination of what is shown gives a hidden count of 1 to 10.

It holds for one page. Whoever compares two periods, or the page of one day with that of the next,
may still subtract: the readings are in the journal, with their period.
"""

from collections.abc import Mapping
from typing import Any

from ijstats import Sum, publish_linked
from sosij.enums import Desk, Level, Motive, Outcome
from sosij.rules.outcomes import FOLLOW_UP
from sosij.rules.report import Report


Key = tuple[Any, ...]
Counts = Mapping[Key, int | None]
RECEIVED, ANSWERED, DROPPED, OPEN = ("reçues",), ("répondues",), ("classées",), ("ouvertes",)
IN_TIME, LATE, BY_PHONE, WRITTEN = ("à temps",), ("tard",), ("téléphone",), ("écrit",)
UNTOLD, UNASKED = "", "pas demandée"
OUTCOMES = (*Outcome.values, UNTOLD, UNASKED)
KINDS = (("motif", Motive), ("niveau", Level), ("guichet", Desk))


def shown_counts(report: Report) -> Counts:
    """Every count of the page by key, None where hidden."""
    counts = _counts(report)
    sums = [
        Sum((ANSWERED, DROPPED, OPEN), RECEIVED),
        Sum((IN_TIME, LATE), ANSWERED),
        Sum((BY_PHONE, WRITTEN), ANSWERED),
        *(Sum(tuple((kind, word.value) for word in words), RECEIVED) for kind, words in KINDS),
        *(
            Sum(tuple(("issue", horizon, code) for code in OUTCOMES), ANSWERED)
            for horizon in FOLLOW_UP.horizons
        ),
        *_month_sums(report),
    ]
    return publish_linked(counts, sums)


def months_and_places(report: Report) -> tuple[list[Any], list[str]]:
    """The rows and the columns of the table of months."""
    return sorted({month for _, month in report.months}), sorted({p for p, _ in report.months})


def _counts(report: Report) -> dict[Key, int]:
    totals = report.totals
    kinds: dict[str, Mapping[Any, int]] = {
        "motif": report.motives,
        "niveau": report.levels,
        "guichet": report.desks,
    }
    found: dict[Key, int] = {
        RECEIVED: totals.received,
        ANSWERED: totals.answered,
        DROPPED: totals.dropped,
        OPEN: totals.open,
        IN_TIME: totals.in_time,
        LATE: totals.answered - totals.in_time,
        BY_PHONE: totals.by_phone,
        WRITTEN: totals.answered - totals.by_phone,
    }
    for kind, words in KINDS:
        found |= {(kind, word.value): kinds[kind].get(word.value, 0) for word in words}
    for horizon in FOLLOW_UP.horizons:
        asked = {code: report.outcomes.get((horizon, code), 0) for code in OUTCOMES}
        asked[UNASKED] = totals.answered - sum(asked.values())
        found |= {("issue", horizon, code): count for code, count in asked.items()}
    return found | _month_counts(report)


def _month_counts(report: Report) -> dict[Key, int]:
    months, places = months_and_places(report)
    found: dict[Key, int] = {
        ("mois", month, place): report.months.get((place, month), 0)
        for month in months
        for place in places
    }
    found |= {
        ("mois", month): sum(found["mois", month, place] for place in places) for month in months
    }
    return found | {
        ("place", place): sum(found["mois", month, place] for month in months) for place in places
    }


def _month_sums(report: Report) -> list[Sum]:
    months, places = months_and_places(report)
    rows = [Sum(tuple(("mois", month, p) for p in places), ("mois", month)) for month in months]
    columns = [
        Sum(tuple(("mois", month, place) for month in months), ("place", place)) for place in places
    ]
    ends = (tuple(("mois", month) for month in months), tuple(("place", p) for p in places))
    return [*rows, *columns, *(Sum(parts, RECEIVED) for parts in ends)] if months else []
