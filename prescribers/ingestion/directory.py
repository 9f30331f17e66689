"""Prescribers: the caisse's extract gives them and their attachments, the RPPS their names."""

import numpy as np

from prescribers.enums import EndReason, PracticeMode, Sector
from prescribers.ingestion import coding
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks, Days
from prescribers.ingestion.outcome import Counts, Delivery, count, later_twins
from prescribers.ingestion.staging import upsert
from prescribers.ingestion.territories import DEPARTEMENT_CODE, REGION_CODE, sorted_names
from prescribers.ingestion.unsure_pairs import refuse_openings, unsure_pairs


# Doctors, dental surgeons and midwives prescribe daily allowances.
PRESCRIBING_PROFESSIONS = ("10", "40", "50")
SYNTHETIC_PREFIX = 99
SPECIALTY_CODE = "[A-Z][A-Z0-9]{1,7}"

_NAMES = """
INSERT INTO prescribers_prescriber AS old
    (rpps, civility, last_name, first_name, name_sort, sex, specialty, synthetic)
SELECT rpps, civility, last_name, first_name, name_sort, 0, '', synthetic
    FROM pg_temp.import_stage
ON CONFLICT (rpps) DO UPDATE SET
    civility = EXCLUDED.civility, last_name = EXCLUDED.last_name,
    first_name = EXCLUDED.first_name, name_sort = EXCLUDED.name_sort
WHERE (old.civility, old.last_name, old.first_name, old.name_sort) IS DISTINCT FROM
    (EXCLUDED.civility, EXCLUDED.last_name, EXCLUDED.first_name, EXCLUDED.name_sort)
"""

# A doctor with two attachments has two lines: the latest one speaks of the person.
_PEOPLE = """
INSERT INTO prescribers_prescriber AS old
    (rpps, civility, last_name, first_name, name_sort, sex, birth_year, specialty, synthetic)
SELECT DISTINCT ON (rpps) rpps, '', '', '', '', sex, birth_year, specialty, synthetic
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
     start, "end", end_reason, install_date)
SELECT p.id, s.caisse, s.commune_id, s.iris_id, s.departement, s.region, s.mode, s.sector,
    s.start, s."end", s.end_reason, s.install_date
    FROM pg_temp.import_stage s JOIN prescribers_prescriber p USING (rpps)
    ORDER BY s."end" NULLS LAST, s.rpps, s.start
ON CONFLICT (prescriber_id, caisse, start) DO UPDATE SET
    commune_id = EXCLUDED.commune_id, iris_id = EXCLUDED.iris_id,
    departement = EXCLUDED.departement, region = EXCLUDED.region, mode = EXCLUDED.mode,
    sector = EXCLUDED.sector, "end" = EXCLUDED."end", end_reason = EXCLUDED.end_reason,
    install_date = EXCLUDED.install_date
"""


def load_names(checks: Checks, delivery: Delivery) -> Counts:
    """One line per person and activity: the first line of a person gives the name."""
    del delivery
    rpps = checks.rpps("Identifiant PP")
    checks.choice("Type d'identifiant PP", {"8": 8})
    profession = checks.text("Code profession", 3)
    last_name = checks.text("Nom d'exercice", 120)
    first_name = checks.text("Prénom d'exercice", 120)
    field = np.isin(profession, np.array(PRESCRIBING_PROFESSIONS, "S3"))
    checks.refuse("Code profession", ~field & (profession != b""), "HORS_CHAMP")
    fields = [
        Field("rpps", "text", rpps_text(rpps)),
        Field("civility", "text", checks.text("Code civilité d'exercice", 20, optional=True)),
        Field("last_name", "text", last_name),
        Field("first_name", "text", first_name),
        Field("name_sort", "text", sorted_names(last_name, first_name)),
        Field("synthetic", "bool", is_synthetic(rpps)),
    ]
    other_activity = later_twins(checks, rpps)
    kept = np.flatnonzero(checks.ok & ~other_activity)
    upsert([field.cut(kept) for field in fields], _NAMES)
    # Another activity of the same person is not a duplicate: its line was read and agrees.
    return count(checks, np.zeros(len(rpps), np.bool_))


