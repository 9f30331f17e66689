"""The same ratio as a notebook would do it: pandas, a regression by statsmodels, a loop."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats


SHAPE_PATIENTS = 500.0
STRATUM = ["band", "sex", "ald", "c2s", "quintile"]
BANDS = [16, 25, 35, 45, 55, 60, 65, 71]


def main(folder: Path, out: Path) -> dict[str, float]:
    began, cpu = time.perf_counter(), time.process_time()
    cells = _cells(folder)
    result = _standardised(cells)
    result["expected_glm"] = _regressed(cells)
    result[["low", "high"]] = result.apply(_interval, axis=1)
    took = {"mur_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    result.reset_index().to_parquet(out)
    return took


def _cells(folder: Path) -> pd.DataFrame:
    """Days, leaves and patients by prescriber and stratum, with their specialty and region."""
    leaves = pd.read_parquet(folder / "leaves.parquet")
    leaves = leaves.merge(pd.read_parquet(folder / "iris.parquet"), on="iris", how="left")
    leaves["quintile"] = leaves.quintile.fillna(0).astype(int)
    kept = leaves[
        (leaves.risk != "MAT")
        & (leaves.ald < 2)
        & leaves.age.between(16, 70)
        & (leaves.tpt == 0)
        & (leaves.replacement == 0)
        & (pd.to_datetime(leaves.start) < "2025-11-01")
    ]
    kept = kept.assign(band=pd.cut(kept.age, BANDS, right=False, labels=False))
    observed = kept.groupby(["rpps", *STRATUM]).days.agg(["sum", "count"])
    observed = observed.set_axis(["days", "leaves"], axis=1).reset_index()
    lists = pd.read_parquet(folder / "lists.parquet").rename(columns={"sexe": "sex"})
    lists = lists[lists.ald < 2].assign(band=lists.tranche_age)
    lists = lists.groupby(["rpps", *STRATUM], as_index=False).patients.sum()
    cells = observed.merge(lists[["rpps", *STRATUM, "patients"]], how="outer").fillna(0)
    return cells.merge(pd.read_parquet(folder / "people.parquet"), on="rpps")


def _standardised(cells: pd.DataFrame) -> pd.DataFrame:
    groups = cells.groupby(["specialty", "region"]).agg(
        prescribers=("rpps", "nunique"), of_group=("leaves", "sum")
    )
    cells = cells.join(groups, on=["specialty", "region"])
    large = (cells.prescribers >= 30) & (cells.of_group >= 5_000)
    cells["place"] = np.where(large, cells.region, "FR")
    nation = cells.groupby(["specialty", *STRATUM])[["days", "patients"]].sum()
    shape = (nation.days / nation.patients.where(nation.patients > 0)).fillna(0).rename("shape")
    everyone = pd.concat([cells[large], cells.assign(place="FR")])
    group = everyone.groupby(["specialty", "place", *STRATUM])[["days", "patients"]].sum()
    cells = cells.join(shape, on=["specialty", *STRATUM])
    cells = cells.join(group.add_prefix("g_"), on=["specialty", "place", *STRATUM])
    group = group.join(shape, on=["specialty", *STRATUM])
    group["weighted"] = group.patients * group["shape"]
    total = group.groupby(["specialty", "place"])[["days", "weighted"]].sum().add_prefix("t_")
    cells["weighted"] = cells.patients * cells["shape"]
    own = cells.groupby(["rpps", "specialty", "place"])[["days", "weighted"]].sum().reset_index()
    own = own.join(total, on=["specialty", "place"])
    own["level"] = (own.t_days - own.days) / (own.t_weighted - own.weighted)
    cells = cells.merge(own[["rpps", "level"]], on="rpps")
    borrowed = SHAPE_PATIENTS * cells.level * cells["shape"]
    rate = (cells.g_days - cells.days + borrowed) / (
        cells.g_patients - cells.patients + SHAPE_PATIENTS
    )
    cells["expected"] = cells.patients * rate
    result = cells.groupby("rpps")[["days", "expected"]].sum()
    return result.rename(columns={"days": "observed"})


def _regressed(cells: pd.DataFrame) -> pd.Series:
    """One Poisson regression a specialty and region, on the prescribers' own cells."""
    formula = "days ~ C(band) + C(sex) + C(ald) + C(c2s) + C(quintile)"
    found = []
    for _, group in cells[cells.patients > 0].groupby(["specialty", "region"]):
        if group.days.sum() == 0 or group.rpps.nunique() < 30:
            continue
        fit = smf.glm(
            formula, group, family=sm.families.Poisson(), offset=np.log(group.patients)
        ).fit()
        found.append(fit.fittedvalues.groupby(group.rpps).sum())
    return pd.concat(found).groupby(level=0).sum()


def _interval(row: pd.Series) -> pd.Series:
    low, high = (
        stats.chi2.ppf(0.025, 2 * row.observed) / 2,
        stats.chi2.ppf(0.975, 2 * row.observed + 2) / 2,
    )
    return pd.Series([low, high]) / row.expected if row.expected else pd.Series([0.0, 0.0])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))) + "\n")
