"""The caisses of a run: sums of its profiles, and what their patients' leaves are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ijstats import CONFIRMED, N_STRATA, TO_CONFIRM, growth_split
from prescribers.enums import Signal, SignalLevel
from prescribers.frames.nation import Nation
from prescribers.frames.profiles import Columns


# Leaves and days by stratum.
Mix = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class Caisses:
    """(C,) codes in order; `columns` of `CaisseProfile` by name; (C, S) leaves and days."""

    codes: np.ndarray
    columns: Columns
    leaves: np.ndarray
    days: np.ndarray


def caisses_of(nation: Nation, columns: Columns) -> Caisses:
    """Each prescriber counts in the caisse where his profile is, wherever his patients are."""
    codes, first, place = np.unique(columns["caisse"], return_index=True, return_inverse=True)
    size = codes.size

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, values, size)

    def by_month(values: np.ndarray) -> np.ndarray:
        return np.stack([total(month) for month in values.T], axis=1)

    compared = columns["exp_days"] > 0
    counted = {name: total(mask) for name, mask in _counts(columns).items()}
    whole = {
        name: total(columns[name]) for name in ("obs_days", "obs_leaves", "obs_amount_cents")
    } | {"compared_days": total(columns["obs_days"] * compared)}
    return Caisses(
        codes=codes,
        columns={
            "region": columns["region"][first],
            **{name: values.astype(np.int64) for name, values in (counted | whole).items()},
            "exp_days": total(columns["exp_days"]),
            "variance": total(np.where(compared, columns["kappa"] * columns["obs_days"], 0.0)),
            "months_start": columns["months_start"][first],
            "provisional_months": columns["provisional_months"][first],
            "months_observed": by_month(columns["months_observed"] * compared[:, None]).astype(
                np.int64
            ),
            "months_expected": by_month(columns["months_expected"] * compared[:, None]),
        },
        leaves=_by_stratum(nation, "leaves", place, size),
        days=_by_stratum(nation, "days", place, size),
    )


def _counts(columns: Columns) -> dict[str, np.ndarray]:
    """Who is counted where; a strong signal is a signal."""
    signal, stability = columns["signal"], columns["stability"]
    return {
        "prescribers": np.ones(signal.size, dtype=bool),
        "enough": columns["enough"],
        "judged": signal != Signal.NO_FIGURE.value,
        "signals": np.isin(signal, [Signal.SIGNAL.value, Signal.STRONG.value]),
        "strong": signal == Signal.STRONG.value,
        "confirmed": stability == CONFIRMED,
        "to_confirm": stability == TO_CONFIRM,
        # Intervals over 1 that carry no signal.
        "above": (signal == Signal.NONE.value) & (columns["level"] >= SignalLevel.ABOVE),
    }


def _by_stratum(nation: Nation, column: str, place: np.ndarray, size: int) -> np.ndarray:
    sums = nation.cells.by_group(nation.cell_values[column], place, size)
    return sums.astype(np.int64).reshape(size, N_STRATA)


def growth_parts(
    caisses: Sequence[str], before: Mapping[str, Mix], now: Mapping[str, Mix]
) -> dict[str, tuple[float, float, float]]:
    """Volume, structure and duration of each caisse, known in both years."""
    if not caisses:
        return {}
    years = ([year[caisse] for caisse in caisses] for year in (before, now))
    tables = [[mix[which] for mix in year] for year in years for which in (0, 1)]
    split = growth_split(*tables)
    return dict(zip(caisses, zip(*(part.tolist() for part in split), strict=True), strict=True))
