"""A month of leaves: checked, coded, and put in the place of the month."""

import numpy as np

from prescribers.enums import LeaveNature, LeaveRisk
from prescribers.ingestion import coding
from prescribers.ingestion.binary_copy import Field, Words
from prescribers.ingestion.block_records import LeaveColumns
from prescribers.ingestion.blocks import write_leave_blocks
from prescribers.ingestion.checks import LARGEST, Checks, Days, Ints
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored, totals_by_caisse
from prescribers.ingestion.staging import replace_partition
from prescribers.ingestion.structures import STRUCTURE_CODE


RISKS = {risk.value: place for place, risk in enumerate(LeaveRisk)}
NATURES = {nature.value: place for place, nature in enumerate(LeaveNature)}
MOTIVES = {f"M{number:02d}": number for number in range(1, 41)}
RISK_WORDS, NATURE_WORDS = Words(np.array(list(RISKS), "S3")), Words(np.array(list(NATURES), "S1"))
MOTIVE_WORDS = Words(np.array(["", *MOTIVES], "S3"))
# The unique key of a leave, in the order in which a month is stored.
KEY = ("rpps", "start", "patient", "nature")
# What a month keeps in memory of a row: its whole numbers as small as they are in the table.
_SMALL = {
    **dict.fromkeys(("risk", "nature", "motif", "age", "sex", "ald"), np.int8),
    "days": np.int16,
    "amount_cents": np.int32,
    "iris": np.int32,
}
LONGEST_DAYS, LARGEST_CENTS = 1_100, 100_000_000


def code_leaves(checks: Checks, delivery: Delivery) -> Columns:
    """One row per leave, coded against what the portal knows."""
    assert delivery.month is not None
    facts = _facts(checks)
    facts["caisse"] = _caisse(checks, delivery, facts["rpps"], facts["start"])
    _check_dates(checks, facts["start"], facts["end"], np.datetime64(delivery.month, "D"))
    facts |= _place_and_stratum(checks, delivery, facts)
    return facts | {name: facts[name].astype(kind) for name, kind in _SMALL.items()}


def store_leaves(rows: Gathered, delivery: Delivery) -> Stored:
    """Replace the month by the good rows, sorted by prescriber and day."""
    assert delivery.month is not None
    kept, duplicate = rows.in_order(*KEY)
    chosen = {name: values[kept] for name, values in rows.columns.items()}
    fields = _fields(chosen, delivery)
    replace_partition("medical.leave_month", delivery.month, fields)
    blocks = LeaveColumns(*(chosen[name] for name in LeaveColumns._fields))
    write_leave_blocks(delivery.month, blocks)
    totals = totals_by_caisse(
        chosen["caisse"], chosen["rpps"], chosen["days"], chosen["amount_cents"]
    )
    return Stored(duplicate, totals)


def _facts(checks: Checks) -> Columns:
    return {
        "rpps": checks.rpps("rpps"),
        "patient": checks.integer("patient", 1, int(LARGEST)),
        "start": checks.day("date_debut"),
        "end": checks.day("date_fin"),
        "days": checks.integer("jours_indem", 0, LONGEST_DAYS),
        "amount_cents": checks.integer("montant_cts", 0, LARGEST_CENTS),
        "risk": checks.choice("risque", RISKS),
        "nature": checks.choice("nature", NATURES),
        "motif": checks.choice("motif", MOTIVES),
        "age": checks.integer("age", 0, 120),
        "sex": checks.choice("sexe", {"1": 1, "2": 2}),
        "ald": checks.choice("ald", {"0": 0, "1": 1, "2": 2}),
        "c2s": checks.flag("c2s"),
        "tpt": checks.flag("tpt"),
        "replacement": checks.flag("remplacement"),
        "teleconsultation": checks.flag("teleconsultation"),
        "structure": checks.text("structure", 9, optional=True, shape=STRUCTURE_CODE),
    }


def _caisse(checks: Checks, delivery: Delivery, rpps: Ints, start: Days) -> np.ndarray:
    unknown = (rpps > 0) & (delivery.known.prescribers.places(rpps) < 0)
    checks.refuse("rpps", unknown, "PRESCRIPTEUR_INCONNU")
    dated = ~np.isnat(start)
    day = np.where(dated, start, np.datetime64("1900-01-01", "D"))
    caisse, attached = delivery.known.attachments.caisse_on(rpps, day)
    lost = (rpps > 0) & ~unknown & dated & ~attached
    checks.refuse("date_debut", lost, "SANS_RATTACHEMENT")
    return caisse


def _check_dates(checks: Checks, start: Days, end: Days, month: np.datetime64) -> None:
    next_month = (month.astype("datetime64[M]") + 1).astype("datetime64[D]")
    # A comparison with NaT is false: a date refused above is not refused again.
    checks.refuse("date_debut", (start < month) | (start >= next_month), "HORS_MOIS")
    checks.refuse("date_fin", end < start, "FIN_AVANT_DEBUT")


def _place_and_stratum(checks: Checks, delivery: Delivery, facts: Columns) -> Columns:
    quintiles = delivery.known.quintiles
    place = checks.known("iris", quintiles.codes, "IRIS_INCONNU", optional=True)
    # A refused row has no sex; any value will do for it, as it goes no further.
    sex = np.maximum(facts["sex"], 1)
    stratum = coding.stratum(
        facts["age"], sex, facts["ald"], facts["c2s"].astype(np.int64), quintiles.of(place)
    )
    commune = quintiles.commune_of(place).astype(np.int8)
    return {"iris": place, "stratum": stratum, "commune_quintile": commune}


def _fields(facts: Columns, delivery: Delivery) -> list[Field]:
    month = np.datetime64(delivery.month, "D")
    iris = delivery.known.quintiles.codes.words
    return [
        Field("month", "date", np.broadcast_to(month, len(facts["rpps"]))),
        Field("rpps", "int8", facts["rpps"]),
        Field("patient", "int8", facts["patient"]),
        Field("start", "date", facts["start"]),
        Field("end", "date", facts["end"]),
        Field("days", "int2", facts["days"]),
        Field("amount_cents", "int4", facts["amount_cents"]),
        Field("risk", "text", facts["risk"], words=RISK_WORDS),
        Field("nature", "text", facts["nature"], words=NATURE_WORDS),
        Field("motif", "text", facts["motif"], words=MOTIVE_WORDS),
        Field("age", "int2", facts["age"]),
        Field("sex", "int2", facts["sex"]),
        Field("ald", "int2", facts["ald"]),
        Field("c2s", "bool", facts["c2s"]),
        Field("tpt", "bool", facts["tpt"]),
        Field("replacement", "bool", facts["replacement"]),
        Field("teleconsultation", "bool", facts["teleconsultation"]),
        Field("caisse", "text", facts["caisse"]),
        Field("iris", "text", facts["iris"], words=iris),
        Field("structure", "text", facts["structure"]),
        Field("stratum", "int2", facts["stratum"]),
    ]
