"""Who is compared with whom: the cells, groups and exposure of comparable prescribers."""

from dataclasses import dataclass, replace

import numpy as np

import ijstats
from ijstats import CellMatrix
from prescribers.frames.certainty import Compared
from prescribers.frames.nation import Indicator, Part
from prescribers.frames.parameters import Choices
from prescribers.frames.patients_seen import OneCount, against_seen


def national_code(specialty: str) -> str:
    return f"{specialty}-FR"


@dataclass(frozen=True)
class Peers:
    """The comparable prescribers: their cells, groups and exposure."""

    choices: Choices
    part: Part
    specialty: np.ndarray
    group: np.ndarray
    fallback: np.ndarray
    codes: np.ndarray
    fraction: np.ndarray
    exposure: CellMatrix

    @classmethod
    def of(
        cls,
        part: Part,
        specialty: np.ndarray,
        region: np.ndarray,
        fraction: np.ndarray,
        choices: Choices,
    ) -> "Peers":
        groups = ijstats.comparable_groups(
            specialty,
            region,
            part.cells.by_prescriber(part.matrix("leaves").values),
            min_prescribers=choices.min_group_prescribers,
            min_leaves=choices.min_group_leaves,
        )
        codes = np.array(
            [
                national_code(str(key.specialty))
                if key.region is None
                else f"{key.specialty}-{key.region}"
                for key in groups.keys
            ]
        )
        return cls(
            choices,
            part,
            specialty,
            groups.group,
            groups.fallback,
            codes[groups.group],
            fraction,
            part.exposure(fraction),
        )

    def against_nation(self) -> tuple[np.ndarray, "Peers"] | None:
        """Those whose specialty has regional and national groups, all against the nation.

        None when there is no such specialty; their places among these peers otherwise.
        """
        by_nation = np.isin(self.specialty, self.specialty[self.fallback])
        by_region = np.isin(self.specialty, self.specialty[~self.fallback])
        rows = np.flatnonzero(by_nation & by_region)
        if not rows.size:
            return None
        part = Part.of(self.part.nation, self.part.rows[rows])
        specialty, fraction = self.specialty[rows], self.fraction[rows]
        everyone = np.ones(rows.size, dtype=bool)
        exposure = part.exposure(fraction)
        return rows, replace(
            self,
            part=part,
            specialty=specialty,
            group=specialty,
            fallback=everyone,
            codes=specialty,
            fraction=fraction,
            exposure=exposure,
        )

    def month_shares(self, by_month: np.ndarray, window_months: int) -> np.ndarray:
        return ijstats.month_shares(
            by_month,
            self.group,
            self.specialty,
            window_months=window_months,
            fallback=self.fallback,
        )

    def compared(self, of: Indicator) -> Compared:
        """Observed, expected, null and own dispersions of one indicator."""
        found = ijstats.dispersion(
            self.part.clusters(of),
            self.exposure,
            self.group,
            self.specialty,
            fallback=self.fallback,
            shape_patients=self.choices.shape_patients,
            leave_one_out=self.choices.leave_one_out,
        )
        return Compared(found.observed, found.expected, found.kappa0, found.kappa)

    def against_seen(self, figures: Compared, seen: np.ndarray) -> OneCount:
        return against_seen(figures, seen, self.group, self.specialty, self.fallback, self.choices)

    def regressed(self, of: Indicator) -> np.ndarray:
        """Expected by the regression, a variant; NaN when a group's fit does not settle.

        A variant that has no figure must not take from everyone the figure that has one.
        """
        observed = self.part.clusters(of).observed
        try:
            fitted = ijstats.glm_expected(
                observed,
                self.exposure,
                self.group,
                self.specialty,
                fallback=self.fallback,
                leave_one_out=self.choices.leave_one_out,
            )
        except ijstats.NoConvergenceError:
            return np.full(self.group.size, np.nan)
        return fitted.expected
