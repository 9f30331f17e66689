"""The night's statistics on days, as the product does them."""

import numpy as np

import ijstats
from benchmarks.sample import Sample


def ratios(sample: Sample) -> np.ndarray:
    doctors = len(sample.specialty)
    clusters = ijstats.sufficient_statistics(
        sample.prescriber,
        sample.stratum,
        sample.days,
        sample.patient,
        sample.start,
        n_prescribers=doctors,
    )
    groups = ijstats.comparable_groups(
        sample.specialty, sample.region, clusters.leaves.observed.sum(axis=1)
    )
    exposure = sample.exposure.astype(float)
    where = {"group": groups.group, "specialty": sample.specialty, "fallback": groups.fallback}
    days = ijstats.standardise(clusters.days.observed, exposure, **where)
    spread = ijstats.dispersion(clusters.days, exposure, **where)
    ijstats.ratio_interval(days.observed, days.expected, spread.kappa, spread.kappa0)
    return days.ratio
