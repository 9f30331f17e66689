"""Where each doctor practises, with dates and patients: most have one practice, some have two."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.planting import day_of_change
from ijportal.demo.structures import Structure
from ijportal.demo.territory import Territory


SECOND_CAISSE_SHARE = 0.35  # of the patients of a doctor who has two caisses
CENTRE_SHARE = 0.3  # of the patients of a doctor who also works in a centre
NOWHERE = -1
FAR_END = np.datetime64("2999-12-31", "D")


@dataclass(frozen=True)
class Practice:
    """`attached`: it has its own line in the caisse's extract."""

    doctor: int
    departement: int
    iris: int
    caisse: str
    start: date
    end: date | None
    end_reason: str
    mode: str
    structure: int
    patients: int
    attached: bool = True


@dataclass(frozen=True)
class PracticeTable:
    """The practices of a département, or of a region, by columns."""

    index: np.ndarray  # position among those of the region
    doctor: np.ndarray
    iris: np.ndarray
    start: np.ndarray
    after: np.ndarray  # the day after the last one
    structure: np.ndarray
    patients: np.ndarray

    def __len__(self) -> int:
        return len(self.doctor)


def table_of(practices: list[Practice], departement: int | None = None) -> PracticeTable:
    here = [(i, p) for i, p in enumerate(practices) if departement in (None, p.departement)]
    end = np.array([p.end or FAR_END for _, p in here], "M8[D]")
    return PracticeTable(
        index=np.array([i for i, _ in here], np.int64),
        doctor=np.array([p.doctor for _, p in here], np.int64),
        iris=np.array([p.iris for _, p in here], np.int64),
        start=np.array([p.start for _, p in here], "M8[D]"),
        after=end + 1,
        structure=np.array([p.structure for _, p in here], np.int64),
        patients=np.array([p.patients for _, p in here], np.int64),
    )


@dataclass(frozen=True)
class Places:
    """What a practice may be in: the départements of a region, their caisses and centres."""

    territories: list[Territory]
    caisses: list[np.ndarray]  # of each IRIS
    structures: list[Structure]

    def centres(self, departement: int) -> list[int]:
        return [
            i
            for i, s in enumerate(self.structures)
            if s.kind == "CDS" and s.departement == departement and s.closed is None
        ]


def draw_practices(
    rng: np.random.Generator, doctors: Doctors, places: Places, calendar: Calendar
) -> list[Practice]:
    draws = _Draws(
        day=day_of_change(rng, calendar, len(doctors)),
        place=rng.random((len(doctors), 3)),
    )
    return [
        practice
        for i in range(len(doctors))
        for practice in _practices_of(_first(doctors, places, i), doctors, places, draws, i)
    ]


@dataclass(frozen=True)
class _Draws:
    day: np.ndarray
    place: np.ndarray


def _first(doctors: Doctors, places: Places, i: int) -> Practice:
    where, iris = int(doctors.departement[i]), int(doctors.iris[i])
    return Practice(
        doctor=i,
        departement=where,
        iris=iris,
        caisse=str(places.caisses[where][iris]),
        start=doctors.installed[i].item(),
        end=doctors.end[i].item(),
        end_reason=str(doctors.end_reason[i]),
        mode=str(doctors.mode[i]),
        structure=NOWHERE,
        patients=int(doctors.list_size[i]),
    )


def _practices_of(
    first: Practice, doctors: Doctors, places: Places, draws: _Draws, i: int
) -> Iterator[Practice]:
    profile, day, u = str(doctors.profile[i]), draws.day[i].item(), draws.place[i]
    if first.mode == "SAL":
        yield _in_centre(first, places, u[0])
    elif profile in ("demenagement", "demenagement_autre_caisse"):
        yield replace(first, end=day - timedelta(days=1), end_reason="DEPART")
        yield replace(_elsewhere(first, places, u, far=profile != "demenagement"), start=day)
    elif profile == "deux_caisses":
        second = round(first.patients * SECOND_CAISSE_SHARE)
        there = _elsewhere(first, places, u, far=True)
        yield replace(first, patients=first.patients - second)
        # The older attachment is the minor one: leaves are dated into the latest that is open.
        yield replace(there, patients=second, start=first.start - timedelta(days=400))
    elif profile == "liberal_et_centre" or first.mode == "MIX":
        second = round(first.patients * CENTRE_SHARE)
        centre = _in_centre(first, places, u[0])
        yield replace(first, mode="MIX", patients=first.patients - second)
        yield replace(centre, patients=second, attached=False)
    else:
        yield first


def _in_centre(first: Practice, places: Places, u: float) -> Practice:
    """A centre of the same caisse: nobody is there before it opened."""
    centres = [
        c for c in places.centres(first.departement) if places.structures[c].caisse == first.caisse
    ]
    if not centres:
        return first
    chosen = centres[int(u * len(centres))]
    centre = places.structures[chosen]
    start = max(first.start, centre.opened)
    return replace(first, iris=centre.iris, start=start, structure=chosen)


def _elsewhere(first: Practice, places: Places, u: np.ndarray, *, far: bool) -> Practice:
    """Another IRIS of the département, or another département of the region."""
    others = [d for d in range(len(places.territories)) if d != first.departement]
    where = others[int(u[1] * len(others))] if far and others else first.departement
    people = np.cumsum(places.territories[where].iris_population)
    iris = int(np.searchsorted(people, u[2] * people[-1], side="right"))
    caisse = str(places.caisses[where][iris])
    return replace(first, departement=where, iris=iris, caisse=caisse)
