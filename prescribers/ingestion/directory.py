"""Prescribers and their dated attachments, as the extract of a caisse gives them."""

import numpy as np

from prescribers.enums import EndReason, PracticeMode, Sector
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored
from prescribers.ingestion.staging import upsert
from prescribers.ingestion.territories import DEPARTEMENT_CODE, REGION_CODE
from prescribers.ingestion.unsure_pairs import refuse_openings, unsure_pairs


SYNTHETIC_PREFIX = 99
_PLAIN = (
    *("caisse", "commune_id", "departement", "region"),
    *("mode", "sector", "end_reason", "experimentation"),
)
SPECIALTY_CODE = "[A-Z][A-Z0-9]{1,7}"

# A doctor with two attachments has two lines: the latest one speaks of the person.
_PEOPLE = """
INSERT INTO prescribers_prescriber AS old
    (rpps, civility, last_name, first_name, name_sort, sex, birth_year, specialty, qualification,
     synthetic)
SELECT DISTINCT ON (rpps) rpps, '', '', '', '', sex, birth_year, specialty, '', synthetic
    FROM pg_temp.import_stage ORDER BY rpps, start DESC
ON CONFLICT (rpps) DO UPDATE SET
    sex = coalesce(nullif(EXCLUDED.sex, 0), old.sex),
    birth_year = coalesce(EXCLUDED.birth_year, old.birth_year),
    specialty = EXCLUDED.specialty
"""

# The file says everything about a prescriber at a caisse that it names, and nothing of the others;
# where one of its lines was rejected, it no longer says everything.
_FORGOTTEN = """
DELETE FROM prescribers_attachment a USING prescribers_prescriber p
WHERE p.id = a.prescriber_id
    AND EXISTS (
        SELECT FROM pg_temp.import_stage s
        WHERE s.rpps = p.rpps AND s.caisse = a.caisse AND NOT s.unsure)
    AND NOT EXISTS (
        SELECT FROM pg_temp.import_stage s
        WHERE s.rpps = p.rpps AND s.caisse = a.caisse AND s.start = a.start)
"""

# Closed attachments first: one that closes makes room for the one that opens.
_ATTACHMENTS = """
INSERT INTO prescribers_attachment
    (prescriber_id, caisse, commune_id, iris_id, departement, region, mode, sector,
     start, "end", end_reason, install_date, experimentation)
SELECT p.id, s.caisse, s.commune_id, s.iris_id, s.departement, s.region, s.mode, s.sector,
    s.start, s."end", s.end_reason, s.install_date, s.experimentation
    FROM pg_temp.import_stage s JOIN prescribers_prescriber p USING (rpps)
    ORDER BY s."end" NULLS LAST, s.rpps, s.start
ON CONFLICT (prescriber_id, caisse, start) DO UPDATE SET
    commune_id = EXCLUDED.commune_id, iris_id = EXCLUDED.iris_id,
    departement = EXCLUDED.departement, region = EXCLUDED.region, mode = EXCLUDED.mode,
    sector = EXCLUDED.sector, "end" = EXCLUDED."end", end_reason = EXCLUDED.end_reason,
    install_date = EXCLUDED.install_date, experimentation = EXCLUDED.experimentation
"""


def code_prescribers(checks: Checks, delivery: Delivery) -> Columns:
    """One line per prescriber and attachment."""
    caisses = delivery.known.caisses
    caisse = checks.known("caisse", caisses, "CAISSE_INCONNUE")
    return {
        "rpps": checks.rpps("rpps"),
        "sex": checks.choice("sexe", {"1": 1, "2": 2}, optional=True),
        "birth_year": checks.integer("annee_naissance", 1900, 2100, optional=True),
        "specialty": checks.text("specialite", 8, shape=SPECIALTY_CODE),
        "caisse": caisses.at(caisse),
        "experimentation": checks.text("experimentation", 40, optional=True),
        **_places(checks, delivery),
        **_dates(checks),
    }


