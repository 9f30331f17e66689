"""Where each doctor has practised, with dates: one practice, or two for those who moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ijportal.demo import reference
from ijportal.demo.doctors import Doctors
from ijportal.demo.territory import Territory


@dataclass(frozen=True)
class Practice:
    doctor: int
    iris: int
    caisse: str
    start: date
    end: date | None
    end_reason: str


def practices(doctors: Doctors, territory: Territory) -> list[Practice]:
    caisses = _caisse_of_departement()
    departement = territory.departement_of_iris
    return [
        Practice(i, iris, caisses[departement[iris]], start, end, reason)
        for i in range(len(doctors))
        for iris, start, end, reason in _stays(doctors, i)
    ]


def _stays(doctors: Doctors, i: int) -> Iterator[tuple[int, date, date | None, str]]:
    start, first = doctors.installed[i].item(), int(doctors.iris[i])
    if not np.isnat(doctors.moved_on[i]):
        moved = doctors.moved_on[i].item()
        yield first, start, moved - timedelta(days=1), "DEPART"
        start, first = moved, int(doctors.moved_to[i])
    yield first, start, doctors.end[i].item(), str(doctors.end_reason[i])


def _caisse_of_departement() -> dict[str, str]:
    """The largest caisse where a département has several."""
    rows = reference.rows("caisses/caisses_regime_general.csv")
    rows.sort(key=lambda row: int(row["beneficiaires_2014"] or 0))
    return {row["departement"]: row["code_organisme"] for row in rows}
