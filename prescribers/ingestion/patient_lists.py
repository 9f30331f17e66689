"""The active patients by stratum: checked, summed, and put in the place of the window."""

import numpy as np

from prescribers.ingestion import coding
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks, Ints, find
from prescribers.ingestion.outcome import Counts, Delivery, count, later_twins
from prescribers.ingestion.staging import replace_partition
from prescribers.models.facts import OUTSIDE_STRATA


MOST_PATIENTS = 1_000_000
_STRATA_SPAN = 1 << 10


def load_patient_lists(checks: Checks, delivery: Delivery) -> Counts:
    """Check every cell, then replace the window by their sums by prescriber and stratum."""
    assert delivery.month is not None
    axes = _axes(checks)
    rpps = checks.rpps("rpps")
    patients = checks.integer("patients", 0, MOST_PATIENTS)
    caisse = _caisse(checks, rpps, np.datetime64(delivery.month, "D"))
    duplicate = later_twins(checks, *axes.values(), rpps)
    counts = count(checks, duplicate)
    if not counts.accepted:  # an empty window would take the place of the window
        return counts
    kept = np.flatnonzero(checks.ok & ~duplicate)
    stratum = _stratum({name: axis[kept] for name, axis in axes.items()})
    fields = _fields(delivery, rpps[kept], caisse[kept], stratum, patients[kept])
    replace_partition("medical.patient_window", delivery.month, fields)
    return counts


def _axes(checks: Checks) -> dict[str, Ints]:
    return {
        "band": checks.integer("tranche_age", 0, 6),
        "sex": checks.choice("sexe", {"1": 1, "2": 2}),
        "ald": checks.choice("ald", {"0": 0, "1": 1, "2": 2}),
        "c2s": checks.choice("c2s", {"0": 0, "1": 1}),
        "quintile": checks.integer("quintile", 0, 5),
        "commune_quintile": checks.integer("quintile_commune", 0, 5, optional=True),
    }


def _caisse(checks: Checks, rpps: Ints, month: np.datetime64) -> np.ndarray:
    unknown = (rpps > 0) & (find(rpps, coding.known_prescribers()) < 0)
    checks.refuse("rpps", unknown, "PRESCRIPTEUR_INCONNU")
    last_day = (month.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    caisse, attached = coding.known_attachments().last_caisse_by(rpps, last_day)
    checks.refuse("rpps", (rpps > 0) & ~unknown & ~attached, "SANS_RATTACHEMENT")
    return caisse


def _stratum(axes: dict[str, Ints]) -> Ints:
    return coding.stratum_of_band(
        axes["band"], axes["sex"], axes["ald"], axes["c2s"], axes["quintile"]
    )


def _fields(
    delivery: Delivery, rpps: Ints, caisse: np.ndarray, stratum: Ints, patients: Ints
) -> list[Field]:
    """One row per prescriber and stratum: the quintile of the commune is summed over."""
    cell = np.unique(rpps, return_inverse=True)[1] * _STRATA_SPAN + (stratum - OUTSIDE_STRATA)
    _, first, cell = np.unique(cell, return_index=True, return_inverse=True)
    sums = np.zeros(len(first), np.int64)
    np.add.at(sums, cell, patients)
    return [
        Field("window_end", "date", np.full(len(first), np.datetime64(delivery.month, "D"))),
        Field("rpps", "int8", rpps[first]),
        Field("caisse", "text", caisse[first]),
        Field("stratum", "int2", stratum[first]),
        Field("patients", "int4", sums),
    ]
