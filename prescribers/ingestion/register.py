"""The RPPS register: who the prescribers are, what they are qualified in, where they practise.

It comes in one file, one line per person and activity, or in two: the activities, and the
know-how apart. What a file does not have, it leaves as it was.
"""

import numpy as np

from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks, Ints
from prescribers.ingestion.directory import is_synthetic, rpps_text
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored
from prescribers.ingestion.register_places import code_places, has_places, store_places
from prescribers.ingestion.staging import upsert
from prescribers.ingestion.territories import sorted_names


# Doctors, dental surgeons and midwives prescribe daily allowances.
PRESCRIBING_PROFESSIONS = ("10", "40", "50")
# Among the kinds of know-how, the specialty that the Order recognises.
ORDINAL_SPECIALTY = b"S"

_PEOPLE = """
INSERT INTO prescribers_prescriber AS old
    (rpps, civility, last_name, first_name, name_sort, sex, specialty, qualification, synthetic)
SELECT rpps, '', last_name, first_name, name_sort, 0, '', '', synthetic
    FROM pg_temp.import_stage
ON CONFLICT (rpps) DO UPDATE SET
    last_name = EXCLUDED.last_name, first_name = EXCLUDED.first_name,
    name_sort = EXCLUDED.name_sort
WHERE (old.last_name, old.first_name, old.name_sort) IS DISTINCT FROM
    (EXCLUDED.last_name, EXCLUDED.first_name, EXCLUDED.name_sort)
"""

_CIVILITIES = """
UPDATE prescribers_prescriber p SET civility = s.civility
FROM pg_temp.import_stage s WHERE s.rpps = p.rpps AND s.civility <> p.civility
"""

_QUALIFICATIONS = """
UPDATE prescribers_prescriber p SET qualification = s.qualification
FROM pg_temp.import_stage s WHERE s.rpps = p.rpps AND s.qualification <> p.qualification
"""


def code_register(checks: Checks, delivery: Delivery) -> Columns:
    """One line per person and activity, or per person and know-how."""
    del delivery
    checks.choice("Type d'identifiant PP", {"8": 8})
    profession = checks.text("Code profession", 3)
    field = np.isin(profession, np.array(PRESCRIBING_PROFESSIONS, "S3"))
    checks.refuse("Code profession", ~field & (profession != b""), "HORS_CHAMP")
    columns = {
        "rpps": checks.rpps("Identifiant PP"),
        "last_name": checks.text("Nom d'exercice", 120),
        "first_name": checks.text("Prénom d'exercice", 120),
    }
    if checks.has("Code civilité d'exercice"):
        columns["civility"] = checks.text("Code civilité d'exercice", 20, optional=True)
    if checks.has("Code type savoir-faire") and checks.has("Code savoir-faire"):
        columns["qualification"] = _qualification(checks)
    if has_places(checks):
        columns |= code_places(checks)
    return columns


def store_register(rows: Gathered, delivery: Delivery) -> Stored:
    """The first line of a person gives the name; another line of hers is not a duplicate."""
    del delivery
    rpps = rows["rpps"]
    _, first, person = np.unique(rpps, return_index=True, return_inverse=True)
    names = {name: rows[name][first] for name in ("last_name", "first_name")}
    fields = [
        Field("rpps", "text", rpps_text(rpps[first])),
        *(Field(name, "text", values) for name, values in names.items()),
        Field("name_sort", "text", sorted_names(*names.values())),
        Field("synthetic", "bool", is_synthetic(rpps[first])),
    ]
    statements = [_PEOPLE]
    if "civility" in rows.columns:
        fields.append(Field("civility", "text", rows["civility"][first]))
        statements.append(_CIVILITIES)
    if "qualification" in rows.columns:
        qualification = _first_given(rows["qualification"], person, len(first))
        fields.append(Field("qualification", "text", qualification))
        statements.append(_QUALIFICATIONS)
    upsert(fields, *statements)
    store_places(rows)
    return Stored(np.zeros(len(rows), np.bool_))


def _qualification(checks: Checks) -> np.ndarray:
    """SM01 to SM95 where the line gives an ordinal specialty; other know-how is no specialty."""
    kind = checks.text("Code type savoir-faire", 10, optional=True)
    code = checks.text("Code savoir-faire", 10, optional=True)
    ordinal = (kind == ORDINAL_SPECIALTY) & np.char.startswith(code, b"SM")
    checks.refuse("Code savoir-faire", ordinal & (np.char.str_len(code) != 4), "FORME")
    return np.where(ordinal, code, b"").astype("S4")


def _first_given(values: np.ndarray, person: Ints, people: int) -> np.ndarray:
    """The first value of each person that is not empty."""
    chosen = np.full(people, b"", values.dtype)
    given = np.flatnonzero(values != b"")[::-1]
    chosen[person[given]] = values[given]
    return chosen
