"""The doctors found for an interview, as lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from prescribers.models import Prescriber
from prescribers.presenters.words import family_name_first, specialty_name


@dataclass(frozen=True)
class DoctorLine:
    rpps: str
    name: str
    specialty: str


def doctor_lines(doctors: Iterable[Prescriber]) -> list[DoctorLine]:
    return [
        DoctorLine(one.rpps, family_name_first(one), specialty_name(one.specialty))
        for one in doctors
    ]
