"""A nation, drawn from its plan, and reduced to what the night hands to the statistics."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from benchmarks.nations.durations import class_of, day_table
from benchmarks.nations.leaves import MID_YEAR, YEAR, Leaves, draw_leaves, mean_rows
from benchmarks.nations.lists import draw_lists
from benchmarks.nations.plans import HALF_YEARS, Kind, Plan, Tail
from benchmarks.nations.practices import NAMES, Practices, draw_practices
from benchmarks.nations.rates import MOST_SHARE, draw_rates
from benchmarks.nations.truth import Truth
from ijstats import CellClusters, CellMatrix, Cells, stratum_factors


@dataclass(frozen=True)
class Written:
    """Leaves, and whose they are: (P,) cell of each patient."""

    leaves: Leaves
    cell: np.ndarray


@dataclass(frozen=True)
class Nation:
    """What the night knows of the prescribers, and the truth that it does not know.

    Attributes:
        specialty: (D,) names.
        region: (D,) index.
        patients: (C,) listed patients by cell.
        days: clusters of days.
        leaves: clusters of leaves.
        month_leaves: (D, 12) leaves by month.
        active: (D, 12) months of activity.
        practices: what was drawn of the practices.
        planted: (D,) the ratio drawn for a planted prescriber, 0 for the others.
        truth: the true ratios.
    """

    specialty: np.ndarray
    region: np.ndarray
    patients: CellMatrix
    days: CellClusters
    leaves: CellClusters
    month_leaves: np.ndarray
    active: np.ndarray
    practices: Practices
    planted: np.ndarray
    truth: Truth


def draw_nation(plan: Plan) -> Nation:
    """Draw a nation; about 3.5 million leaves."""
    return draw_with_leaves(plan)[0]


def draw_with_leaves(plan: Plan) -> tuple[Nation, Written]:
    """Draw a nation, and give its leaves one by one too."""
    rng = np.random.default_rng((plan.seed, list(Tail).index(plan.tail)))
    practices = draw_practices(rng, plan)
    cells, patients = draw_lists(rng, practices)
    owner, factors = cells.prescriber, stratum_factors(cells.stratum)
    specialty, region = practices.specialty[owner], practices.region[owner]
    usual = draw_rates(rng)[specialty, region, cells.stratum]
    asked, planted = _ratios(rng, plan, practices)
    share = np.minimum(usual * asked[owner], MOST_SHARE)
    table = day_table(plan.tail)
    line = class_of(specialty, factors.age_band, factors.ald)
    on_leave = rng.binomial(patients, share)
    cell = np.repeat(np.arange(patients.size), on_leave)
    written = _kept(Written(draw_leaves(rng, line[cell], table), cell), owner, practices)
    a_patient = mean_rows() * table.mean(axis=(1, 2))[line]
    group = practices.specialty * 100 + practices.region
    truth = Truth.of(
        group,
        days=(cells.by_prescriber(patients * share * a_patient),
              cells.by_prescriber(patients * usual * a_patient)),
        leaves=(cells.by_prescriber(patients * share), cells.by_prescriber(patients * usual)),
    )  # fmt: skip
    known = _Known(practices, planted, truth)
    return _reduced(cells, patients, written, known), written


class _Known(NamedTuple):
    practices: Practices
    planted: np.ndarray
    truth: Truth


def _ratios(
    rng: np.random.Generator, plan: Plan, practices: Practices
) -> tuple[np.ndarray, np.ndarray]:
    """(D,) what multiplies the patients with a leave, 1 in every odd practice; and the planted."""
    size = practices.kind.size
    ordinary = practices.kind == Kind.ORDINARY
    spread = np.exp(plan.spread * rng.standard_normal(size) * ordinary)
    planted, place, passed = np.zeros(size), rng.random(size), 0.0
    for share, low, high in plan.planted:
        chosen = ordinary & (place >= passed) & (place < passed + share)
        planted[chosen] = np.exp(rng.uniform(np.log(low), np.log(high), int(chosen.sum())))
        passed += share
    return np.where(planted > 0, planted, spread), planted


def _kept(written: Written, owner: np.ndarray, practices: Practices) -> Written:
    """Leave out what a practice of half a year did not write.

    One that opened writes the leaves begun since, and their prolongations to the end of the year;
    one that closed wrote the leaves of the first half, those of the year before going on.
    """
    leaves = written.leaves
    if not np.isin(practices.kind, HALF_YEARS).any():
        return written
    kind = practices.kind[owner[written.cell]][leaves.patient]
    opened, closed = kind == Kind.OPENED, kind == Kind.CLOSED
    late = (leaves.first < MID_YEAR) | (leaves.begun >= YEAR)
    out = (opened & late) | (closed & (leaves.month >= 6))
    columns = (leaves.patient, leaves.days, leaves.begun, leaves.first)
    return Written(Leaves(*(column[~out] for column in columns)), written.cell)


def _reduced(cells: Cells, patients: np.ndarray, written: Written, known: _Known) -> Nation:
    practices = known.practices
    size = practices.kind.size
    half = (np.arange(12) >= 6) == (practices.kind == Kind.OPENED)[:, None]
    whole = ~np.isin(practices.kind, HALF_YEARS)
    row = cells.prescriber[written.cell][written.leaves.patient]
    by_month = np.bincount(row * 12 + written.leaves.month, minlength=size * 12)
    days = np.bincount(written.leaves.patient, written.leaves.days, written.cell.size)
    rows = np.bincount(written.leaves.patient, minlength=written.cell.size)
    on_leave = np.bincount(cells.prescriber[written.cell[rows > 0]], minlength=size)
    return Nation(
        specialty=NAMES[practices.specialty],
        region=practices.region,
        patients=CellMatrix(cells, patients),
        days=_clusters(cells, written.cell, days, on_leave),
        leaves=_clusters(cells, written.cell, rows, on_leave),
        month_leaves=by_month.reshape(size, 12),
        active=half | whole[:, None],
        **known._asdict(),
    )


def _clusters(
    cells: Cells, cell: np.ndarray, total: np.ndarray, on_leave: np.ndarray
) -> CellClusters:
    """Clusters of one total a patient, all of whose leaves are in his cell."""
    observed, squares = (
        np.bincount(cell, value, cells.prescriber.size).astype(np.int64)
        for value in (total, np.square(total, dtype=np.float64))
    )
    return CellClusters(
        observed=CellMatrix(cells, observed),
        squares=cells.by_prescriber(squares).astype(np.int64),
        last_squares=CellMatrix(cells, squares),
        patients=on_leave,
    )
