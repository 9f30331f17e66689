"""The demo country: real territory, synthetic doctors and leaves, as source files."""

import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from ijportal.demo import truth
from ijportal.demo.activity_files import write_leaves, write_lists
from ijportal.demo.amounts import draw_cents, target_euros
from ijportal.demo.calendar import Calendar, make_calendar
from ijportal.demo.calibration import EUROS_PER_DAY, MEAN_DAYS
from ijportal.demo.defects import Defect
from ijportal.demo.directory_files import write_directory
from ijportal.demo.doctors import draw_doctors
from ijportal.demo.leave_table import leave_table
from ijportal.demo.leaves import Leaves, active_share, base_rates, draw_leaves
from ijportal.demo.lists import count_lines, draw_patients
from ijportal.demo.planting import plant
from ijportal.demo.practices import practices
from ijportal.demo.territory import build_territory
from ijportal.demo.territory_files import write_territory
from ijportal.demo.world import World
from ijportal.demo.writing import WrittenFile, write_manifests


@dataclass(frozen=True)
class CountrySummary:
    seed: int
    departements: tuple[str, ...]
    data_until: date
    window_start: date
    window_end: date  # first day of the last complete month
    doctors: int
    planted: dict[str, int]
    patients: int
    leaves: int  # good rows, the provisional months included
    leaves_complete: int
    mean_days: float
    amount_euros: float  # complete months
    target_euros: float
    defects: dict[str, int]
    files: tuple[WrittenFile, ...]


@dataclass(frozen=True)
class Country:
    world: World
    leaves: Leaves
    cents: np.ndarray


def build_country(
    out_dir: Path,
    *,
    seed: int,
    data_until: date,
    months: int = 14,
    departements: tuple[str, ...] = ("06",),
) -> CountrySummary:
    """Same arguments, same bytes. The last two months are only partly received."""
    country = draw_country(
        seed=seed, data_until=data_until, months=months, departements=tuple(departements)
    )
    out_dir.mkdir(parents=True, exist_ok=True)
    files, defects = _write_sources(out_dir, country)
    _write_truth(out_dir, country, defects)
    return _summary(country, tuple(departements), data_until, files, defects)


def draw_country(
    *, seed: int, data_until: date, months: int, departements: tuple[str, ...]
) -> Country:
    world = _world(seed, make_calendar(data_until, months), departements)
    wanted = _target(departements, world.calendar) / (MEAN_DAYS * EUROS_PER_DAY)
    leaves = draw_leaves(_stage(seed, "leaves"), world, wanted)
    return Country(world, leaves, draw_cents(_stage(seed, "amounts"), world, leaves))


def _world(seed: int, calendar: Calendar, departements: tuple[str, ...]) -> World:
    territory = build_territory(_stage(seed, "territory"), departements)
    doctors = draw_doctors(_stage(seed, "doctors"), territory, calendar)
    doctors = plant(_stage(seed, "planting"), doctors, territory, calendar)
    patients = draw_patients(_stage(seed, "lists"), doctors, territory)
    return World(seed, calendar, territory, doctors, patients)


def _stage(seed: int, name: str) -> np.random.Generator:
    """One stream per stage: a change in one leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def _target(departements: tuple[str, ...], calendar: Calendar) -> float:
    return sum(target_euros(departement, calendar) for departement in departements)


def _write_sources(out_dir: Path, country: Country) -> tuple[list[WrittenFile], tuple[Defect, ...]]:
    world = country.world
    files = write_territory(out_dir, world.territory)
    stays = practices(world.doctors, world.territory)
    files += write_directory(out_dir, world.doctors, stays, world.territory)
    lines = count_lines(world.patients)
    files.append(write_lists(out_dir, lines, world.doctors, world.calendar))
    table = leave_table(_stage(world.seed, "rows"), world, country.leaves, country.cents)
    month = world.calendar.month_of_day[country.leaves.day]
    stage = _stage(world.seed, "defects")
    leave_files, defects = write_leaves(stage, out_dir, table, month, world.calendar)
    files += leave_files
    write_manifests(out_dir, files)
    return files, defects


def _write_truth(out_dir: Path, country: Country, defects: tuple[Defect, ...]) -> None:
    world, expected = country.world, expected_leaves(country)
    ratios = truth.true_ratios(world.doctors, world.territory, expected)
    truth.write_truth(out_dir, world.doctors, ratios, expected)
    truth.write_true_months(out_dir, country.leaves, country.cents, world.calendar)
    truth.write_true_defects(out_dir, defects)


def expected_leaves(country: Country) -> np.ndarray:
    """Per doctor, from the list and the time open alone; all doctors together make the leaves."""
    calendar = country.world.calendar
    doctors, patients = country.world.doctors, country.world.patients
    rate = np.bincount(patients.doctor, base_rates(patients, doctors), len(doctors))
    rate = rate * active_share(doctors, calendar)
    complete = calendar.month_of_day[country.leaves.day] < calendar.complete
    return rate * (complete.sum() / rate.sum())


def _summary(country: Country, departements, data_until, files, defects) -> CountrySummary:
    world, leaves = country.world, country.leaves
    calendar = world.calendar
    complete = calendar.month_of_day[leaves.day] < calendar.complete
    return CountrySummary(
        seed=world.seed,
        departements=departements,
        data_until=data_until,
        window_start=calendar.months[max(0, calendar.complete - 12)],
        window_end=calendar.last_complete,
        doctors=len(world.doctors),
        planted=dict(sorted(Counter(world.doctors.profile.tolist()).items())),
        patients=len(world.patients),
        leaves=len(leaves),
        leaves_complete=int(complete.sum()),
        mean_days=float(leaves.days.mean()),
        amount_euros=float(country.cents[complete].sum() / 100),
        target_euros=float(_target(departements, calendar)),
        defects=dict(sorted(Counter(d.kind for d in defects).items())),
        files=tuple(files),
    )
