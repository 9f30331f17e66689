"""The active patients by stratum: checked, summed, and put in the place of the window."""

import numpy as np

from prescribers.ingestion import coding
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.block_records import ListColumns
from prescribers.ingestion.blocks import write_list_blocks
from prescribers.ingestion.checks import Checks, Ints
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored, totals_by_caisse
from prescribers.ingestion.staging import replace_partition


# How many values each axis of a cell has, to write the six as one number.
AXES = {"band": 7, "sex": 3, "ald": 3, "c2s": 2, "quintile": 6, "commune_quintile": 6}
STRATUM_AXES = ("band", "sex", "ald", "c2s", "quintile")
MOST_PATIENTS = 1_000_000


def code_patient_lists(checks: Checks, delivery: Delivery) -> Columns:
    """One row per cell of a list, as small as can be: a window has up to nine million of them."""
    assert delivery.month is not None
    axes = _axes(checks)
    patients = checks.integer("patients", 0, MOST_PATIENTS)
    doctor, caisse = _doctor_and_caisse(checks, delivery, np.datetime64(delivery.month, "D"))
    # A refused row has no sex; any value will do for it, as it goes no further.
    axes["sex"] = np.maximum(axes["sex"], 1)
    cell = np.zeros(len(doctor), np.int16)
    for name, size in AXES.items():
        cell = cell * size + np.maximum(axes[name], 0).astype(np.int16)
    stratum = coding.stratum_of_band(*(axes[name] for name in STRATUM_AXES))
    return {
        "doctor": doctor.astype(np.int32),
        "caisse": caisse,
        "cell": cell,
        "stratum": stratum.astype(np.int16),
        # -1 where the file has no such column.
        "commune_quintile": np.maximum(axes["commune_quintile"], 0).astype(np.int8),
        "patients": patients.astype(np.int32),
    }


def store_patient_lists(rows: Gathered, delivery: Delivery) -> Stored:
    """Replace the window by the sums of its cells by prescriber, stratum and commune quintile."""
    assert delivery.month is not None
    duplicate = rows.later_twins("doctor", "cell")
    lists = _lists(rows, np.flatnonzero(rows.ok & ~duplicate), delivery)
    month = np.full(len(lists["rpps"]), np.datetime64(delivery.month, "D"))
    fields = [
        Field("window_end", "date", month),
        Field("rpps", "int8", lists["rpps"]),
        Field("caisse", "text", lists["caisse"]),
        Field("stratum", "int2", lists["stratum"]),
        Field("commune_quintile", "int2", lists["commune_quintile"]),
        Field("patients", "int4", lists["patients"]),
    ]
    replace_partition("medical.patient_window", delivery.month, fields)
    blocks = ListColumns(*(lists[name] for name in ListColumns._fields))
    write_list_blocks(delivery.month, blocks)
    totals = totals_by_caisse(lists["caisse"], lists["rpps"], lists["patients"])
    return Stored(duplicate, totals)


def _axes(checks: Checks) -> Columns:
    return {
        "band": checks.integer("tranche_age", 0, 6),
        "sex": checks.choice("sexe", {"1": 1, "2": 2}),
        "ald": checks.choice("ald", {"0": 0, "1": 1, "2": 2}),
        "c2s": checks.choice("c2s", {"0": 0, "1": 1}),
        "quintile": checks.integer("quintile", 0, 5),
        "commune_quintile": checks.integer("quintile_commune", 0, 5, optional=True),
    }


def _doctor_and_caisse(
    checks: Checks, delivery: Delivery, month: np.datetime64
) -> tuple[Ints, np.ndarray]:
    """The place of each prescriber among those we know, and the caisse that has them last."""
    rpps = checks.rpps("rpps")
    doctor = delivery.known.prescribers.places(rpps)
    unknown = (rpps > 0) & (doctor < 0)
    checks.refuse("rpps", unknown, "PRESCRIPTEUR_INCONNU")
    last_day = (month.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    caisse, attached = delivery.known.attachments.last_caisse_by(rpps, last_day)
    checks.refuse("rpps", (rpps > 0) & ~unknown & ~attached, "SANS_RATTACHEMENT")
    return doctor, caisse


def _lists(rows: Gathered, kept: Ints, delivery: Delivery) -> Columns:
    """One row per prescriber, stratum and quintile of the commune."""
    key = ("doctor", "stratum", "commune_quintile")
    order = rows.order(kept, *key)
    new = np.ones(len(order), np.bool_)
    new[1:] = False
    for name in key:
        column = rows[name][order]
        new[1:] |= column[1:] != column[:-1]
    starts = np.flatnonzero(new)
    first = order[starts]
    return {
        "rpps": delivery.known.prescribers.values[rows["doctor"][first]],
        "patients": np.add.reduceat(rows["patients"][order], starts, dtype=np.int64),
        **{name: rows[name][first] for name in ("caisse", "stratum", "commune_quintile")},
    }
