"""Reading the prescribers: the perimeter comes first, so a forgotten filter is a TypeError."""

from prescribers.selectors.absent_columns import Absence, absent_columns
from prescribers.selectors.dashboard import (
    Dashboard,
    Growth,
    MonthDays,
    Received,
    Territory,
    Totals,
    dashboard,
    has_caisses,
    intervals,
    together,
)
from prescribers.selectors.directory import ListChoices, list_choices, structure_names
from prescribers.selectors.freshness import Freshness, freshness
from prescribers.selectors.groups import GROUPINGS, added, grouped
from prescribers.selectors.lines import AT_ONCE, profile_lines
from prescribers.selectors.practice import with_practice
from prescribers.selectors.profiles import (
    Comparables,
    comparables,
    profile_list,
    profile_of,
    published_run,
    run_numbered,
)


__all__ = [
    "AT_ONCE",
    "GROUPINGS",
    "Absence",
    "Comparables",
    "Dashboard",
    "Freshness",
    "Growth",
    "ListChoices",
    "MonthDays",
    "Received",
    "Territory",
    "Totals",
    "absent_columns",
    "added",
    "comparables",
    "dashboard",
    "freshness",
    "grouped",
    "has_caisses",
    "intervals",
    "list_choices",
    "profile_lines",
    "profile_list",
    "profile_of",
    "published_run",
    "run_numbered",
    "structure_names",
    "together",
    "with_practice",
]