def _places(checks: Checks, delivery: Delivery) -> Columns:
    communes, iris = delivery.known.communes, delivery.known.quintiles.codes
    commune = checks.known("commune", communes, "COMMUNE_INCONNUE")
    place = checks.known("iris", iris, "IRIS_INCONNU", optional=True)
    sectors = {code: i for i, code in enumerate(Sector.values)}
    modes = {code: i for i, code in enumerate(PracticeMode.values)}
    sector = checks.choice("secteur", sectors, optional=True)
    mode = checks.choice("mode", modes)
    return {
        "commune_id": communes.at(commune),
        "iris_id": iris.at(place),
        "departement": checks.text("departement", 3, shape=DEPARTEMENT_CODE),
        "region": checks.text("region", 2, shape=REGION_CODE),
        "mode": np.array(PracticeMode.values, "S3")[mode],
        "sector": np.array(Sector.values, "S2")[sector],
    }


def _dates(checks: Checks) -> Columns:
    start, end = checks.day("date_debut"), checks.day("date_fin", optional=True)
    reasons = {code: i for i, code in enumerate(EndReason.values)}
    reason = np.array(EndReason.values, "S9")[checks.choice("motif_fin", reasons, optional=True)]
    checks.refuse("date_fin", end < start, "FIN_AVANT_DEBUT")
    checks.refuse("motif_fin", np.isnat(end) & (reason != b""), "MOTIF_SANS_FIN")
    installed = checks.day("date_install", optional=True)
    return {"start": start, "end": end, "end_reason": reason, "install_date": installed}


def store_prescribers(rows: Gathered, delivery: Delivery) -> Stored:
    """The rules between lines, the refused ones included; then people and attachments."""
    duplicate = rows.later_twins("start", "caisse", "rpps")
    _refuse_second_open(rows, duplicate)
    unsure = unsure_pairs(rows)
    refuse_openings(rows, unsure, delivery.known.attachments)
    fields = [*_people_fields(rows), *_attachment_fields(rows), Field("unsure", "bool", unsure)]
    chosen = [field.cut(np.flatnonzero(rows.ok & ~duplicate)) for field in fields]
    upsert(chosen, _PEOPLE, _FORGOTTEN, _ATTACHMENTS)
    return Stored(duplicate)


def _people_fields(rows: Gathered) -> list[Field]:
    return [
        Field("rpps", "text", rpps_text(rows["rpps"])),
        Field("sex", "int2", rows["sex"]),
        Field("birth_year", "int2", rows["birth_year"], rows["birth_year"] < 0),
        Field("specialty", "text", rows["specialty"]),
        Field("synthetic", "bool", is_synthetic(rows["rpps"])),
    ]


def _attachment_fields(rows: Gathered) -> list[Field]:
    return [
        *(Field(name, "text", rows[name]) for name in _PLAIN),
        Field("iris_id", "text", rows["iris_id"], rows["iris_id"] == b""),
        Field("start", "date", rows["start"]),
        Field("end", "date", rows["end"], np.isnat(rows["end"])),
        Field("install_date", "date", rows["install_date"], np.isnat(rows["install_date"])),
    ]


def _refuse_second_open(rows: Gathered, duplicate: np.ndarray) -> None:
    """Two attachments open at one caisse: the second line of the file is the wrong one."""
    candidate = rows.ok & ~duplicate & np.isnat(rows["end"])
    open_rows = np.flatnonzero(candidate)
    pair = np.char.add(rpps_text(rows["rpps"][open_rows]), rows["caisse"][open_rows])
    _, first = np.unique(pair, return_index=True)
    second = np.ones(len(open_rows), np.bool_)
    second[first] = False
    wrong = np.zeros(len(candidate), np.bool_)
    wrong[open_rows[second]] = True
    rows.refuse("date_fin", wrong, "RATTACHEMENT_DOUBLE")


def rpps_text(rpps: np.ndarray) -> np.ndarray:
    return np.char.zfill(rpps.astype("S11"), 11) if rpps.size else np.array([], "S11")


def is_synthetic(rpps: np.ndarray) -> np.ndarray:
    return rpps // 10**9 == SYNTHETIC_PREFIX
