"""Establishments and companies: FINESS gives the place and the name, a caisse what it follows.

The two files may come in either order: each column belongs to one of them, and a structure that a
caisse declares (it then has a caisse) keeps the kind and the dates of the declaration.
"""

import re

import numpy as np
from stdnum import luhn

from prescribers.enums import StructureKind
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks, Days
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored
from prescribers.ingestion.staging import upsert
from prescribers.ingestion.territories import DEPARTEMENT_CODE, region_codes


STRUCTURE_CODE = "[0-9][0-9AB][0-9]{7}"
_SHAPED = re.compile(STRUCTURE_CODE, re.ASCII)
_KIND_BY_CATEGORY = {
    b"124": StructureKind.CENTRE,
    b"603": StructureKind.MSP,
    b"604": StructureKind.CPTS,
}
# FINESS writes the overseas départements with a letter, in the place of their third digit.
_OVERSEAS = {b"9A": b"971", b"9B": b"972", b"9C": b"973", b"9D": b"974", b"9E": b"975"}
_OVERSEAS |= {b"9F": b"976"}

_ESTABLISHMENTS = """
INSERT INTO prescribers_structure AS old
    (code, kind, category, name, caisse, commune, departement, region, opened, synthetic)
SELECT code, kind, category, name, '', commune, departement, region, opened, synthetic
    FROM pg_temp.import_stage
ON CONFLICT (code) DO UPDATE SET
    category = EXCLUDED.category, name = EXCLUDED.name, commune = EXCLUDED.commune,
    departement = EXCLUDED.departement, region = EXCLUDED.region, synthetic = EXCLUDED.synthetic,
    kind = CASE old.caisse WHEN '' THEN EXCLUDED.kind ELSE old.kind END,
    opened = CASE old.caisse WHEN '' THEN EXCLUDED.opened ELSE old.opened END
"""

_DECLARED = """
INSERT INTO prescribers_structure AS old
    (code, kind, name, caisse, category, commune, departement, region, opened, closed, synthetic)
SELECT code, kind, name, caisse, '', '', departement, region, opened, closed, synthetic
    FROM pg_temp.import_stage
ON CONFLICT (code) DO UPDATE SET
    kind = EXCLUDED.kind, caisse = EXCLUDED.caisse,
    opened = EXCLUDED.opened, closed = EXCLUDED.closed,
    name = CASE old.category WHEN '' THEN EXCLUDED.name ELSE old.name END,
    departement = CASE old.category WHEN '' THEN EXCLUDED.departement ELSE old.departement END,
    region = CASE old.category WHEN '' THEN EXCLUDED.region ELSE old.region END
"""


def code_establishments(checks: Checks, delivery: Delivery) -> Columns:
    """One line per establishment, of any category: those that we do not follow are kept too."""
    del delivery
    code = keyed(checks, "nofinesset")
    category = checks.text("categetab", 4, shape="[0-9]{3,4}")
    short, long = checks.text("rs", 200), checks.text("rslongue", 200, optional=True)
    departement = checks.text("departement", 3, shape="[0-9][0-9A-F][0-9]?")
    commune = checks.text("cog", 5, optional=True, shape="[0-9][0-9A-F][0-9]{3}")
    return {
        "code": code,
        "category": category,
        "name": np.where(long == b"", short, long),
        "departement": _overseas(departement),
        "commune": _overseas(commune),
        "region": region_codes(checks, "region", optional=True),
        "opened": checks.day("dateouvert", optional=True),
    }


def store_establishments(rows: Gathered, delivery: Delivery) -> Stored:
    """Upsert by FINESS number; an establishment that the file no longer names remains."""
    duplicate = rows.later_twins("code")
    kept = np.flatnonzero(rows.ok & ~duplicate)
    category = rows["category"][kept]
    kinds = [_KIND_BY_CATEGORY.get(one, StructureKind.OTHER) for one in category.tolist()]
    fields = [
        *(_text(rows, name, kept) for name in ("code", "category", "name", "commune")),
        *(_text(rows, name, kept) for name in ("departement", "region")),
        Field("kind", "text", np.array([kind.encode() for kind in kinds], "S5")),
        _day("opened", rows["opened"][kept]),
        Field("synthetic", "bool", np.full(len(kept), delivery.synthetic)),
    ]
    upsert(fields, _ESTABLISHMENTS)
    return Stored(duplicate)


def code_structures(checks: Checks, delivery: Delivery) -> Columns:
    """One line per centre or company, a legal person: FINESS or SIREN."""
    kinds = [StructureKind.CENTRE, StructureKind.TELECONSULTATION]
    kind = checks.choice("type", {kind.value: place for place, kind in enumerate(kinds)})
    caisses = delivery.known.caisses
    caisse = checks.known("caisse", caisses, "CAISSE_INCONNUE")
    opened = checks.day("date_ouverture", optional=True)
    closed = checks.day("date_fermeture", optional=True)
    checks.refuse("date_fermeture", closed < opened, "FIN_AVANT_DEBUT")
    return {
        "code": keyed(checks, "structure"),
        "kind": np.array([kind.encode() for kind in kinds], "S5")[kind],
        "name": checks.text("nom", 200),
        "caisse": caisses.at(caisse),
        "departement": checks.text("departement", 3, shape=DEPARTEMENT_CODE),
        "region": region_codes(checks, "region"),
        "opened": opened,
        "closed": closed,
    }


def store_structures(rows: Gathered, delivery: Delivery) -> Stored:
    """Upsert by number; a closed structure keeps its line, with its date of closing."""
    duplicate = rows.later_twins("code")
    kept = np.flatnonzero(rows.ok & ~duplicate)
    fields = [
        *(_text(rows, name, kept) for name in ("code", "kind", "name", "caisse")),
        *(_text(rows, name, kept) for name in ("departement", "region")),
        *(_day(name, rows[name][kept]) for name in ("opened", "closed")),
        Field("synthetic", "bool", np.full(len(kept), delivery.synthetic)),
    ]
    upsert(fields, _DECLARED)
    return Stored(duplicate)


def keyed(checks: Checks, column: str) -> np.ndarray:
    """FINESS or SIREN numbers: 9 characters, the last one a Luhn key."""
    codes = checks.text(column, 9, shape=STRUCTURE_CODE)
    distinct, where = np.unique(codes, return_inverse=True)
    wrong = [not has_key(code.decode()) for code in distinct.tolist()]
    checks.refuse(column, np.array(wrong, np.bool_)[where], "STRUCTURE_CLE")
    return codes


def has_key(code: str) -> bool:
    """Whether the key is right, or the code no code at all: that fault is said elsewhere.

    In Corsica the letter counts for its rank: A for 1, B for 2.
    """
    if not _SHAPED.fullmatch(code):
        return True
    return bool(luhn.is_valid(code.replace("A", "1").replace("B", "2")))


def _overseas(codes: np.ndarray) -> np.ndarray:
    """`9D` and `9D411` as the COG writes them: `974` and `97411`."""
    distinct, where = np.unique(codes, return_inverse=True)
    texts = [
        _OVERSEAS.get(c, b"97" + c[2:] if c[:2] in _OVERSEAS else c) for c in distinct.tolist()
    ]
    return np.array(texts, "S5")[where]


def _text(rows: Gathered, name: str, kept: np.ndarray) -> Field:
    return Field(name, "text", rows[name][kept])


def _day(name: str, days: Days) -> Field:
    return Field(name, "date", days, np.isnat(days))
