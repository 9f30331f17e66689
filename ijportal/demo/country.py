"""The demo country: real territory, synthetic doctors and leaves, as source files.

A region is drawn at a time, and its patients a département at a time: memory is that of the
largest département, whatever the scale.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from ijportal.demo import truth
from ijportal.demo.activity import draw_activity
from ijportal.demo.amounts import draw_cents, target_euros
from ijportal.demo.calendar import Calendar, make_calendar, window_ending
from ijportal.demo.calibration import EUROS_PER_DAY, MEAN_DAYS, ORDINARY_LOG_SD
from ijportal.demo.defects import Defect
from ijportal.demo.directory_files import LAYOUTS, write_directory
from ijportal.demo.leave_table import leave_table
from ijportal.demo.leaves import Leaves, draw_leaves
from ijportal.demo.lists import lines_of, list_cells, seen_share
from ijportal.demo.monthly_files import write_activity, write_leaves, write_lists
from ijportal.demo.practices import table_of
from ijportal.demo.scales import Part, by_region, parts_of
from ijportal.demo.streams import stream
from ijportal.demo.structure_files import write_structures
from ijportal.demo.territory_files import write_caisses, write_territory
from ijportal.demo.world import Region, World, draw_region, draw_world
from ijportal.demo.writing import Sources, WrittenFile


MONTHS = 36


@dataclass(frozen=True)
class Plan:
    """What is drawn, and how it is written."""

    seed: int
    data_until: date
    months: int = MONTHS
    parts: tuple[Part, ...] = field(default_factory=lambda: parts_of("region"))
    spread: float = ORDINARY_LOG_SD
    layout: str = LAYOUTS[0]


@dataclass(frozen=True)
class CountrySummary:
    seed: int
    departements: dict[str, float]  # and the share of their doctors that is drawn
    data_until: date
    window_start: date
    window_end: date  # first day of the last complete month
    doctors: int
    planted: dict[str, int]
    structures: int
    patients: int
    leaves: int  # good rows, the provisional months included
    leaves_complete: int
    mean_days: float
    amount_euros: float  # complete months
    target_euros: float
    defects: dict[str, int]
    files: tuple[WrittenFile, ...]


@dataclass
class _Account:
    """What adds up from one département to the next."""

    months: truth.TrueMonths
    doctors: int = 0
    planted: Counter = field(default_factory=Counter)
    structures: int = 0
    patients: int = 0
    truth: list[tuple[object, ...]] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


def build_country(
    out_dir: Path, plan: Plan, *, say: Callable[[str], None] = lambda line: None
) -> CountrySummary:
    """Same plan, same bytes. The last two months are only partly received."""
    calendar = make_calendar(plan.data_until, plan.months)
    out_dir.mkdir(parents=True, exist_ok=True)
    sources = Sources(out_dir)
    none = np.zeros(len(calendar.months), np.int64)
    account = _Account(truth.TrueMonths(none, none, none))
    write_caisses(sources)
    for group in by_region(plan.parts):
        region = draw_region(plan.seed, calendar, group, spread=plan.spread)
        _write_region(sources, region, account, layout=plan.layout, say=say)
    files = sources.close()
    truth.write_truth(out_dir, account.truth)
    truth.write_true_months(out_dir, account.months, calendar)
    truth.write_true_defects(out_dir, account.defects)
    return _summary(plan, calendar, account, files)


def _write_region(
    sources: Sources,
    region: Region,
    account: _Account,
    *,
    layout: str,
    say: Callable[[str], None],
) -> None:
    calendar, doctors = region.calendar, region.doctors
    for territory in region.places.territories:
        write_territory(sources, territory)
    write_structures(sources, region)
    write_directory(sources, region, layout=layout)
    nobody = np.zeros(len(doctors))
    gathered = _Gathered(
        expected=truth.Expectation(nobody, nobody),
        on_leave=np.zeros((len(doctors), len(calendar.months)), np.int64),
        lists={month: [] for month in calendar.list_months},
    )
    for position, part in enumerate(region.parts):
        _write_departement(sources, draw_world(region, position), gathered, account)
        leaves = int(account.months.leaves.sum())
        say(f"{part.departement} : {account.patients} patients et {leaves} arrêts depuis le début")
    for month, cells in gathered.lists.items():
        keys, patients = (np.concatenate(columns) for columns in zip(*cells, strict=True))
        write_lists(sources, lines_of(keys, patients), doctors, calendar, month)
    rng = stream(region.seed, "activity", region.code)
    write_activity(sources, draw_activity(rng, region, gathered.on_leave), doctors, calendar)
    names = [part.departement for part in region.parts]
    account.truth += truth.doctor_rows(doctors, names, gathered.expected)
    account.doctors += len(doctors)
    account.planted.update(doctors.profile.tolist())
    account.structures += len(region.places.structures)


@dataclass
class _Gathered:
    """By doctor of the region, whatever département his patients are in."""

    expected: truth.Expectation
    on_leave: np.ndarray
    lists: dict[int, list[tuple[np.ndarray, np.ndarray]]]


def _write_departement(
    sources: Sources, world: World, gathered: _Gathered, account: _Account
) -> None:
    seed, calendar, where = world.seed, world.calendar, world.part.departement
    wanted = target_euros(world.part, calendar) / (MEAN_DAYS * EUROS_PER_DAY)
    leaves, intensity = draw_leaves(stream(seed, "leaves", where), world, wanted)
    cents = draw_cents(stream(seed, "amounts", where), world, leaves)
    month = calendar.month_of_day[leaves.day]
    table = leave_table(stream(seed, "rows", where), world, leaves, cents)
    account.defects += write_leaves(stream(seed, "defects", where), sources, table, month, calendar)
    account.months += truth.true_months(leaves, cents, calendar)
    account.patients += len(world.patients)
    gathered.expected += truth.expectation(world.doctors, world.practices, calendar, intensity)
    _count_on_leave(gathered.on_leave, leaves, month)
    _count_lists(stream(seed, "seen", where), world, leaves, month, gathered)


def _count_on_leave(on_leave: np.ndarray, leaves: Leaves, month: np.ndarray) -> None:
    """Patients, not leaves: two of them in one month are one patient seen."""
    size = on_leave.shape[1]
    once = np.unique(leaves.patient.astype(np.int64) * size + month, return_index=True)[1]
    np.add.at(on_leave, (leaves.doctor[once], month[once]), 1)


def _count_lists(
    rng: np.random.Generator,
    world: World,
    leaves: Leaves,
    month: np.ndarray,
    gathered: _Gathered,
) -> None:
    """A patient on leave in the window was seen; each of the others, nearly always."""
    cells, everywhere = list_cells(world.patients), table_of(world.region.practices)
    for last, found in gathered.lists.items():
        months = window_ending(last)
        share = seen_share(everywhere, world.calendar, months)[world.practices.index]
        draw = rng.random(len(world.patients), dtype=np.float32)
        seen = draw < share[world.patients.practice]
        seen[leaves.patient[(month >= months.start) & (month < months.stop)]] = True
        found.append((cells.keys, cells.count(seen)))


def _summary(
    plan: Plan,
    calendar: Calendar,
    account: _Account,
    files: list[WrittenFile],
) -> CountrySummary:
    months, complete = account.months, slice(0, calendar.complete)
    return CountrySummary(
        seed=plan.seed,
        departements={part.departement: part.share for part in plan.parts},
        data_until=plan.data_until,
        window_start=calendar.months[calendar.window.start],
        window_end=calendar.last_complete,
        doctors=account.doctors,
        planted=dict(sorted(account.planted.items())),
        structures=account.structures,
        patients=account.patients,
        leaves=int(months.leaves.sum()),
        leaves_complete=int(months.leaves[complete].sum()),
        mean_days=float(months.days.sum() / months.leaves.sum()),
        amount_euros=float(months.cents[complete].sum() / 100),
        target_euros=float(sum(target_euros(part, calendar) for part in plan.parts)),
        defects=dict(sorted(Counter(d.kind for d in account.defects).items())),
        files=tuple(files),
    )
