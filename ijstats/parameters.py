"""The version of the method and its default parameters, stored on every run."""

METHOD_VERSION = "v1"

SHAPE_PATIENTS = 500.0
"""K of the method: patients' worth of national shape lent to each stratum of a group."""

OWN_DISPERSION_PATIENTS = 50.0
"""Patients with a leave at which the prescriber's own dispersion weighs one half."""

MIN_GROUP_PRESCRIBERS = 30
MIN_GROUP_LEAVES = 5_000
"""Below either, specialty × region is not a comparator and specialty × nation is used."""

EXACT_BELOW = 10.0
"""Effective counts under this use the exact gamma limits instead of Byar's approximation."""

LEVEL = 0.95
"""Confidence of the interval of a ratio, of the monthly band and of the inner limits."""

FAR_LEVEL = 0.998
"""Confidence of the outer pair of limits: z = 3.09023."""

SPREAD_MIN_EXPECTED = 5.0
"""A prescriber tells something of the spread from this many times κ0 expected."""

SPREAD_CLIPPED = 0.10
"""Share of the standardised differences brought in at each end before squaring."""

SPREAD_SPECIALTY_WEIGHT = 100.0
"""Prescribers' worth of the spread of the specialty lent to each group."""

SPREAD_NODES = 31
"""Gauss–Hermite nodes over the ordinary spread."""

LEAST_SPREAD = 0.05
"""Standard deviation of log ratios under which no group is shrunk further."""

RATIOS_TO_EXCEED = (1.3, 1.5, 2.0)
"""The c of the published P(ratio > c)."""

TOP_SHARE = 0.10
"""The top of a group: its first decile."""

FALSE_DISCOVERIES = 0.05
"""A q-value under this is *distinct du hasard*."""

MIN_EXPECTED_LEAVES = 100
MIN_PATIENTS = 200
MIN_MONTHS = 6
"""Below any of the three a prescriber is *effectif insuffisant*."""

SIGNAL_RATIO = 1.5
SIGNAL_EXCEEDS = 1.3
STRONG_EXCEEDS = 1.5
SIGNAL_PROBABILITY = 0.95
"""A signal: observed ratio, and the probability that the true one exceeds a level."""

STABLE_RUNS = 8
STABLE_OUT_OF = 12
"""A signal is confirmed when it was there in so many of the last monthly runs."""

SMALL_COUNT = 11
"""Counts of persons from 1 to this minus 1 are never published; no run depends on it."""


def method_parameters() -> dict[str, str | int | float | bool | list[float]]:
    """Return the version and the defaults as plain values, ready to be stored with a run."""
    return {
        "method": METHOD_VERSION,
        "shape_patients": SHAPE_PATIENTS,
        "leave_one_out": True,
        "own_dispersion_patients": OWN_DISPERSION_PATIENTS,
        "min_group_prescribers": MIN_GROUP_PRESCRIBERS,
        "min_group_leaves": MIN_GROUP_LEAVES,
        "exact_below": EXACT_BELOW,
        "level": LEVEL,
        "far_level": FAR_LEVEL,
        "spread_min_expected": SPREAD_MIN_EXPECTED,
        "spread_clipped": SPREAD_CLIPPED,
        "spread_specialty_weight": SPREAD_SPECIALTY_WEIGHT,
        "spread_nodes": SPREAD_NODES,
        "least_spread": LEAST_SPREAD,
        "ratios_to_exceed": list(RATIOS_TO_EXCEED),
        "top_share": TOP_SHARE,
        "false_discoveries": FALSE_DISCOVERIES,
        "min_expected_leaves": MIN_EXPECTED_LEAVES,
        "min_patients": MIN_PATIENTS,
        "min_months": MIN_MONTHS,
        "signal_ratio": SIGNAL_RATIO,
        "signal_exceeds": SIGNAL_EXCEEDS,
        "strong_exceeds": STRONG_EXCEEDS,
        "signal_probability": SIGNAL_PROBABILITY,
        "stable_runs": STABLE_RUNS,
        "stable_out_of": STABLE_OUT_OF,
    }
