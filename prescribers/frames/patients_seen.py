"""The law's own denominator: leaves and days by patient seen, beside those by active patient."""

from dataclasses import dataclass, fields

import numpy as np

import ijstats
from prescribers.frames.certainty import Compared
from prescribers.frames.parameters import Choices


@dataclass(frozen=True)
class AgainstSeen:
    """One column of `Profile` each; NaN where nothing can be compared."""

    seen_exp_days: np.ndarray
    seen_ratio_days: np.ndarray
    seen_ci_low: np.ndarray
    seen_ci_high: np.ndarray
    seen_exp_leaves: np.ndarray
    seen_ratio_leaves: np.ndarray
    seen_leaves_ci_low: np.ndarray
    seen_leaves_ci_high: np.ndarray

    @classmethod
    def blank(cls, size: int) -> "AgainstSeen":
        return cls(**{field.name: np.full(size, np.nan) for field in fields(cls)})

    def put(self, rows: np.ndarray, days: "OneCount", leaves: "OneCount") -> None:
        found = (*days, *leaves)
        for field, values in zip(fields(self), found, strict=True):
            getattr(self, field.name)[rows] = values


OneCount = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def against_seen(
    figures: Compared,
    seen: np.ndarray,
    group: np.ndarray,
    specialty: np.ndarray,
    fallback: np.ndarray,
    choices: Choices,
) -> OneCount:
    """Expected, ratio and its interval with the rate by patient seen of the group's others.

    The activity file tells how many patients, not who they are: one stratum, so no adjustment,
    and a reference without any shape to borrow. How the events of a patient cluster does not
    depend on the denominator: the dispersions are those of the adjusted figure.
    """
    # Who saw nobody tells no rate: his leaves, if any, are a matter for the imports' checks.
    observed = np.where(seen > 0, figures.observed, 0)
    standard = ijstats.standardise(
        observed[:, None],
        seen[:, None],
        group,
        specialty,
        fallback=fallback,
        shape_patients=0.0,
        leave_one_out=choices.leave_one_out,
    )
    interval = ijstats.ratio_interval(
        observed, standard.expected, figures.kappa, figures.kappa0, level=choices.level
    )
    compared = standard.expected > 0
    columns = (standard.expected, standard.ratio, interval.low, interval.high)
    days, ratio, low, high = (np.where(compared, column, np.nan) for column in columns)
    return days, ratio, low, high
