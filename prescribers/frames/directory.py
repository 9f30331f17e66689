"""Who the prescribers are at the end of the window, and in which months they practised."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from prescribers.frames.columns_out import fetch_arrays
from prescribers.frames.practice import Practice
from prescribers.frames.window import Window, month_number, shifted


# The attachment shown is the one open at the end of the window, else the last one to end.
PEOPLE = """
SELECT DISTINCT ON (p.rpps)
       p.rpps, p.id, p.specialty, p.name_sort, a.caisse, a.region, c.name
  FROM prescribers_prescriber p
  JOIN prescribers_attachment a ON a.prescriber_id = p.id
  LEFT JOIN prescribers_commune c ON c.code = a.commune_id
 ORDER BY p.rpps, (a.start <= %(last)s AND (a."end" IS NULL OR a."end" >= %(last)s)) DESC,
       a."end" DESC NULLS FIRST, a.start, a.caisse
"""
# An installation during the attachment delays its practice. A date outside it is that of another
# line (some feeds repeat the first installation on each) and says nothing of this one: no leave
# can be dated before an attachment either.
PRACTICE = """
SELECT p.rpps::int8,
       (extract(year FROM s.first) * 12 + extract(month FROM s.first) - 1)::int4,
       coalesce(extract(year FROM a."end") * 12 + extract(month FROM a."end") - 1, 99999)::int4
  FROM prescribers_prescriber p
  JOIN prescribers_attachment a ON a.prescriber_id = p.id
 CROSS JOIN LATERAL (SELECT CASE
       WHEN a.install_date BETWEEN a.start AND coalesce(a."end", a.install_date)
       THEN a.install_date ELSE a.start END) AS s (first)
"""
PRACTICE_COLUMNS = (("rpps", ">i8"), ("first", ">i4"), ("last", ">i4"))
ACTIVITY = """
SELECT rpps::int8, (extract(year FROM month) * 12 + extract(month FROM month) - 1)::int4,
       least(acts, 1)::int2, patients_seen
  FROM prescribers_activity
 WHERE month = ANY(%s::date[])
"""
ACTIVITY_COLUMNS = (("rpps", ">i8"), ("month", ">i4"), ("worked", ">i2"), ("seen", ">i4"))


@dataclass(frozen=True)
class Person:
    """What a profile copies from the directory."""

    prescriber_id: int
    specialty: str
    name_sort: str
    caisse: str
    region: str
    commune_name: str


@dataclass(frozen=True)
class Directory:
    """Prescribers by RPPS number, and their practice in the order of `rpps`."""

    rpps: np.ndarray
    people: tuple[Person, ...]
    practice: Practice

    def column(self, name: str) -> np.ndarray:
        return np.array([getattr(person, name) for person in self.people], dtype=str)


def read_directory(rpps: np.ndarray, window: Window) -> Directory:
    """Fetch the prescribers of a run; one with no attachment at all is an error of the import."""
    last_day = date.fromordinal(shifted(window.end, 1).toordinal() - 1)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"last": last_day})
        people = {int(number): Person(*who) for number, *who in cursor.fetchall()}
    wanted = tuple(people[number] for number in rpps.tolist())
    active = _months_of_practice(rpps, fetch_arrays(PRACTICE, [], PRACTICE_COLUMNS), window)
    told = fetch_arrays(ACTIVITY, [list(window.all_months)], ACTIVITY_COLUMNS)
    row = np.searchsorted(rpps, told["rpps"])
    known = np.append(rpps, -1)[row] == told["rpps"]
    _told_by_activity(active, told, row, known, window)
    present = np.array([month not in window.missing for month in window.months])
    months_active = (active[:, : present.size] & present).sum(axis=1)
    seen = _patients_seen(rpps.size, told, row, known, window)
    return Directory(rpps, wanted, Practice(active, months_active, seen))


def _months_of_practice(
    rpps: np.ndarray, stays: dict[str, np.ndarray], window: Window
) -> np.ndarray:
    """Where no activity file tells it, a month is active when some attachment covers it.

    The months of an arrival and of a departure both count; those between two stays do not.
    """
    months = np.array([month_number(month) for month in window.all_months])
    covered = (months >= stays["first"][:, None]) & (months <= stays["last"][:, None])
    row = np.searchsorted(rpps, stays["rpps"])
    known = np.append(rpps, -1)[row] == stays["rpps"]
    active = np.zeros((rpps.size, months.size), dtype=bool)
    np.logical_or.at(active, row[known], covered[known])
    return active


def _told_by_activity(
    active: np.ndarray,
    told: dict[str, np.ndarray],
    row: np.ndarray,
    known: np.ndarray,
    window: Window,
) -> None:
    """A month with an activity file is active for those who billed an act in it, and no other.

    The file is one for the nation: who is not in it billed nothing.
    """
    column = told["month"] - month_number(window.start)
    active[:, np.unique(column)] = False
    worked = known & (told["worked"] > 0)
    active[row[worked], column[worked]] = True


def _patients_seen(
    size: int, told: dict[str, np.ndarray], row: np.ndarray, known: np.ndarray, window: Window
) -> np.ma.MaskedArray:
    read = [month_number(month) for month in window.months if month not in window.missing]
    mine = known & np.isin(told["month"], read)
    seen = np.bincount(row[mine], told["seen"][mine], size).astype(np.int64)
    return np.ma.masked_array(seen, mask=not np.isin(read, told["month"]).all())
