"""The lists by stratum: age, ALD, C2S and deprivation go together, and differ between practices."""

import numpy as np

from benchmarks.nations.plans import Kind
from benchmarks.nations.practices import Practices
from ijstats import N_STRATA, Cells


# Age bands: 16–24 25–34 35–44 45–54 55–59 60–64 65–70.
AGE_SHARES = np.array((0.14, 0.18, 0.19, 0.20, 0.10, 0.10, 0.09))
AGE_PLACE = np.array((-1.0, -0.6, -0.25, 0.1, 0.45, 0.7, 1.0))
WOMEN_SHARE = 0.54
# ALD other than cancer, of a patient of the middle quintile.
ALD_BY_AGE = np.array((0.017, 0.030, 0.052, 0.095, 0.146, 0.198, 0.258))
ALD_BY_QUINTILE = np.array((1.0, 0.85, 0.92, 1.0, 1.08, 1.16))
C2S_BY_QUINTILE = np.array((0.12, 0.05, 0.08, 0.11, 0.16, 0.25))
C2S_BY_AGE = np.array((1.4, 1.1, 1.1, 1.0, 0.9, 0.8, 0.6))
MOST_ALD, MOST_C2S = 0.9, 0.8

UNKNOWN_IRIS_SHARE = 0.008
NEXT_QUINTILE = 0.45
"""Patients of the next quintile for one of the commune's own."""
POOR_IRIS_SHARE = 0.75

# Between practices: log sd of the tilt of ages, of the share in ALD, of the share with the C2S.
AGE_LOG_SD, ALD_LOG_SD, C2S_LOG_SD, QUINTILE_LOG_SD = 0.25, 0.25, 0.35, 0.5
OLD_TILT, OLD_ALD = 1.2, 2.2


def draw_lists(rng: np.random.Generator, practices: Practices) -> tuple[Cells, np.ndarray]:
    """The cells that hold patients, and their patients: (C,) counts around the shares."""
    mean = practices.list_size[:, None] * _shares(rng, practices).reshape(-1, N_STRATA)
    patients = rng.poisson(mean)
    prescriber, stratum = np.nonzero(patients)
    return Cells(prescriber, stratum, patients.shape), patients[prescriber, stratum]


def _shares(rng: np.random.Generator, practices: Practices) -> np.ndarray:
    """(D, 7, 2, 2, 2, 6) share of a list in each stratum, in the order of the codes."""
    kind, size = practices.kind, practices.kind.size
    old = kind == Kind.OLD_LIST
    tilt = AGE_LOG_SD * rng.standard_normal(size) + OLD_TILT * old
    age = AGE_SHARES * np.exp(np.multiply.outer(tilt, AGE_PLACE))
    age /= age.sum(axis=1, keepdims=True)
    more_ald = np.exp(ALD_LOG_SD * rng.standard_normal(size)) * np.where(old, OLD_ALD, 1.0)
    ald = more_ald[:, None, None] * np.multiply.outer(ALD_BY_AGE, ALD_BY_QUINTILE)
    more_c2s = np.exp(C2S_LOG_SD * rng.standard_normal(size)) * (kind != Kind.NO_C2S)
    c2s = more_c2s[:, None, None] * np.multiply.outer(C2S_BY_AGE, C2S_BY_QUINTILE)
    home = age[:, :, None] * _quintiles(rng, practices)[:, None, :]
    by_ald, by_c2s = _with_without(ald, MOST_ALD), _with_without(c2s, MOST_C2S)
    # band, quintile, ald, c2s → band, sex, ald, c2s, quintile.
    joint = np.einsum("dbq,dbqa,dbqc->dbacq", home, by_ald, by_c2s)
    return np.asarray((1 - WOMEN_SHARE, WOMEN_SHARE))[:, None, None, None] * joint[:, :, None]


def _with_without(share: np.ndarray, most: float) -> np.ndarray:
    kept = np.minimum(share, most)
    return np.stack((1 - kept, kept), axis=-1)


def _quintiles(rng: np.random.Generator, practices: Practices) -> np.ndarray:
    """(D, 6) share of a list by quintile of the patient's IRIS, 0 for unknown."""
    away = np.abs(np.arange(1, 6) - practices.commune[:, None])
    share = NEXT_QUINTILE**away * np.exp(QUINTILE_LOG_SD * rng.standard_normal(away.shape))
    share /= share.sum(axis=1, keepdims=True)
    poor = (practices.kind == Kind.POOR_IRIS)[:, None]
    share = np.where(poor, (1 - POOR_IRIS_SHARE) * share, share)
    share[:, 4] += POOR_IRIS_SHARE * poor[:, 0]
    known = (1 - UNKNOWN_IRIS_SHARE) * share
    return np.concatenate((np.full((len(share), 1), UNKNOWN_IRIS_SHARE), known), axis=1)
