"""Why a leave was written: the forty codes of data/nomenclatures/motifs.csv, drawn plausibly."""

import numpy as np

from ijportal.demo import reference
from ijportal.demo.calibration import SPECIALTY_NAMES


# Relative weight inside the class; classes weighted below.
CLASS_WEIGHT = {
    "TMS_RACHIS": 16, "TMS_AUTRE": 9, "PSY": 22, "INFECT_SAISON": 24, "TRAUMA": 8, "CHIR": 4,
    "CANCER": 0.4, "CARDIO": 2, "GROSSESSE": 2, "DIGESTIF": 3, "NEURO": 2, "SYMPT": 8, "AUTRE": 4,
}  # fmt: skip
# A long leave is seldom a gastro-enteritis.
LONG_FACTOR = {
    "INFECT_SAISON": 0.01, "PSY": 2.2, "TMS_RACHIS": 1.5, "TMS_AUTRE": 1.6, "SYMPT": 0.2,
    "CARDIO": 2.0, "CHIR": 1.2, "GROSSESSE": 0.2,
}  # fmt: skip
SPECIALTY_FACTOR = {
    "PSY": {"PSY": 60.0},
    "CHIR": {"CHIR": 40.0, "TRAUMA": 12.0, "TMS_AUTRE": 4.0, "INFECT_SAISON": 0.05, "PSY": 0.05},
    "RHUM": {"TMS_RACHIS": 12.0, "TMS_AUTRE": 12.0},
    "CARD": {"CARDIO": 80.0},
    "NEUR": {"NEURO": 60.0},
}


def codes_and_classes() -> tuple[list[str], list[str]]:
    table = reference.rows("nomenclatures/motifs.csv")
    return [row["code"] for row in table], [row["classe"] for row in table]


def draw_motives(
    rng: np.random.Generator,
    *,
    specialty: np.ndarray,
    long: np.ndarray,
    cancer: np.ndarray,
    maternity: np.ndarray,
) -> np.ndarray:
    """Position of the code; a patient with cancer and a maternity leave have their own."""
    codes, classes = codes_and_classes()
    steps = np.cumsum(_shares(classes), axis=-1).reshape(-1, len(codes))
    case = specialty * 2 + long
    ladder = (steps + np.arange(len(steps))[:, None]).ravel()
    motive = np.searchsorted(ladder, case + rng.random(len(case)), side="right") - case * len(codes)
    motive = np.clip(motive, 0, len(codes) - 1)
    other_tumour, pregnancy = codes.index("M30"), codes.index("M33")
    motive = np.where(cancer, other_tumour - (rng.random(len(case)) < 0.3), motive)
    return np.where(maternity, pregnancy, motive)


def _shares(classes: list[str]) -> np.ndarray:
    """Specialty × (short, long) × code, each summing to 1."""
    size = {name: classes.count(name) for name in set(classes)}
    shares = np.array(
        [
            [
                [
                    CLASS_WEIGHT[name]
                    / size[name]
                    * SPECIALTY_FACTOR.get(specialty, {}).get(name, 1.0)
                    * (LONG_FACTOR.get(name, 1.0) if long else 1.0)
                    for name in classes
                ]
                for long in (0, 1)
            ]
            for specialty in SPECIALTY_NAMES
        ]
    )
    return shares / shares.sum(axis=-1, keepdims=True)
