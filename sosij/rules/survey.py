"""Whom the questionnaire is for, until when, and how many doctors an answer must be lost among."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.charts.numbers import add_months
from ijstats import SMALL_COUNT
from sosij.enums import Brake, Mark, SurveyKind


# Chosen by the project: the survey of 2025 is announced, its terms are not published.
OPEN_FOR = timedelta(days=60)
# Who never asked for help is not asked why twice in a year.
ASKED_AGAIN_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Targets:
    """Whom a sending would reach: the département of each doctor, by RPPS number."""

    users: Mapping[str, str]
    non_users: Mapping[str, str]

    def of(self, kind: SurveyKind) -> Mapping[str, str]:
        return self.users if kind == SurveyKind.USER else self.non_users

    def invited(self, kind: SurveyKind) -> Mapping[str, str]:
        """Nobody among fewer than eleven: an answer would have too few possible authors."""
        found = self.of(kind)
        return found if len(found) >= SMALL_COUNT else {}


@dataclass(frozen=True)
class Said:
    """What a doctor answers: marks from those who used the service, brakes from the others."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    brakes: tuple[Brake, ...] = ()
    remark: str = ""


def shown_departements(sizes: Mapping[str, int]) -> frozenset[str]:
    """The départements that an answer may name: eleven doctors or more were asked in each.

    Those left out are together none, or eleven or more: else the smallest shown joins them.
    """
    shown = {place for place, size in sizes.items() if size >= SMALL_COUNT}
    for place in sorted(shown, key=lambda one: (sizes[one], one)):
        hidden = sum(size for other, size in sizes.items() if other not in shown)
        if not 0 < hidden < SMALL_COUNT:
            break
        shown.remove(place)
    return frozenset(shown)


def closes_on(prepared: date) -> date:
    """The first day on which the links of a sending no longer work."""
    return prepared + OPEN_FOR


def last_quarter(on: date) -> tuple[date, date]:
    """The first and the last day of the last whole quarter."""
    until = quarter_of(on) - timedelta(days=1)
    return quarter_of(until), until


def quarter_of(day: date) -> date:
    """The first day of the quarter of a day."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def last_four_quarters(on: date) -> date:
    """The first day of four quarters, of which the last is that of the day."""
    return add_months(quarter_of(on), -9)


def digest_of(token: str) -> str:
    """What is kept of a token: 256 random bits need neither salt nor a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
