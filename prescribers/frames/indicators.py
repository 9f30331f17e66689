"""Expected counts, intervals and months of the prescribers, by the formulas of `ijstats`."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

import ijstats
from prescribers.frames import certainty
from prescribers.frames.certainty import Certainty, Compared
from prescribers.frames.nation import AMOUNTS, DAYS, LEAVES, Indicator, Nation, Part
from prescribers.frames.parameters import Choices
from prescribers.frames.patients_seen import AgainstSeen
from prescribers.frames.peers import Peers, national_code
from prescribers.frames.practice import Practice


@dataclass(frozen=True)
class Indicators:
    """Float columns of the prescribers, in their order; zero or NaN where nothing is expected."""

    exp_days: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray
    kappa0: np.ndarray
    kappa: np.ndarray
    exp_leaves: np.ndarray
    leaves_ci_low: np.ndarray
    leaves_ci_high: np.ndarray
    z_leaves: np.ndarray
    z_tau_leaves: np.ndarray
    months_expected: np.ndarray
    months_band_low: np.ndarray
    months_band_high: np.ndarray
    exp_amount_cents: np.ndarray
    amount_ci_low: np.ndarray
    amount_ci_high: np.ndarray
    group_code: np.ndarray
    group_fallback: np.ndarray
    enough: np.ndarray
    exp_days_glm: np.ndarray
    certainty: Certainty
    seen: AgainstSeen

    @classmethod
    def blank(cls, size: int, months: int) -> "Indicators":
        """Nothing expected from anybody: NaN intervals, unit dispersions, national groups."""
        floats: dict[str, Any] = {
            field.name: np.zeros((size, months) if field.name.startswith("months") else size)
            for field in fields(cls)
        }
        for name in floats:
            if "ci_" in name or name in {"exp_days_glm", "z_leaves", "z_tau_leaves"}:
                floats[name] = np.full(size, np.nan)
        unit = {"kappa0": np.ones(size), "kappa": np.ones(size)}
        groups = {
            "group_code": np.full(size, "", dtype="U24"),
            "group_fallback": np.ones(size, dtype=bool),
        }
        nothing = {
            "enough": np.zeros(size, dtype=bool),
            "certainty": Certainty.blank(size),
            "seen": AgainstSeen.blank(size),
        }
        return cls(**(floats | unit | groups | nothing))


def compute_indicators(
    nation: Nation,
    specialty: np.ndarray,
    region: np.ndarray,
    practice: Practice,
    *,
    window_months: int,
    choices: Choices,
) -> Indicators:
    """Compare each prescriber with his group; a group never holds two specialties.

    Prescribers without a list, or never active, are nobody's comparator: they keep blanks.
    """
    result = Indicators.blank(*practice.active.shape)
    result.group_code[:] = [national_code(kind) for kind in specialty.tolist()]
    rows = np.flatnonzero(nation.of_cells("patients") > 0)
    season = ijstats.seasonal_exposure(
        nation.month_leaves[rows, :window_months],
        practice.active[rows, :window_months],
        specialty[rows],
    )
    rows, fraction = rows[season.fraction > 0], season.fraction[season.fraction > 0]
    if rows.size:
        peers = Peers.of(Part.of(nation, rows), specialty[rows], region[rows], fraction, choices)
        _fill(result, peers, practice.of(rows), window_months)
    return result


def _fill(
    result: Indicators,
    peers: Peers,
    practice: Practice,
    window_months: int,
) -> None:
    rows, part = peers.part.rows, peers.part
    days, leaves, amounts = (peers.compared(of) for of in (DAYS, LEAVES, AMOUNTS))
    result.exp_days[rows], result.exp_leaves[rows] = days.expected, leaves.expected
    result.exp_amount_cents[rows] = amounts.expected
    result.kappa0[rows], result.kappa[rows] = days.kappa0, days.kappa
    level = peers.choices.level
    result.ci_low[rows], result.ci_high[rows] = _interval(days, level)
    result.leaves_ci_low[rows], result.leaves_ci_high[rows] = _interval(leaves, level)
    result.amount_ci_low[rows], result.amount_ci_high[rows] = _interval(amounts, level)
    months = ijstats.monthly_expected(
        days.expected,
        days.kappa0,
        peers.month_shares(part.nation.month_days[rows], window_months),
        practice.active,
        window_months=window_months,
        level=level,
    )
    result.months_expected[rows] = months.expected
    result.months_band_low[rows], result.months_band_high[rows] = months.low, months.high
    result.group_code[rows], result.group_fallback[rows] = peers.codes, peers.fallback
    patients = part.cells.by_prescriber(part.matrix("patients").values)
    enough = (days.expected > 0) & ijstats.above_minima(
        leaves.expected,
        patients,
        practice.months_active,
        min_expected_leaves=peers.choices.min_expected_leaves,
        min_patients=peers.choices.min_patients,
        min_months=peers.choices.min_months,
    )
    result.enough[rows] = enough
    who = certainty.Comparables(peers.group, peers.specialty, peers.fallback, enough)
    national = peers.against_nation()
    nation = _against_nation(national, DAYS, days)
    result.certainty.put(rows, certainty.certainty(days, nation, who, peers.choices))
    of_leaves = certainty.scores(leaves, _against_nation(national, LEAVES, leaves), who)
    result.z_leaves[rows], result.z_tau_leaves[rows] = of_leaves
    result.exp_days_glm[rows] = peers.regressed(DAYS)
    if not practice.seen.mask.any():
        by_seen = (peers.against_seen(figures, practice.seen.data) for figures in (days, leaves))
        result.seen.put(rows, *by_seen)


def _against_nation(
    concerned: tuple[np.ndarray, Peers] | None, of: Indicator, figures: Compared
) -> Compared | None:
    """The figures with, where a specialty has both kinds of groups, everyone against the nation."""
    if concerned is None:
        return None
    rows, national = concerned
    columns = Compared(*(column.copy() for column in figures))
    for column, found in zip(columns, national.compared(of), strict=True):
        column[rows] = found
    return columns


def _interval(figures: Compared, level: float) -> ijstats.Interval:
    return ijstats.ratio_interval(
        figures.observed, figures.expected, figures.kappa, figures.kappa0, level=level
    )
