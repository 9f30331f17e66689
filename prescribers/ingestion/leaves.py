"""A month of leaves: checked, coded, and put in the place of the month."""

import numpy as np

from prescribers.enums import LeaveNature, LeaveRisk
from prescribers.ingestion import coding
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import LARGEST, Checks, Days, Ints, find
from prescribers.ingestion.outcome import Counts, Delivery, count, later_twins
from prescribers.ingestion.staging import replace_partition


RISKS = {risk.value: place for place, risk in enumerate(LeaveRisk)}
NATURES = {nature.value: place for place, nature in enumerate(LeaveNature)}
MOTIVES = {f"M{number:02d}": number for number in range(1, 41)}
LONGEST_DAYS, LARGEST_CENTS = 1_100, 100_000_000


def load_leaves(checks: Checks, delivery: Delivery) -> Counts:
    """Check every row, then replace the month by the good ones, sorted by prescriber and day."""
    assert delivery.month is not None
    month = np.datetime64(delivery.month, "D")
    facts = _facts(checks)
    caisse = _caisse(checks, facts["rpps"], facts["start"])
    _check_dates(checks, facts["start"], facts["end"], month)
    iris, stratum = _place_and_stratum(checks, facts)
    keys = (facts["nature"], facts["patient"], facts["start"], facts["rpps"])
    duplicate = later_twins(checks, *keys)
    counts = count(checks, duplicate)
    if not counts.accepted:  # an empty month would take the place of the month
        return counts
    kept = np.flatnonzero(checks.ok & ~duplicate)
    kept = kept[np.lexsort([key[kept] for key in keys])]
    fields = _fields(facts, month, caisse, iris, stratum)
    replace_partition("medical.leave_month", delivery.month, [field.cut(kept) for field in fields])
    return counts


def _facts(checks: Checks) -> dict[str, np.ndarray]:
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
    }


def _caisse(checks: Checks, rpps: Ints, start: Days) -> np.ndarray:
    unknown = (rpps > 0) & (find(rpps, coding.known_prescribers()) < 0)
    checks.refuse("rpps", unknown, "PRESCRIPTEUR_INCONNU")
    dated = ~np.isnat(start)
    day = np.where(dated, start, np.datetime64("1900-01-01", "D"))
    caisse, attached = coding.known_attachments().caisse_on(rpps, day)
    lost = (rpps > 0) & ~unknown & dated & ~attached
    checks.refuse("date_debut", lost, "SANS_RATTACHEMENT")
    return caisse


def _check_dates(checks: Checks, start: Days, end: Days, month: np.datetime64) -> None:
    next_month = (month.astype("datetime64[M]") + 1).astype("datetime64[D]")
    # A comparison with NaT is false: a date refused above is not refused again.
    checks.refuse("date_debut", (start < month) | (start >= next_month), "HORS_MOIS")
    checks.refuse("date_fin", end < start, "FIN_AVANT_DEBUT")


def _place_and_stratum(
    checks: Checks, facts: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    quintiles = coding.known_quintiles()
    place = checks.known("iris", quintiles.codes, "IRIS_INCONNU", optional=True)
    codes = np.append(quintiles.codes, np.bytes_(b""))
    # A refused row has no sex; any value will do for it, as it goes no further.
    sex = np.maximum(facts["sex"], 1)
    stratum = coding.stratum(
        facts["age"], sex, facts["ald"], facts["c2s"].astype(np.int64), quintiles.of(place)
    )
    return codes[place], stratum


def _fields(
    facts: dict[str, np.ndarray],
    month: np.datetime64,
    caisse: np.ndarray,
    iris: np.ndarray,
    stratum: np.ndarray,
) -> list[Field]:
    months = np.full(len(stratum), month)
    risks, natures = np.array(list(RISKS), "S3"), np.array(list(NATURES), "S1")
    motives = np.array(["", *MOTIVES], "S3")
    return [
        Field("month", "date", months),
        Field("rpps", "int8", facts["rpps"]),
        Field("patient", "int8", facts["patient"]),
        Field("start", "date", facts["start"]),
        Field("end", "date", facts["end"]),
        Field("days", "int2", facts["days"]),
        Field("amount_cents", "int4", facts["amount_cents"]),
        Field("risk", "text", risks[facts["risk"]]),
        Field("nature", "text", natures[facts["nature"]]),
        Field("motif", "text", motives[facts["motif"]]),
        Field("age", "int2", facts["age"]),
        Field("sex", "int2", facts["sex"]),
        Field("ald", "int2", facts["ald"]),
        Field("c2s", "bool", facts["c2s"]),
        Field("tpt", "bool", facts["tpt"]),
        Field("replacement", "bool", facts["replacement"]),
        Field("teleconsultation", "bool", facts["teleconsultation"]),
        Field("caisse", "text", caisse),
        Field("iris", "text", iris),
        Field("stratum", "int2", stratum),
    ]
