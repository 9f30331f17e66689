"""Leaves as the columns of the source file `arrets`."""

import numpy as np
import pyarrow as pa

from ijportal.demo import calibration as published
from ijportal.demo.doctors import Doctors
from ijportal.demo.leaves import Leaves
from ijportal.demo.lists import Patients
from ijportal.demo.motives import codes_and_classes, draw_motives
from ijportal.demo.practices import NOWHERE
from ijportal.demo.pseudonyms import pseudonyms
from ijportal.demo.world import Region, World


RISKS = ("MAL", "AT", "MP", "MAT")
PART_TIME_SHARE = 0.03
REMOTE_SHARE = 0.045
COMPANY_SHARE = 0.35  # of the leaves of a doctor who also works for a teleconsultation company
DISEASE_SHARE = 0.08  # of the occupational leaves


def leave_table(
    rng: np.random.Generator, world: World, leaves: Leaves, cents: np.ndarray
) -> pa.Table:
    doctors, patients, who = world.doctors, world.patients, leaves.patient
    start = world.calendar.days[leaves.day]
    iris_codes = [row["code_iris"] for row in world.territory.iris] + [""]
    structure, remote = _structure(rng, world, leaves)
    columns = {
        "rpps": _text(doctors.rpps[leaves.doctor]),
        "structure": _coded([s.code for s in world.region.places.structures] + [""], structure),
        "patient": pa.array(pseudonyms(world.seed, world.part.departement, who)),
        "date_debut": pa.array(start),
        "date_fin": pa.array(start + (leaves.span - 1)),
        "jours_indem": pa.array(leaves.days),
        "montant_cts": pa.array(cents),
        "risque": _coded(RISKS, _risk(rng, leaves)),
        "nature": _coded(("I", "P"), leaves.prolongation.astype(int)),
        "tpt": _flag(rng, leaves.prolongation * (PART_TIME_SHARE * 4)),
        "remplacement": _flag(rng, _replaced_share(world, leaves)),
        "teleconsultation": pa.array(remote.astype(np.int8)),
        "motif": _motives(rng, leaves, doctors, patients),
        "age": pa.array(_ages(rng, patients)[who]),
        "sexe": pa.array(patients.sex[who]),
        "ald": pa.array(patients.ald[who]),
        "c2s": pa.array(patients.c2s[who]),
        "iris": _coded(iris_codes, patients.iris[who]),
    }
    return pa.table(columns)


def _text(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast(pa.string())


def _coded(words, position: np.ndarray) -> pa.Array:
    return pa.array(words).take(pa.array(position % len(words)))  # minus one is the last word


def _flag(rng, share: np.ndarray) -> pa.Array:
    return pa.array((rng.random(len(share)) < share).astype(np.int8))


def _structure(rng, world: World, leaves: Leaves) -> tuple[np.ndarray, np.ndarray]:
    """The centre of the practice, or the company of the doctor; and what was written remotely."""
    structure = world.practices.structure[leaves.practice]
    company, since = _companies(world.region)
    free = (structure == NOWHERE) & (company[leaves.doctor] != NOWHERE)
    free &= world.calendar.days[leaves.day] >= since[leaves.doctor]
    for_company = free & (rng.random(len(leaves)) < COMPANY_SHARE)
    remote = for_company | (rng.random(len(leaves)) < REMOTE_SHARE)
    return np.where(for_company, company[leaves.doctor], structure), remote


def _companies(region: Region) -> tuple[np.ndarray, np.ndarray]:
    company = np.full(len(region.doctors), NOWHERE)
    since = np.full(len(region.doctors), np.datetime64("NaT", "D"))
    for membership in region.memberships:
        if region.places.structures[membership.structure].kind == "TLC":
            company[membership.doctor] = membership.structure
            since[membership.doctor] = membership.start
    return company, since


def _replaced_share(world: World, leaves: Leaves) -> np.ndarray:
    """A replaced day is a day on which another signs."""
    presence, month = world.region.presence, world.calendar.month_of_day[leaves.day]
    open_days = np.maximum(presence.open_days[leaves.doctor, month], 1)
    return presence.replaced_days[leaves.doctor, month] / open_days


def _risk(rng, leaves: Leaves) -> np.ndarray:
    disease = rng.random(len(leaves)) < DISEASE_SHARE
    risk = np.where(leaves.occupational, np.where(disease, 2, 1), 0)
    return np.where(leaves.maternity, 3, risk)


def _motives(rng, leaves: Leaves, doctors: Doctors, patients: Patients) -> pa.Array:
    drawn = draw_motives(
        rng,
        specialty=doctors.specialty[leaves.doctor],
        long=leaves.days > 30,
        cancer=patients.ald[leaves.patient] == 2,
        maternity=leaves.maternity,
    )
    return _coded(codes_and_classes()[0], drawn)


def _ages(rng, patients: Patients) -> np.ndarray:
    """One age per patient, inside the band of the list."""
    first = np.array(published.BAND_FIRST_AGE)[patients.band]
    width = np.array(published.BAND_WIDTH)[patients.band]
    return first + (rng.random(len(patients), dtype=np.float32) * width * 0.9999).astype(np.int64)
