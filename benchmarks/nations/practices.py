"""Who prescribes: specialty, region, commune of the practice and what is odd about the list."""

from dataclasses import dataclass

import numpy as np

from benchmarks.nations.plans import Kind, Plan


@dataclass(frozen=True)
class Specialty:
    """Share of the prescribers, list (median, log sd), patients with a leave, and long leaves."""

    share: float
    median_list: float
    list_log_sd: float
    rate: float
    long: float


# Lists of generalists: median 927. The other shares are above the real ones, so that each
# specialty has over 700 prescribers above the minima to be judged by.
SPECIALTIES = {
    "MG": Specialty(0.62, 927.0, 0.573, 1.0, 1.0),
    "PSY": Specialty(0.15, 650.0, 0.5, 1.35, 2.0),
    "CHIR": Specialty(0.13, 800.0, 0.5, 1.1, 0.6),
    "RHUM": Specialty(0.10, 900.0, 0.5, 0.8, 1.4),
}
NAMES = np.array(list(SPECIALTIES))
SMALLEST_LIST, LARGEST_LIST = 100.0, 4_000.0

# The smallest region has 5 % of the prescribers: 70 of the rarest specialty.
REGION_SHARES = (0.19, 0.16, 0.14, 0.12, 0.11, 0.09, 0.08, 0.06, 0.05)
QUINTILES = 5


@dataclass(frozen=True)
class Practices:
    """(D,) each: specialty and region by index, quintile 1–5 of the commune, kind, list wanted."""

    specialty: np.ndarray
    region: np.ndarray
    commune: np.ndarray
    kind: np.ndarray
    list_size: np.ndarray


def draw_practices(rng: np.random.Generator, plan: Plan) -> Practices:
    """Odd practices come on top of the ordinary ones, last, and their lists are as long."""
    kind = np.repeat(
        [Kind.ORDINARY, *(kind for kind, _ in plan.odd)],
        [plan.prescribers, *(count for _, count in plan.odd)],
    )
    table = list(SPECIALTIES.values())
    specialty = rng.choice(len(table), kind.size, p=[one.share for one in table])
    region = rng.choice(len(REGION_SHARES), kind.size, p=REGION_SHARES)
    # Regions differ in deprivation: the mean quintile of their communes goes from 2.4 to 3.6.
    leaning = np.linspace(-0.3, 0.3, len(REGION_SHARES))[region]
    drawn = (rng.random(kind.size) ** np.exp(-leaning) * QUINTILES).astype(np.int64) + 1
    median = np.array([one.median_list for one in table])[specialty]
    log_sd = np.array([one.list_log_sd for one in table])[specialty]
    size = median * np.exp(log_sd * rng.standard_normal(kind.size))
    return Practices(
        specialty=specialty,
        region=region,
        commune=np.where(kind == Kind.POOR_IRIS, 1, drawn),
        kind=kind,
        list_size=np.clip(size, SMALLEST_LIST, LARGEST_LIST),
    )
