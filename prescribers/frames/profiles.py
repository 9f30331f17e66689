"""The reduction: national integers and the directory become one column per profile field."""

import numpy as np

import ijstats
from prescribers.enums import SignalLevel
from prescribers.frames.directory import Directory
from prescribers.frames.indicators import Indicators, compute_indicators
from prescribers.frames.nation import Nation
from prescribers.frames.parameters import Choices
from prescribers.frames.statistics import KINDS
from prescribers.frames.window import Window


Columns = dict[str, np.ndarray]


def profile_columns(
    nation: Nation,
    directory: Directory,
    window: Window,
    choices: Choices,
    *,
    past_signals: np.ndarray,
) -> Columns:
    """Compute every column of `Profile` but the run, in the order of RPPS numbers.

    `past_signals` are the words of the runs of the months before, (D, R), the oldest first.
    """
    length = len(window.months)
    indicators = compute_indicators(
        nation,
        directory.column("specialty"),
        directory.column("region"),
        directory.practice,
        window_months=length,
        choices=choices,
    )
    columns = _identity(directory) | {
        "n_patients": nation.of_cells("patients"),
        "patients_by_age_sex": _by_age_sex(nation),
        "months_active": directory.practice.months_active,
        "patients_seen": directory.practice.seen,
        **_amounts(nation, indicators),
        **_kinds(nation),
        **_days(nation, indicators, length),
        **_leaves(nation, indicators, length),
        "group_code": indicators.group_code,
        "group_fallback": indicators.group_fallback,
        "kappa0": indicators.kappa0,
        "kappa": indicators.kappa,
        "exp_days_glm": indicators.exp_days_glm,
        "months_observed": nation.month_days,
        "months_expected": indicators.months_expected,
        "months_band_low": indicators.months_band_low,
        "months_band_high": indicators.months_band_high,
        "months_start": np.full(nation.rpps.size, window.start.isoformat()),
        "provisional_months": np.full(nation.rpps.size, len(window.provisional)),
    }
    columns |= vars(indicators.certainty) | vars(indicators.seen)
    columns["stability"] = ijstats.stability(
        np.column_stack([past_signals, columns["signal"]]),
        stable_runs=choices.stable_runs,
        out_of=choices.stable_out_of,
    )
    columns["enough"] = indicators.enough
    columns["level"] = _level(columns, choices.large_ratio)
    return columns


def days_by_caisse(columns: Columns) -> dict[str, list[int]]:
    """Days of each month of the window, by caisse: what the next run compares its own with."""
    caisses, place = np.unique(columns["caisse"], return_inverse=True)
    days = np.zeros((caisses.size, columns["months_observed"].shape[1]), np.int64)
    np.add.at(days, place, columns["months_observed"])
    complete = days.shape[1] - int(columns["provisional_months"].max(initial=0))
    return dict(zip(caisses.tolist(), days[:, :complete].tolist(), strict=True))


def _identity(directory: Directory) -> Columns:
    return {
        "rpps": np.char.zfill(directory.rpps.astype(str), 11),
        "prescriber_id": np.array([person.prescriber_id for person in directory.people]),
        **{
            name: directory.column(name)
            for name in ("caisse", "region", "specialty", "name_sort", "commune_name")
        },
    }


def _by_age_sex(nation: Nation) -> np.ndarray:
    """(D, 14) patients by age band, then sex: what the pyramid of a list draws."""
    factors = ijstats.stratum_factors(np.arange(ijstats.N_STRATA))
    place_of = factors.age_band * 2 + factors.sex - 1
    width = int(place_of.max()) + 1
    where = nation.cells.prescriber.astype(np.int64) * width + place_of[nation.cells.stratum]
    size = nation.rpps.size * width
    patients = np.bincount(where, nation.cell_values["patients"], size)
    return patients.astype(np.int64).reshape(nation.rpps.size, width)


def _days(nation: Nation, indicators: Indicators, length: int) -> Columns:
    observed = nation.month_days[:, :length].sum(axis=1)
    return {
        "obs_days": observed,
        "exp_days": indicators.exp_days,
        "ratio_days": _ratio(observed, indicators.exp_days),
        "ci_low": indicators.ci_low,
        "ci_high": indicators.ci_high,
        "excess_days": np.where(indicators.exp_days > 0, observed - indicators.exp_days, np.nan),
    }


def _leaves(nation: Nation, indicators: Indicators, length: int) -> Columns:
    observed = nation.month_leaves[:, :length].sum(axis=1)
    return {
        "obs_leaves": observed,
        "exp_leaves": indicators.exp_leaves,
        "ratio_leaves": _ratio(observed, indicators.exp_leaves),
        "leaves_ci_low": indicators.leaves_ci_low,
        "leaves_ci_high": indicators.leaves_ci_high,
        "z_leaves": indicators.z_leaves,
        "z_tau_leaves": indicators.z_tau_leaves,
    }


def _amounts(nation: Nation, indicators: Indicators) -> Columns:
    observed = nation.of_cells("amounts")
    return {
        "obs_amount_cents": observed,
        "exp_amount_cents": indicators.exp_amount_cents,
        "ratio_amount": _ratio(observed, indicators.exp_amount_cents),
        "amount_ci_low": indicators.amount_ci_low,
        "amount_ci_high": indicators.amount_ci_high,
    }


def _kinds(nation: Nation) -> Columns:
    return {f"leaves_{name}": nation.kinds[:, place] for place, name in enumerate(KINDS)}


def _ratio(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    empty = np.full(observed.shape, np.nan)
    return np.divide(observed, expected, out=empty, where=expected > 0)


def _level(columns: Columns, large_ratio: float) -> np.ndarray:
    """Compatible unless the whole interval is above 1; a lower ratio is nobody's signal."""
    above = columns["ci_low"] > 1
    well_above = above & (columns["ratio_days"] >= large_ratio)
    level = np.where(above, SignalLevel.ABOVE.value, SignalLevel.COMPATIBLE.value)
    level = np.where(well_above, SignalLevel.WELL_ABOVE.value, level)
    return np.where(columns["enough"], level, SignalLevel.NOT_ENOUGH.value)
