"""Expected counts, intervals and months of the prescribers, by the formulas of `ijstats`."""

from dataclasses import dataclass, fields

import numpy as np

import ijstats
from ijstats import CellClusters, CellMatrix
from prescribers.frames.nation import DAYS, LEAVES, Nation, Part
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
    """Compare each prescriber with his group; a group never holds two specialties.

    Prescribers without a list, or never active, are nobody's comparator: they keep blanks.
    """
    result = Indicators.blank(specialty.size, active.shape[1])
    result.group_code[:] = [national_code(kind) for kind in specialty.tolist()]
    rows = np.flatnonzero(nation.of_cells("patients") > 0)
    season = ijstats.seasonal_exposure(
        nation.month_leaves[rows, :window_months], active[rows, :window_months], specialty[rows]
    )
    rows, fraction = rows[season.fraction > 0], season.fraction[season.fraction > 0]
    if rows.size:
        peers = _Peers.of(Part.of(nation, rows), specialty[rows], region[rows], fraction, choices)
        _fill(result, peers, active[rows], window_months)
    return result


def national_code(specialty: str) -> str:
    return f"{specialty}-FR"


@dataclass(frozen=True)
class _Peers:
    """The comparable prescribers: their cells, groups and exposure."""

    choices: Choices
    part: Part
    specialty: np.ndarray
    group: np.ndarray
    fallback: np.ndarray
    codes: np.ndarray
    exposure: CellMatrix

    @classmethod
    def of(
        cls,
        part: Part,
        specialty: np.ndarray,
        region: np.ndarray,
        fraction: np.ndarray,
        choices: Choices,
    ) -> "_Peers":
        groups = ijstats.comparable_groups(
            specialty,
            region,
            part.cells.by_prescriber(part.matrix("leaves").values),
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
        return cls(
            choices,
            part,
            specialty,
            groups.group,
            groups.fallback,
            codes[groups.group],
            part.exposure(fraction),
        )

    def standardised(self, clusters: CellClusters) -> ijstats.Standardised:
        return ijstats.standardise(
            clusters.observed,
            self.exposure,
            self.group,
            self.specialty,
            fallback=self.fallback,
            shape_patients=self.choices.shape_patients,
            leave_one_out=self.choices.leave_one_out,
        )

    def dispersed(self, clusters: CellClusters) -> ijstats.Dispersion:
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


def _fill(result: Indicators, peers: _Peers, active: np.ndarray, window_months: int) -> None:
    rows = peers.part.rows
    days = _standardised(peers.part.clusters(DAYS), peers)
    result.exp_days[rows], result.ci_low[rows], result.ci_high[rows] = days[:3]
    result.kappa0[rows], result.kappa[rows] = days[3:]
    leaves = _standardised(peers.part.clusters(LEAVES), peers)
    result.exp_leaves[rows], result.leaves_ci_low[rows], result.leaves_ci_high[rows] = leaves[:3]
    months = ijstats.monthly_expected(
        days[0],
        days[3],
        peers.month_shares(peers.part.nation.month_days[rows], window_months),
        active,
        window_months=window_months,
        level=peers.choices.level,
    )
    result.months_expected[rows] = months.expected
    result.months_band_low[rows], result.months_band_high[rows] = months.low, months.high
    result.group_code[rows], result.group_fallback[rows] = peers.codes, peers.fallback


def _standardised(clusters: CellClusters, peers: _Peers) -> tuple[np.ndarray, ...]:
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
