"""Adjusted prescribing profiles: the pure statistics, without framework, file or clock.

The method is written in `docs/methode.md`. Every public name is here; the modules are private.
Each function takes arrays, checks them, returns a named tuple and changes nothing; the same rows
in the same order give the same bytes.
"""

from ijstats.cells import CellMatrix, Cells
from ijstats.chance import chance_limits, chance_score
from ijstats.clusters import (
    CellClusters,
    Clusters,
    SufficientStatistics,
    sufficient_statistics,
)
from ijstats.disclosure import PublishedTable, publish, publish_list, publish_table
from ijstats.exposure import SeasonalExposure, seasonal_exposure
from ijstats.glm import GlmExpected, glm_expected, main_effect_rates
from ijstats.groups import ComparableGroups, GroupKey, comparable_groups
from ijstats.growth import GrowthSplit, growth_split
from ijstats.heterogeneity import between_variance
from ijstats.intervals import Interval, byar_limits, exact_limits, ratio_interval
from ijstats.linked_disclosure import Sum, publish_linked
from ijstats.monthly import MonthlyExpected, month_shares, monthly_expected
from ijstats.multiplicity import Discoveries, benjamini_hochberg, discoveries
from ijstats.overdispersion import Dispersion, dispersion
from ijstats.parameters import (
    FAR_LEVEL,
    LEVEL,
    METHOD_VERSION,
    MIN_EXPECTED_LEAVES,
    MIN_GROUP_LEAVES,
    MIN_GROUP_PRESCRIBERS,
    MIN_MONTHS,
    MIN_PATIENTS,
    RATIOS_TO_EXCEED,
    SHAPE_PATIENTS,
    SMALL_COUNT,
    STABLE_OUT_OF,
    method_parameters,
)
from ijstats.peer_months import MonthDeciles, month_deciles
from ijstats.predictive import SpreadScore, spread_limits, spread_score
from ijstats.shrinkage import Shrunken, shrinkage
from ijstats.signals import (
    CONFIRMED,
    NO_FIGURE,
    NO_SIGNAL,
    SIGNAL,
    STRONG_SIGNAL,
    TO_CONFIRM,
    UNSETTLED,
    SignalRule,
    above_minima,
    signals,
    stability,
)
from ijstats.spread import Comparison, Spread, spread
from ijstats.standardisation import Standardised, standardise
from ijstats.standing import Standing, standing
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
    MissingNationError,
    NegativeValueError,
    NoConvergenceError,
    NotANumberError,
    StatisticsInputError,
    UnknownCategoryError,
    WrongShapeError,
)


__all__ = [
    "CONFIRMED",
    "FAR_LEVEL",
    "LEVEL",
    "METHOD_VERSION",
    "MIN_EXPECTED_LEAVES",
    "MIN_GROUP_LEAVES",
    "MIN_GROUP_PRESCRIBERS",
    "MIN_MONTHS",
    "MIN_PATIENTS",
    "NO_FIGURE",
    "NO_SIGNAL",
    "N_STRATA",
    "OUTSIDE",
    "RATIOS_TO_EXCEED",
    "SHAPE_PATIENTS",
    "SIGNAL",
    "SMALL_COUNT",
    "STABLE_OUT_OF",
    "STRONG_SIGNAL",
    "TO_CONFIRM",
    "UNSETTLED",
    "CellClusters",
    "CellMatrix",
    "Cells",
    "Clusters",
    "ComparableGroups",
    "Comparison",
    "Discoveries",
    "Dispersion",
    "EventsWithoutExposureError",
    "GlmExpected",
    "GroupKey",
    "GrowthSplit",
    "InconsistentClustersError",
    "Interval",
    "LevelError",
    "MissingNationError",
    "MonthDeciles",
    "MonthlyExpected",
    "NegativeValueError",
    "NoConvergenceError",
    "NotANumberError",
    "PublishedTable",
    "SeasonalExposure",
    "Shrunken",
    "SignalRule",
    "Spread",
    "SpreadScore",
    "Standardised",
    "Standing",
    "StatisticsInputError",
    "Stratum",
    "StratumFactors",
    "SufficientStatistics",
    "Sum",
    "UnknownCategoryError",
    "WrongShapeError",
    "above_minima",
    "benjamini_hochberg",
    "between_variance",
    "byar_limits",
    "chance_limits",
    "chance_score",
    "comparable_groups",
    "discoveries",
    "dispersion",
    "exact_limits",
    "glm_expected",
    "growth_split",
    "main_effect_rates",
    "method_parameters",
    "month_deciles",
    "month_shares",
    "monthly_expected",
    "publish",
    "publish_linked",
    "publish_list",
    "publish_table",
    "ratio_interval",
    "seasonal_exposure",
    "shrinkage",
    "signals",
    "spread",
    "spread_limits",
    "spread_score",
    "stability",
    "standardise",
    "standing",
    "stratum_code",
    "stratum_factors",
    "stratum_label",
    "sufficient_statistics",
]
