"""A simulated feed of records, at three scales; only its size and shape matter here."""

from dataclasses import dataclass

import numpy as np

from ijstats import N_STRATA


SCALES = {"caisse": (600, 200_000), "region": (5_000, 1_700_000), "nation": (60_000, 20_000_000)}


@dataclass(frozen=True)
class Sample:
    """Records of leaves (N,), patients by stratum (D, S), specialty and region (D,)."""

    prescriber: np.ndarray
    stratum: np.ndarray
    days: np.ndarray
    patient: np.ndarray
    start: np.ndarray
    exposure: np.ndarray
    specialty: np.ndarray
    region: np.ndarray


def draw(scale: str, seed: int = 1) -> Sample:
    doctors, leaves = SCALES[scale]
    rng = np.random.default_rng(seed)
    exposure = rng.poisson(3.0, (doctors, N_STRATA)).astype(np.int32)
    prescriber = np.sort(rng.integers(0, doctors, leaves))
    return Sample(
        prescriber=prescriber,
        stratum=rng.integers(0, N_STRATA, leaves).astype(np.int16),
        days=np.minimum(1 + rng.exponential(33, leaves), 365).astype(np.int64),
        patient=rng.integers(0, 400, leaves),
        start=rng.integers(0, 365, leaves),
        exposure=exposure + 1,
        specialty=rng.choice(["MG", "PSY", "CHIR"], doctors, p=[0.8, 0.1, 0.1]),
        region=rng.choice([f"{code:02d}" for code in range(max(1, doctors // 3_500))], doctors),
    )
