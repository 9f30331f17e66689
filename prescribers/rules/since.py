"""Since when: what the monthly runs said of a prescriber, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


YEAR = 12


@dataclass(frozen=True)
class MonthlyRun:
    """A run by the last month of its window.

    `above`: the whole interval is above 1, None where he was not compared. `signal`: None where
    the run says nothing of signals.
    """

    until: date
    above: bool | None
    signal: bool | None = None


@dataclass(frozen=True)
class Lasting:
    """What one thing was, true or not, in the runs of a year.

    It was there in `times` of the `known` ones, for the `last` time in the run of that month;
    the `unknown` runs say nothing of it.
    `since` begins the stretch that still lasts, however far back, None when it is over;
    `at_least`: the run before is not known, and it may have begun earlier.
    """

    times: int
    known: int
    unknown: int
    since: date | None
    at_least: bool
    last: date | None


def lasting(runs: Sequence[tuple[date, bool | None]]) -> Lasting:
    """Read runs from the oldest to the newest, one a month; a month may be missing.

    A stretch stops where it is false, where nobody knows (None), and where a month is missing:
    « without interruption » is said of runs that exist.
    """
    newest = runs[-1][0]
    year = [(until, there) for until, there in runs if _months(until, newest) < YEAR]
    there = [until for until, known in year if known]
    since, at_least = _stretch(runs)
    return Lasting(
        times=len(there),
        known=sum(known is not None for _, known in year),
        unknown=sum(known is None for _, known in year),
        since=since,
        at_least=at_least,
        last=max(there, default=None),
    )


def _stretch(runs: Sequence[tuple[date, bool | None]]) -> tuple[date | None, bool]:
    since: date | None = None
    for until, there in reversed(runs):
        if since is not None and _months(until, since) > 1:
            break
        if not there:
            return since, since is not None and there is None
        since = until
    return since, since is not None


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * YEAR + last.month - first.month
