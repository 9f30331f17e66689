"""Synthetic prescribers: where they practise, how long their list is, how much they prescribe."""

from dataclasses import dataclass, fields, replace
from statistics import NormalDist
from typing import Any

import numpy as np

from ijportal.demo import reference
from ijportal.demo.calendar import Calendar
from ijportal.demo.calibration import REFERENCE_GENERALISTS, SPECIALTIES, UNSEEN_SHARE
from ijportal.demo.names import first_names, last_names
from ijportal.demo.rpps import draw_rpps
from ijportal.demo.scales import Part
from ijportal.demo.streams import spread_evenly
from ijportal.demo.territory import Territory


OPEN_END = np.datetime64("NaT", "D")
OWN_IRIS_SHARE = 0.35
NORMAL = NormalDist()


@dataclass(frozen=True)
class Doctors:
    rpps: np.ndarray
    last_name: np.ndarray
    first_name: np.ndarray
    sex: np.ndarray
    birth_year: np.ndarray
    specialty: np.ndarray  # position in SPECIALTIES
    departement: np.ndarray  # position among those of the region: where the first practice is
    iris: np.ndarray  # position in that département
    list_size: np.ndarray
    effect: np.ndarray  # multiplies every stratum's rate
    changed_on: np.ndarray  # from that day on, `effect_after` does
    effect_after: np.ndarray
    profile: np.ndarray
    own_iris_share: np.ndarray
    c2s_factor: np.ndarray
    ald_factor: np.ndarray
    mode: np.ndarray
    sector: np.ndarray
    installed: np.ndarray
    end: np.ndarray
    end_reason: np.ndarray
    experimentation: np.ndarray

    def __len__(self) -> int:
        return len(self.rpps)

    def with_(self, **columns: Any) -> "Doctors":
        return replace(self, **columns)


def together(parts: list[Doctors]) -> Doctors:
    """The doctors of the départements of a region, one after the other."""
    names = [field.name for field in fields(Doctors)]
    return Doctors(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})


def draw_doctors(
    rng: np.random.Generator,
    territory: Territory,
    calendar: Calendar,
    part: Part,
    *,
    position: int,
    spread: float,
) -> Doctors:
    specialty = _specialties(part)
    count = len(specialty)
    sex = np.where(rng.random(count) < 0.47, 2, 1)
    age = np.clip(rng.normal(52, 11, count), 30, 74).astype(int)
    year = calendar.months[-1].year
    mode, sector = _mode_and_sector(rng, specialty)
    effect = np.exp(spread * _normal(rng, specialty) - spread**2 / 2)
    return Doctors(
        rpps=draw_rpps(rng, count, part.departement),
        last_name=np.array(last_names(rng, count)),
        first_name=np.array(first_names(rng, sex)),
        sex=sex,
        birth_year=year - age,
        specialty=specialty,
        departement=np.full(count, position),
        iris=_practice_iris(rng, territory, specialty),
        list_size=_list_sizes(rng, specialty),
        effect=effect,
        changed_on=np.full(count, OPEN_END),
        effect_after=effect,
        profile=np.full(count, "ordinaire", dtype="U32"),
        own_iris_share=np.full(count, OWN_IRIS_SHARE),
        c2s_factor=rng.lognormal(0.0, 0.25, count),
        ald_factor=rng.lognormal(0.0, 0.15, count),
        mode=mode,
        sector=sector,
        installed=_installed(rng, age, calendar),
        end=np.full(count, OPEN_END),
        end_reason=np.full(count, "", dtype="U9"),
        experimentation=np.full(count, "", dtype="U8"),
    )


def _specialties(part: Part) -> np.ndarray:
    scale = part.share * reference.generalists()[part.departement] / REFERENCE_GENERALISTS
    counts = [max(1, round(head_count * scale)) for head_count, *_ in SPECIALTIES.values()]
    return np.repeat(np.arange(len(counts)), counts)


def _practice_iris(rng, territory: Territory, specialty) -> np.ndarray:
    """Generalists follow the people, the others gather in towns."""
    town = territory.commune_population[territory.commune_of_iris]
    weights = {0: territory.iris_population * 1.0, 1: territory.iris_population * town}
    chosen = np.empty(len(specialty), dtype=np.int64)
    for kind, weight in weights.items():
        where = np.flatnonzero((specialty > 0) == kind)
        chosen[where] = rng.choice(len(weight), len(where), p=weight / weight.sum())
    return chosen


def _list_sizes(rng, specialty) -> np.ndarray:
    """The published median is that of the patients seen: a list is a little longer."""
    median = np.array([row[1] for row in SPECIALTIES.values()])[specialty]
    log_sd = np.array([row[2] for row in SPECIALTIES.values()])[specialty]
    size = median / (1 - UNSEEN_SHARE) * np.exp(log_sd * _normal(rng, specialty))
    return np.clip(np.rint(size), 40, 4000).astype(np.int64)


def _normal(rng, specialty: np.ndarray) -> np.ndarray:
    """Standard normal deviates, evenly spread inside each specialty."""
    result = np.empty(len(specialty))
    for one in np.unique(specialty):
        where = np.flatnonzero(specialty == one)
        result[where] = [NORMAL.inv_cdf(u) for u in spread_evenly(rng, len(where)).tolist()]
    return result


def _mode_and_sector(rng, specialty) -> tuple[np.ndarray, np.ndarray]:
    draw = rng.random(len(specialty))
    mode = np.where(draw < 0.06, "SAL", np.where(draw < 0.12, "MIX", "LIB"))
    second = rng.random(len(specialty)) < np.where(specialty == 0, 0.05, 0.45)
    return mode, np.where(mode == "SAL", "NC", np.where(second, "2", "1"))


def _installed(rng, age, calendar: Calendar) -> np.ndarray:
    """Long ago, so that no ordinary doctor is a recent practice by accident."""
    years = np.maximum(1.5, age - 30 - rng.exponential(3.0, len(age)))
    return calendar.days[0] - np.rint(years * 365.25).astype("m8[D]")
