"""The same ratio as a notebook would do it: pandas groupby, merge, and a loop for intervals."""

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.sample import Sample


SHAPE_PATIENTS = 500.0


def ratios(sample: Sample) -> np.ndarray:
    cells = _cells(sample)
    doctors = pd.DataFrame({"specialty": sample.specialty, "region": sample.region})
    cells = cells.join(doctors, on="prescriber")
    nation = cells.groupby(["specialty", "stratum"])[["days", "patients"]].sum()
    group = cells.groupby(["specialty", "region", "stratum"])[["days", "patients"]].sum()
    cells = cells.join(nation.add_prefix("k_"), on=["specialty", "stratum"])
    cells = cells.join(group.add_prefix("g_"), on=["specialty", "region", "stratum"])
    cells["shape"] = cells.k_days / cells.k_patients
    others = cells.g_patients - cells.patients
    cells["weighted"] = others * cells["shape"]
    cells["other_days"] = cells.g_days - cells.days
    # The level of the group without the doctor, over every stratum of the group.
    sums = cells.groupby("prescriber")[["other_days", "weighted"]].sum()
    level = (sums.other_days / sums.weighted).rename("level")
    cells = cells.join(level, on="prescriber")
    borrowed = SHAPE_PATIENTS * cells.level * cells["shape"]
    cells["rate"] = (cells.other_days + borrowed) / (others + SHAPE_PATIENTS)
    cells["expected"] = cells.patients * cells.rate
    result = cells.groupby("prescriber")[["days", "expected"]].sum()
    _intervals(result)
    return (result.days / result.expected).to_numpy()


def _cells(sample: Sample) -> pd.DataFrame:
    records = pd.DataFrame(
        {"prescriber": sample.prescriber, "stratum": sample.stratum, "days": sample.days}
    )
    observed = records.groupby(["prescriber", "stratum"]).days.sum()
    keys = np.indices(sample.exposure.shape).reshape(2, -1)
    patients = pd.DataFrame(
        {"prescriber": keys[0], "stratum": keys[1], "patients": sample.exposure.ravel()}
    )
    return patients.join(observed, on=["prescriber", "stratum"]).fillna({"days": 0})


def _intervals(result: pd.DataFrame) -> pd.DataFrame:
    return result.apply(
        lambda row: pd.Series(
            [stats.chi2.ppf(0.025, 2 * row.days) / 2, stats.chi2.ppf(0.975, 2 * row.days + 2) / 2]
        ),
        axis=1,
    )
