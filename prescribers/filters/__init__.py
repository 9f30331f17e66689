"""How the list of prescribers is cut, ordered and paged."""

from prescribers.filters.conditions import filtered, most_restrictive, values_of
from prescribers.filters.keyset import PER_PAGE, Cursor, KeysetPage, keyset_page
from prescribers.filters.labels import caisse_labels, place_labels
from prescribers.filters.order import DEFAULT_SORT, SORT_NAMES, known_sort, ordered


__all__ = [
    "DEFAULT_SORT",
    "PER_PAGE",
    "SORT_NAMES",
    "Cursor",
    "KeysetPage",
    "caisse_labels",
    "filtered",
    "keyset_page",
    "known_sort",
    "most_restrictive",
    "ordered",
    "place_labels",
    "values_of",
]
