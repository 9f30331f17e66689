"""Everything drawn before the first leave."""

from dataclasses import dataclass

from ijportal.demo.calendar import Calendar
from ijportal.demo.doctors import Doctors
from ijportal.demo.lists import Patients
from ijportal.demo.territory import Territory


@dataclass(frozen=True)
class World:
    seed: int
    calendar: Calendar
    territory: Territory
    doctors: Doctors
    patients: Patients
