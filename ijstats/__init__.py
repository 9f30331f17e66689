"""Adjusted prescribing profiles: the pure statistics, without framework, file or clock.

The method is written in `docs/methode.md`. Every public name is here; the modules are private.
Each function takes arrays, checks them, returns a named tuple and changes nothing; the same rows
in the same order give the same bytes.
"""

from ijstats.chance import chance_limits, chance_score
from ijstats.clusters import (
    Clusters,
    SufficientStatistics,
    stack_clusters,
    sufficient_statistics,
)
from ijstats.exposure import SeasonalExposure, seasonal_exposure
from ijstats.groups import ComparableGroups, GroupKey, comparable_groups
from ijstats.intervals import Interval, byar_limits, exact_limits, ratio_interval
from ijstats.monthly import MonthlyExpected, month_shares, monthly_expected
from ijstats.overdispersion import Dispersion, dispersion
from ijstats.parameters import (
    LEVEL,
    METHOD_VERSION,
    MIN_GROUP_LEAVES,
    MIN_GROUP_PRESCRIBERS,
    SHAPE_PATIENTS,
    method_parameters,
)
from ijstats.standardisation import Standardised, standardise
from ijstats.strata import (
    N_STRATA,
    OUTSIDE,
    Stratum,
    StratumFactors,
    stratum_code,
    stratum_factors,
    stratum_label,
)
from ijstats.validation import (
    EventsWithoutExposureError,
    InconsistentClustersError,
    LevelError,
    NegativeValueError,
    NotANumberError,
    StatisticsInputError,
    UnknownCategoryError,
    WrongShapeError,
)


__all__ = [
    "LEVEL",
    "METHOD_VERSION",
    "MIN_GROUP_LEAVES",
    "MIN_GROUP_PRESCRIBERS",
    "N_STRATA",
    "OUTSIDE",
    "SHAPE_PATIENTS",
    "Clusters",
    "ComparableGroups",
    "Dispersion",
    "EventsWithoutExposureError",
    "GroupKey",
    "InconsistentClustersError",
    "Interval",
    "LevelError",
    "MonthlyExpected",
    "NegativeValueError",
    "NotANumberError",
    "SeasonalExposure",
    "Standardised",
    "StatisticsInputError",
    "Stratum",
    "StratumFactors",
    "SufficientStatistics",
    "UnknownCategoryError",
    "WrongShapeError",
    "byar_limits",
    "chance_limits",
    "chance_score",
    "comparable_groups",
    "dispersion",
    "exact_limits",
    "method_parameters",
    "month_shares",
    "monthly_expected",
    "ratio_interval",
    "seasonal_exposure",
    "stack_clusters",
    "standardise",
    "stratum_code",
    "stratum_factors",
    "stratum_label",
    "sufficient_statistics",
]