def load_prescribers(checks: Checks, delivery: Delivery) -> Counts:
    """One line per prescriber and attachment."""
    del delivery
    rpps = checks.rpps("rpps")
    people = _people_fields(checks, rpps)
    caisses = coding.known_caisses()
    caisse = np.append(caisses, np.bytes_(b""))[checks.known("caisse", caisses, "CAISSE_INCONNUE")]
    start, end = checks.day("date_debut"), checks.day("date_fin", optional=True)
    fields = [
        *people,
        Field("caisse", "text", caisse),
        *_place_fields(checks),
        *_dates_fields(checks, start, end),
    ]
    duplicate = later_twins(checks, start, caisse, rpps)
    _refuse_second_open(checks, duplicate, rpps, caisse, end)
    unsure = unsure_pairs(checks, rpps, caisse)
    refuse_openings(checks, unsure, rpps, caisse, (start, end))
    kept = np.flatnonzero(checks.ok & ~duplicate)
    chosen = [field.cut(kept) for field in [*fields, Field("unsure", "bool", unsure)]]
    upsert(chosen, _PEOPLE, _FORGOTTEN, _ATTACHMENTS)
    return count(checks, duplicate)


def _people_fields(checks: Checks, rpps: np.ndarray) -> list[Field]:
    birth_year = checks.integer("annee_naissance", 1900, 2100, optional=True)
    return [
        Field("rpps", "text", rpps_text(rpps)),
        Field("sex", "int2", checks.choice("sexe", {"1": 1, "2": 2}, optional=True)),
        Field("birth_year", "int2", birth_year, birth_year < 0),
        Field("specialty", "text", checks.text("specialite", 8, shape=SPECIALTY_CODE)),
        Field("synthetic", "bool", is_synthetic(rpps)),
    ]


def _place_fields(checks: Checks) -> list[Field]:
    communes, iris = coding.known_communes(), coding.known_quintiles().codes
    commune = checks.known("commune", communes, "COMMUNE_INCONNUE")
    place = checks.known("iris", iris, "IRIS_INCONNU", optional=True)
    sectors = {code: i for i, code in enumerate(Sector.values)}
    modes = {code: i for i, code in enumerate(PracticeMode.values)}
    sector = checks.choice("secteur", sectors, optional=True)
    mode = checks.choice("mode", modes)
    return [
        Field("commune_id", "text", np.append(communes, np.bytes_(b""))[commune]),
        Field("iris_id", "text", np.append(iris, np.bytes_(b""))[place], place < 0),
        Field("departement", "text", checks.text("departement", 3, shape=DEPARTEMENT_CODE)),
        Field("region", "text", checks.text("region", 2, shape=REGION_CODE)),
        Field("mode", "text", np.array(PracticeMode.values, "S3")[mode]),
        Field("sector", "text", np.array(Sector.values, "S2")[sector]),
    ]


def _dates_fields(checks: Checks, start: Days, end: Days) -> list[Field]:
    installed = checks.day("date_install", optional=True)
    reasons = {code: i for i, code in enumerate(EndReason.values)}
    reason = np.array(EndReason.values, "S9")[checks.choice("motif_fin", reasons, optional=True)]
    checks.refuse("date_fin", end < start, "FIN_AVANT_DEBUT")
    checks.refuse("motif_fin", np.isnat(end) & (reason != b""), "MOTIF_SANS_FIN")
    return [
        Field("start", "date", start),
        Field("end", "date", end, np.isnat(end)),
        Field("end_reason", "text", reason),
        Field("install_date", "date", installed, np.isnat(installed)),
    ]


def _refuse_second_open(
    checks: Checks, duplicate: np.ndarray, rpps: np.ndarray, caisse: np.ndarray, end: Days
) -> None:
    """Two attachments open at one caisse: the second line of the file is the wrong one."""
    candidate = checks.ok & ~duplicate & np.isnat(end)
    rows = np.flatnonzero(candidate)
    _, first = np.unique(np.char.add(rpps_text(rpps[rows]), caisse[rows]), return_index=True)
    second = np.ones(len(rows), np.bool_)
    second[first] = False
    wrong = np.zeros(len(candidate), np.bool_)
    wrong[rows[second]] = True
    checks.refuse("date_fin", wrong, "RATTACHEMENT_DOUBLE")


def rpps_text(rpps: np.ndarray) -> np.ndarray:
    return np.char.zfill(rpps.astype("S11"), 11) if rpps.size else np.array([], "S11")


def is_synthetic(rpps: np.ndarray) -> np.ndarray:
    return rpps // 10**9 == SYNTHETIC_PREFIX
