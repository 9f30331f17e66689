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
"""Confidence of the interval of a ratio and of the monthly band."""


def method_parameters() -> dict[str, str | int | float | bool]:
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
    }
