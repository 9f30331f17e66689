"""Expected counts, intervals and months of one specialty, by the formulas of `ijstats`."""

from dataclasses import dataclass, fields

import numpy as np

import ijstats
from ijstats import Clusters
from prescribers.frames.nation import Nation
from prescribers.frames.parameters import Choices


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
    months_expected: np.ndarray
    months_band_low: np.ndarray
    months_band_high: np.ndarray
    group_code: np.ndarray
    group_fallback: np.ndarray

    @classmethod
    def blank(cls, size: int, months: int) -> "Indicators":
        """Nothing expected from anybody: NaN intervals, unit dispersions, national groups."""
        floats = {
            field.name: np.zeros((size, months) if field.name.startswith("months") else size)
            for field in fields(cls)
        }
        for name in ("ci_low", "ci_high", "leaves_ci_low", "leaves_ci_high"):
            floats[name] = np.full(size, np.nan)
        unit = {"kappa0": np.ones(size), "kappa": np.ones(size)}
        groups = {
            "group_code": np.full(size, "", dtype="U24"),
            "group_fallback": np.ones(size, dtype=bool),
        }
        return cls(**(floats | unit | groups))


def compute_indicators(
    nation: Nation,
    specialty: np.ndarray,
    region: np.ndarray,
    active: np.ndarray,
    *,
    window_months: int,
    choices: Choices,
) -> Indicators:
    """Specialty by specialty: nothing of one enters another, and memory stays that of the largest.

    Prescribers without a list, or never active, are nobody's comparator: they keep blanks.
    """
    result = Indicators.blank(specialty.size, active.shape[1])
    result.group_code[:] = [national_code(kind) for kind in specialty.tolist()]
    for kind in np.unique(specialty):
        rows = np.flatnonzero((specialty == kind) & (nation.patients > 0))
        season = ijstats.seasonal_exposure(
            nation.month_leaves[rows, :window_months],
            active[rows, :window_months],
            specialty[rows],
        )
        rows, fraction = rows[season.fraction > 0], season.fraction[season.fraction > 0]
        if rows.size:
            peers = _Peers.of(nation, rows, specialty, region, fraction, choices)
            _fill(result, nation, peers, active[rows], window_months)
    return result


def national_code(specialty: str) -> str:
    return f"{specialty}-FR"


@dataclass(frozen=True)
class _Peers:
    """The comparable prescribers of one specialty: their rows, groups and exposure."""

    choices: Choices
    rows: np.ndarray
    specialty: np.ndarray
    group: np.ndarray
    fallback: np.ndarray
    codes: np.ndarray
    exposure: np.ndarray

    @classmethod
    def of(
        cls,
        nation: Nation,
        rows: np.ndarray,
        specialty: np.ndarray,
        region: np.ndarray,
        fraction: np.ndarray,
        choices: Choices,
    ) -> "_Peers":
        leaves = np.bincount(nation.cells.row, nation.cells.leaves, minlength=specialty.size)[rows]
        groups = ijstats.comparable_groups(
            specialty[rows],
            region[rows],
            leaves,
            min_prescribers=choices.min_group_prescribers,
            min_leaves=choices.min_group_leaves,
        )
        codes = np.array(
            [
                national_code(str(key.specialty))
                if key.region is None
                else f"{key.specialty}-{key.region}"
                for key in groups.keys
            ]
        )
        exposure = nation.matrix("patients", rows) * fraction[:, None]
        return cls(
            choices,
            rows,
            specialty[rows],
            groups.group,
            groups.fallback,
            codes[groups.group],
            exposure,
        )

    def standardised(self, clusters: Clusters) -> ijstats.Standardised:
        return ijstats.standardise(
            clusters.observed,
            self.exposure,
            self.group,
            self.specialty,
            fallback=self.fallback,
            shape_patients=self.choices.shape_patients,
            leave_one_out=self.choices.leave_one_out,
        )

    def dispersed(self, clusters: Clusters) -> ijstats.Dispersion:
        return ijstats.dispersion(
            clusters,
            self.exposure,
            self.group,
            self.specialty,
            fallback=self.fallback,
            shape_patients=self.choices.shape_patients,
            leave_one_out=self.choices.leave_one_out,
        )

    def month_shares(self, by_month: np.ndarray, window_months: int) -> np.ndarray:
        return ijstats.month_shares(
            by_month,
            self.group,
            self.specialty,
            window_months=window_months,
            fallback=self.fallback,
        )


def _fill(
    result: Indicators, nation: Nation, peers: _Peers, active: np.ndarray, window_months: int
) -> None:
    rows = peers.rows
    days = _standardised(nation.day_clusters(rows), peers)
    result.exp_days[rows], result.ci_low[rows], result.ci_high[rows] = days[:3]
    result.kappa0[rows], result.kappa[rows] = days[3:]
    leaves = _standardised(nation.leave_clusters(rows), peers)
    result.exp_leaves[rows], result.leaves_ci_low[rows], result.leaves_ci_high[rows] = leaves[:3]
    months = ijstats.monthly_expected(
        days[0],
        days[3],
        peers.month_shares(nation.month_days[rows], window_months),
        active,
        window_months=window_months,
        level=peers.choices.level,
    )
    result.months_expected[rows] = months.expected
    result.months_band_low[rows], result.months_band_high[rows] = months.low, months.high
    result.group_code[rows], result.group_fallback[rows] = peers.codes, peers.fallback


def _standardised(clusters: Clusters, peers: _Peers) -> tuple[np.ndarray, ...]:
    """Expected, interval of the ratio, null and own dispersions of one indicator."""
    standard, spread = peers.standardised(clusters), peers.dispersed(clusters)
    interval = ijstats.ratio_interval(
        standard.observed,
        standard.expected,
        spread.kappa,
        spread.kappa0,
        level=peers.choices.level,
    )
    return standard.expected, interval.low, interval.high, spread.kappa0, spread.kappa
