"""A month of leaves as a caisse sends it: heavy-tailed, in no order, and 0.05 % of it wrong."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.country import Country
from benchmarks.numbers import pseudonyms


COLUMNS = (
    *("rpps", "structure", "patient", "date_debut", "date_fin", "jours_indem", "montant_cts"),
    *("risque", "nature", "tpt", "remplacement", "teleconsultation"),
    *("motif", "age", "sexe", "ald", "c2s", "iris"),
)
RISKS, NATURES = ("MAL", "AT", "MP", "MAT"), ("I", "P")
MOTIVES = tuple(f"M{number:02d}" for number in range(1, 41))
CENTS_A_DAY = 3_300
Columns = dict[str, pa.Array]


@dataclass(frozen=True)
class Patients:
    """Drawn once for the whole country: a patient is the same person every month."""

    first: np.ndarray  # place of the first patient of each prescriber
    count: np.ndarray
    age: np.ndarray
    sex: np.ndarray
    ald: np.ndarray
    c2s: np.ndarray
    iris: np.ndarray  # -1 unknown


class Feed:
    """Draws any month of a country; a month depends on the seed and on nothing else."""

    def __init__(self, country: Country) -> None:
        self.country = country

    @cached_property
    def patients(self) -> Patients:
        country, rng = self.country, np.random.default_rng([self.country.seed, 1])
        count = country.patients
        first, total = np.cumsum(count) - count, int(count.sum())
        near = np.repeat(country.near.astype(np.int32), count, axis=0)
        iris = near[:, 0] + (rng.random(total, np.float32) * near[:, 1]).astype(np.int32)
        ill = rng.random(total, np.float32)
        return Patients(
            first=first,
            count=count,
            age=(16 + rng.beta(1.6, 1.3, total) * 53).astype(np.int8),
            sex=rng.integers(1, 3, total, np.int8),
            ald=np.where(ill < 0.03, 2, np.where(ill < 0.16, 1, 0)).astype(np.int8),
            c2s=(rng.random(total, np.float32) < 0.11).astype(np.int8),
            iris=np.where(rng.random(total, np.float32) < 0.02, -1, iris).astype(np.int32),
        )

    def month(self, first_day: date) -> Columns:
        """The good leaves that begin in the month, as columns of text; no key comes twice."""
        rng = np.random.default_rng([self.country.seed, first_day.year, first_day.month])
        doctor, patient, day, nature = self._keys(rng, first_day)
        length = len(doctor)
        days = _days(rng, nature)
        start = np.datetime64(first_day, "D") + day
        remote = rng.random(length) < 0.045
        structure = np.where(remote, rng.integers(0, len(self.country.structures), length), -1)
        return {
            "rpps": _text(self.country.rpps[doctor]),
            "structure": _coded([*self.country.structures, ""], structure),
            "patient": _text(pseudonyms(self.country.seed, patient)),
            "date_debut": _text(start),
            "date_fin": _text(start + (days - 1)),
            "jours_indem": _text(np.maximum(days - np.where(nature == 1, 0, 3), 0)),
            "montant_cts": _text(_cents(rng, days)),
            "risque": _coded(RISKS, rng.choice(4, length, p=[0.86, 0.09, 0.01, 0.04])),
            "nature": _coded(NATURES, nature),
            "tpt": _text(((nature == 1) & (rng.random(length) < 0.12)).astype(np.int8)),
            "remplacement": _text((rng.random(length) < 0.03).astype(np.int8)),
            "teleconsultation": _text(remote.astype(np.int8)),
            "motif": _coded(MOTIVES, np.minimum(rng.geometric(0.07, length) - 1, 39)),
            **self._persons(patient),
        }

    def _keys(self, rng: np.random.Generator, first_day: date) -> tuple[np.ndarray, ...]:
        """Prescriber, patient, day and nature, in no order."""
        country, wanted = self.country, self.country.scale.leaves
        length = round(wanted * float(rng.normal(1, 0.01)))
        doctor = np.searchsorted(np.cumsum(country.volume), rng.random(length))
        doctor = np.minimum(doctor, len(country.rpps) - 1)
        whose = np.where(rng.random(length) < 0.05, np.maximum(doctor - 1, 0), doctor)
        among = (rng.random(length) * self.patients.count[whose]).astype(np.int64)
        patient = self.patients.first[whose] + among
        month = np.datetime64(first_day, "M")
        length_of_month = ((month + 1).astype("M8[D]") - month.astype("M8[D]")).astype(int)
        day = rng.integers(0, length_of_month, length)
        nature = (rng.random(length) < 0.3).astype(np.int64)
        # One leave of a nature a day for each patient: more than the unique key asks for.
        _, kept = np.unique(patient * 64 + day * 2 + nature, return_index=True)
        kept.sort()
        return doctor[kept], patient[kept], day[kept], nature[kept]

    def _persons(self, patient: np.ndarray) -> Columns:
        people = self.patients
        codes = [*(row["code_iris"] for row in self.country.iris), ""]
        return {
            "age": _text(people.age[patient]),
            "sexe": _text(people.sex[patient]),
            "ald": _text(people.ald[patient]),
            "c2s": _text(people.c2s[patient]),
            "iris": _coded(codes, people.iris[patient]),
        }


def _days(rng: np.random.Generator, nature: np.ndarray) -> np.ndarray:
    """Half of them a week at most, and a tail, longer for prolongations, that holds the days."""
    body = np.where(nature == 1, 3.0, 1.9)
    return np.minimum(1 + rng.lognormal(body, 1.25, len(nature)), 365).astype(np.int64)


def _cents(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    rate = CENTS_A_DAY * rng.normal(1, 0.15, len(days)).clip(0.5, 1.5)
    return np.rint(days * rate).astype(np.int64)


def lines_of(columns: Columns) -> pa.Array:
    """Each row as a line without its end; nothing in this feed needs a quotation mark."""
    return pc.binary_join_element_wise(*(columns[name] for name in COLUMNS), ",")


def _text(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast(pa.string())


def _coded(words: list[str] | tuple[str, ...], position: np.ndarray) -> pa.Array:
    return pa.array(words).take(pa.array(position % len(words)))  # minus one is the last word
