"""Which doctor belongs to which centre, MSP, CPTS or company, and from when to when."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ijportal.demo.doctors import Doctors
from ijportal.demo.planting import is_
from ijportal.demo.practices import NOWHERE, Places, Practice


MSP_SHARE = 0.12  # of the generalists in private practice
CPTS_SHARE = 0.55
LEFT_SHARE = 0.04  # of the memberships of an MSP or a CPTS


@dataclass(frozen=True)
class Membership:
    doctor: int
    structure: int
    start: date
    end: date | None


def draw_memberships(
    rng: np.random.Generator,
    doctors: Doctors,
    practices: list[Practice],
    places: Places,
    *,
    data_until: date,
) -> list[Membership]:
    found = [
        Membership(p.doctor, p.structure, p.start, p.end)
        for p in practices
        if p.structure != NOWHERE
    ]
    chosen = _chosen(rng, doctors)
    draw = rng.random((len(doctors), 3))
    for practice in {p.doctor: p for p in reversed(practices)}.values():
        for n, (kind, wanted) in enumerate(chosen.items()):
            if wanted[practice.doctor]:
                u = float(draw[practice.doctor, n])
                found += _of_kind(kind, practice, places, u, data_until)
    return sorted(found, key=lambda m: (m.doctor, m.start, m.structure))


def _chosen(rng, doctors: Doctors) -> dict[str, np.ndarray]:
    generalist = (doctors.specialty == 0) & (doctors.mode != "SAL")
    msp = generalist & (rng.random(len(doctors)) < MSP_SHARE) | is_(doctors, "experimentation")
    return {
        "MSP": msp,
        "CPTS": rng.random(len(doctors)) < CPTS_SHARE,
        "TLC": is_(doctors, "teleconsultation"),
    }


def _of_kind(
    kind: str, practice: Practice, places: Places, u: float, data_until: date
) -> list[Membership]:
    """The draw says which one, when, and whether the doctor has left it since."""
    several = [
        i
        for i, s in enumerate(places.structures)
        if s.kind == kind and (kind == "TLC" or s.departement == practice.departement)
    ]
    rank, rest = divmod(u * len(several), 1)
    structure = several[int(rank)]
    first = max(practice.start, places.structures[structure].opened)
    last = min(practice.end or data_until, data_until)
    if first >= last:
        return []
    start = first + timedelta(days=int(rest * (last - first).days * 0.6))
    left = kind != "TLC" and (rest * 997) % 1 < LEFT_SHARE
    return [Membership(practice.doctor, structure, start, last if left else practice.end)]
