"""One page of the list and its place in the whole, in one statement whatever the depth.

The address names the last prescriber read (`apres`) or the first one (`avant`): his RPPS number,
which says nothing, where the value of a figure would say it. What he is placed by is looked up in
the run and the perimeter, even when a filter no longer keeps him; an unknown number is ignored.

The rows that answer are found once, with the four columns that place and count them, then counted,
ranked and cut: 60 000 of them are 30 ms, the first page and the last alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from prescribers.filters.order import place
from prescribers.models import Profile
from prescribers.selectors import AT_ONCE


PER_PAGE = AT_ONCE
LAST = "fin"

FOUND = "found (rpps, place, name_sort, enough) AS MATERIALIZED ({rows})"
MARK = ", mark (rpps, place, name_sort, enough) AS MATERIALIZED ({row})"
# Nulls last both ways: what has no figure stands after all that has one.
AFTER = """coalesce(
    (f.place IS NULL) > (m.place IS NULL) OR (f.place IS NULL) = (m.place IS NULL)
    AND (f.place {beyond} m.place
         OR f.place IS NOT DISTINCT FROM m.place AND (f.name_sort, f.rpps) > (m.name_sort, m.rpps)),
    false)"""
PAGE = """
SELECT count(*), count(*) FILTER (WHERE NOT f.enough), {done},
       ARRAY(SELECT f.rpps FROM found f{marked}{where}
              ORDER BY f.place {way} NULLS {nulls}, f.name_sort {rising}, f.rpps {rising}
              LIMIT {limit})
  FROM found f{marked}"""
LAST_ROWS = "(SELECT mod(greatest(count(*), 1) - 1, {size}) + 1 FROM found)"


@dataclass(frozen=True)
class Cursor:
    """Where a page begins or ends: `after` and `before` are RPPS numbers, at most one is given."""

    after: str = ""
    before: str = ""

    @classmethod
    def from_address(cls, address: Mapping[str, str]) -> "Cursor":
        after, before = address.get("apres", ""), address.get("avant", "")
        if after.isdecimal():
            return cls(after=after)
        return cls(before=before) if before == LAST or before.isdecimal() else cls()


@dataclass(frozen=True)
class KeysetPage:
    """`rpps` in the order of the page; `before` rows stand before it, of `total`."""

    rpps: tuple[str, ...]
    before: int
    total: int
    insufficient: int

    @property
    def number(self) -> int:
        return self.before // PER_PAGE + 1


def keyset_page(
    found: QuerySet[Profile], everyone: QuerySet[Profile], sort: str, cursor: Cursor
) -> KeysetPage:
    """`found` answers the filters; `everyone` is the run inside the perimeter."""
    mark = None
    if cursor.after or cursor.before not in {"", LAST}:
        mark = everyone.filter(rpps=cursor.after or cursor.before)
    backwards = bool(cursor.before)
    try:
        total, insufficient, done, rpps = _asked(found, mark, sort, backwards=backwards)
    except EmptyResultSet:
        # A perimeter of no caisse: Django knows that nothing answers, and asks nothing.
        return KeysetPage((), 0, 0, 0)
    if mark is not None and done is None:
        return keyset_page(found, everyone, sort, Cursor())
    if not backwards:
        if total and not rpps:
            return keyset_page(found, everyone, sort, Cursor(before=LAST))
        return KeysetPage(tuple(rpps), done or 0, total, insufficient)
    before = (total if done is None else done) - len(rpps)
    if before <= 0 and len(rpps) < min(PER_PAGE, total):
        # Less than a page before the mark: the first page, whole.
        return keyset_page(found, everyone, sort, Cursor())
    return KeysetPage(tuple(reversed(rpps)), before, total, insufficient)


def _asked(
    found: QuerySet[Profile], mark: QuerySet[Profile] | None, sort: str, *, backwards: bool
) -> tuple[int, int, int | None, list[str]]:
    """Total, insufficient, rows before the page's edge (None without a mark), RPPS numbers."""
    rows, given = _placed(found, sort)
    marks, marked_by = _placed(mark, sort) if mark is not None else ("", ())
    descending = sort.startswith("-")
    after = AFTER.format(beyond="<" if descending else ">")
    edge = f"NOT {after} AND f.rpps <> m.rpps" if backwards else after
    page = PAGE.format(
        done=_done(edge if backwards else f"NOT {after}", marked=mark is not None),
        marked=" LEFT JOIN mark m ON true" if mark is not None else "",
        where=f" WHERE {edge}" if mark is not None else "",
        way="DESC" if descending != backwards else "ASC",
        nulls="FIRST" if backwards else "LAST",
        rising="DESC" if backwards else "ASC",
        limit=LAST_ROWS.format(size=PER_PAGE) if backwards and mark is None else PER_PAGE,
    )
    known = MARK.format(row=marks) if mark is not None else ""
    with connection.cursor() as database:
        database.execute(f"WITH {FOUND.format(rows=rows)}{known}{page}", [*given, *marked_by])
        total, insufficient, done, rpps = database.fetchone()
    return total, insufficient, done, rpps


def _done(condition: str, *, marked: bool) -> str:
    if not marked:
        return "NULL"
    return f"CASE WHEN EXISTS (SELECT FROM mark) THEN count(*) FILTER (WHERE {condition}) END"


def _placed(profiles: QuerySet[Profile], sort: str) -> tuple[str, tuple[Any, ...]]:
    columns = profiles.order_by().annotate(place=place(sort))
    return columns.values_list("rpps", "place", "name_sort", "enough").query.sql_with_params()
