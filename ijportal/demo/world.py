"""Everything drawn before the first leave: a region, then each of its départements."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ijportal.demo import planting
from ijportal.demo.caisses import caisse_of_iris
from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors, draw_doctors, together
from ijportal.demo.lists import Patients, draw_patients
from ijportal.demo.memberships import Membership, draw_memberships
from ijportal.demo.practices import Places, Practice, PracticeTable, draw_practices, table_of
from ijportal.demo.presence import Presence, draw_presence
from ijportal.demo.scales import Part, region_of_departement
from ijportal.demo.streams import stream
from ijportal.demo.structures import closed_centre, draw_companies, draw_structures
from ijportal.demo.territory import Territory, build_territory


@dataclass(frozen=True)
class Region:
    """Doctors move inside it; no patient is drawn yet."""

    seed: int
    code: str
    calendar: Calendar
    parts: tuple[Part, ...]
    places: Places
    doctors: Doctors
    practices: list[Practice]
    memberships: list[Membership]
    presence: Presence


@dataclass(frozen=True)
class World:
    """One département with its patients; the doctors are those of the region."""

    region: Region
    part: Part
    territory: Territory
    practices: PracticeTable
    patients: Patients

    @property
    def seed(self) -> int:
        return self.region.seed

    @property
    def calendar(self) -> Calendar:
        return self.region.calendar

    @property
    def doctors(self) -> Doctors:
        return self.region.doctors


def draw_region(seed: int, calendar: Calendar, parts: tuple[Part, ...], *, spread: float) -> Region:
    code = region_of_departement().get(parts[0].departement, "")
    names = [part.departement for part in parts]
    territories = [build_territory(stream(seed, "territory", d), (d,)) for d in names]
    caisses = [caisse_of_iris(t, d) for t, d in zip(territories, names, strict=True)]
    doctors = together(
        [
            _doctors_of(seed, territory, calendar, parts, position=i, spread=spread)
            for i, territory in enumerate(territories)
        ]
    )
    data_until = calendar.days[-1].item()
    places = _places(seed, code, names, territories, caisses, doctors, calendar)
    practices = draw_practices(stream(seed, "practices", code), doctors, places, calendar)
    memberships = draw_memberships(
        stream(seed, "memberships", code), doctors, practices, places, data_until=data_until
    )
    presence = draw_presence(stream(seed, "presence", code), doctors, practices, calendar)
    return Region(seed, code, calendar, parts, places, doctors, practices, memberships, presence)


def _doctors_of(
    seed: int,
    territory: Territory,
    calendar: Calendar,
    parts: tuple[Part, ...],
    *,
    position: int,
    spread: float,
) -> Doctors:
    part = parts[position]
    where = part.departement
    drawn = draw_doctors(
        stream(seed, "doctors", where), territory, calendar, part, position=position, spread=spread
    )
    return planting.plant(
        stream(seed, "planting", where), drawn, territory, calendar, other_caisse=len(parts) > 1
    )


def _places(
    seed: int,
    code: str,
    names: list[str],
    territories: list[Territory],
    caisses: list[np.ndarray],
    doctors: Doctors,
    calendar: Calendar,
) -> Places:
    counts = np.bincount(doctors.departement, minlength=len(names))
    main = int(counts.argmax())
    structures = draw_companies(
        stream(seed, "companies", code),
        territories[main],
        caisses[main],
        region=code,
        position=main,
    )
    for i, name in enumerate(names):
        structures += draw_structures(
            stream(seed, "structures", name),
            territories[i],
            caisses[i],
            departement=name,
            position=i,
            doctors=int(counts[i]),
        )
    closing: date = calendar.months[calendar.complete // 2]
    return Places(territories, caisses, closed_centre(structures, closing, position=main))


def draw_world(region: Region, position: int) -> World:
    part, territory = region.parts[position], region.places.territories[position]
    practices = table_of(region.practices, position)
    rng = stream(region.seed, "lists", part.departement)
    patients = draw_patients(rng, region.doctors, practices, territory)
    return World(region, part, territory, practices, patients)
