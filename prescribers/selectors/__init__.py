"""Reading the prescribers: the perimeter comes first, so a forgotten filter is a TypeError."""

from prescribers.selectors.absent_columns import Absence, absent_columns
from prescribers.selectors.dashboard import CaisseTotals, Dashboard, MonthDays, dashboard
from prescribers.selectors.directory import ListChoices, list_choices
from prescribers.selectors.freshness import Freshness, freshness
from prescribers.selectors.profiles import (
    SORTS,
    Comparables,
    ListCriteria,
    comparables,
    profile_list,
    profile_of,
    published_run,
)


__all__ = [
    "SORTS",
    "Absence",
    "CaisseTotals",
    "Comparables",
    "Dashboard",
    "Freshness",
    "ListChoices",
    "ListCriteria",
    "MonthDays",
    "absent_columns",
    "comparables",
    "dashboard",
    "freshness",
    "list_choices",
    "profile_list",
    "profile_of",
    "published_run",
]
