"""The choices of a run: those of the method, and the minima under which no figure is shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from ijstats import (
    MIN_EXPECTED_LEAVES,
    MIN_MONTHS,
    MIN_PATIENTS,
    SignalRule,
    method_parameters,
)


@dataclass(frozen=True)
class Minima:
    """Below any of them a prescriber is *effectif insuffisant*."""

    min_expected_leaves: int = MIN_EXPECTED_LEAVES
    min_patients: int = MIN_PATIENTS
    min_months: int = MIN_MONTHS


LARGE_RATIO = 1.5
"""An interval above 1 with a ratio of at least this is *well above*."""


@dataclass(frozen=True)
class Choices:
    """What the reduction takes from the stored parameters, so that an old run can be redone."""

    shape_patients: float
    leave_one_out: bool
    level: float
    min_group_prescribers: int
    min_group_leaves: int
    min_expected_leaves: int
    min_patients: int
    min_months: int
    large_ratio: float
    top_share: float
    signal_ratio: float
    signal_exceeds: float
    strong_exceeds: float
    signal_probability: float
    stable_runs: int
    stable_out_of: int

    @property
    def rule(self) -> SignalRule:
        return SignalRule(
            self.signal_ratio, self.signal_exceeds, self.strong_exceeds, self.signal_probability
        )

    @classmethod
    def stored(cls, parameters: Mapping[str, Any]) -> "Choices":
        return cls(**{field.name: parameters[field.name] for field in fields(cls)})


def run_parameters(minima: Minima, *, maturity_months: int) -> dict[str, object]:
    return {
        **method_parameters(),
        **asdict(minima),
        "large_ratio": LARGE_RATIO,
        "maturity_months": maturity_months,
    }
