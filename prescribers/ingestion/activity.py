"""A month of activity: patients seen, acts, what the law and the exposure are counted on."""

from typing import Literal

import numpy as np

from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks, Ints
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored, totals_by_caisse
from prescribers.ingestion.staging import replace_partition


MOST = 1_000_000
_OPTIONAL = {"actes_pdsa": MOST, "jours_remplaces": 31, "patientele_mt": MOST}


def code_activity(checks: Checks, delivery: Delivery) -> Columns:
    """One line per prescriber; the caisse is that of the attachment at the end of the month."""
    assert delivery.month is not None
    rpps = checks.rpps("rpps")
    month = checks.text("mois", 7)
    wrong = (month != b"") & (month != f"{delivery.month:%Y-%m}".encode())
    checks.refuse("mois", wrong, "MOIS_AUTRE")
    return {
        "rpps": rpps,
        "caisse": _caisse(checks, delivery, rpps),
        "patients_vus": checks.integer("patients_vus", 0, MOST),
        "actes": checks.integer("actes", 0, MOST),
        **{name: checks.integer(name, 0, high, optional=True) for name, high in _OPTIONAL.items()},
    }


def store_activity(rows: Gathered, delivery: Delivery) -> Stored:
    """Put the good rows in the place of the month, sorted by prescriber."""
    assert delivery.month is not None
    duplicate = rows.later_twins("rpps")
    kept = np.flatnonzero(rows.ok & ~duplicate)
    if not kept.size:  # an empty month would take the place of the month
        return Stored(duplicate)
    kept = kept[np.argsort(rows["rpps"][kept])]
    chosen = {name: values[kept] for name, values in rows.columns.items()}
    fields = [
        Field("month", "date", np.full(len(kept), np.datetime64(delivery.month, "D"))),
        Field("rpps", "int8", chosen["rpps"]),
        Field("patients_seen", "int4", chosen["patients_vus"]),
        Field("acts", "int4", chosen["actes"]),
        _unknown("out_of_hours_acts", "int4", chosen["actes_pdsa"]),
        _unknown("replaced_days", "int2", chosen["jours_remplaces"]),
        _unknown("registered_patients", "int4", chosen["patientele_mt"]),
    ]
    replace_partition("public.activity_month", delivery.month, fields)
    totals = totals_by_caisse(chosen["caisse"], chosen["rpps"], chosen["actes"])
    return Stored(duplicate, totals)


def _caisse(checks: Checks, delivery: Delivery, rpps: Ints) -> np.ndarray:
    unknown = (rpps > 0) & (delivery.known.prescribers.places(rpps) < 0)
    checks.refuse("rpps", unknown, "PRESCRIPTEUR_INCONNU")
    last_day = (np.datetime64(delivery.month, "M") + 1).astype("datetime64[D]") - 1
    caisse, attached = delivery.known.attachments.last_caisse_by(rpps, last_day)
    checks.refuse("rpps", (rpps > 0) & ~unknown & ~attached, "SANS_RATTACHEMENT")
    return caisse


def _unknown(name: str, kind: Literal["int2", "int4"], values: Ints) -> Field:
    """A column where -1 stands for a value that the file does not give."""
    return Field(name, kind, np.maximum(values, 0), values < 0)
