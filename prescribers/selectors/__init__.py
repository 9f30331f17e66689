"""Reading the prescribers: the perimeter comes first, so a forgotten filter is a TypeError."""

from prescribers.selectors.dashboard import CaisseTotals, Dashboard, MonthDays, dashboard
from prescribers.selectors.directory import ListChoices, list_choices
from prescribers.selectors.freshness import Freshness, freshness
from prescribers.selectors.profiles import (
    SORTS,
    ListCriteria,
    group_size,
    profile_list,
    profile_of,
    published_run,
)


__all__ = [
    "SORTS",
    "CaisseTotals",
    "Dashboard",
    "Freshness",
    "ListChoices",
    "ListCriteria",
    "MonthDays",
    "dashboard",
    "freshness",
    "group_size",
    "list_choices",
    "profile_list",
    "profile_of",
    "published_run",
]
