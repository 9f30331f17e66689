"""Who the prescribers are at the end of the window, and in which months they practised."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from prescribers.frames.window import Window, shifted


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
PRACTICE = """
SELECT p.rpps, min(coalesce(a.install_date, a.start)), max(coalesce(a."end", 'infinity'::date))
           = 'infinity'::date, max(a."end")
  FROM prescribers_prescriber p
  JOIN prescribers_attachment a ON a.prescriber_id = p.id
 GROUP BY p.rpps
"""


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
    """Prescribers by RPPS number, and their months of practice in the order of `rpps`."""

    rpps: np.ndarray
    people: tuple[Person, ...]
    active: np.ndarray

    def column(self, name: str) -> np.ndarray:
        return np.array([getattr(person, name) for person in self.people], dtype=str)


def read_directory(rpps: np.ndarray, window: Window) -> Directory:
    """Fetch the prescribers of a run; one with no attachment at all is an error of the import."""
    last_day = date.fromordinal(shifted(window.end, 1).toordinal() - 1)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"last": last_day})
        people = {int(number): Person(*who) for number, *who in cursor.fetchall()}
        cursor.execute(PRACTICE)
        practice = {int(number): bounds for number, *bounds in cursor.fetchall()}
    wanted = rpps.tolist()
    active = [_months_of_practice(practice[number], window) for number in wanted]
    return Directory(rpps, tuple(people[number] for number in wanted), np.array(active, dtype=bool))


def _months_of_practice(bounds: list, window: Window) -> list[bool]:
    """Without a monthly activity file, practice runs from installation to the last departure.

    The month of the installation and that of the departure both count.
    """
    installed, still_open, departure = bounds
    return [
        shifted(month, 1) > installed and (still_open or month <= departure)
        for month in window.all_months
    ]
