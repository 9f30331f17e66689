"""Places of practice in the RPPS register: one a line of activity, equal ones once."""

import numpy as np

from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.directory import rpps_text
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns
from prescribers.ingestion.staging import upsert


NUMBER, INDEX = "Numéro Voie (coord. structure)", "Indice répétition voie (coord. structure)"
STREET_TYPE, STREET = "Libellé type de voie (coord. structure)", "Libellé Voie (coord. structure)"
ADDRESSEE = "Complément destinataire (coord. structure)"
SPOT = "Complément point géographique (coord. structure)"
POSTAL_CODE, COMMUNE = "Code postal (coord. structure)", "Code commune (coord. structure)"
NAMES = ("Raison sociale site", "Enseigne commerciale site")
LONGEST_ADDRESS = 250
_COLUMNS = ("finess", "label", "address", "postal_code", "commune", "mode_code", "sector_code")

# The file says all the places of a prescriber that it names, and nothing of the others.
_FORGOTTEN = """
DELETE FROM prescribers_practiceplace q USING prescribers_prescriber p
WHERE p.id = q.prescriber_id AND p.rpps IN (SELECT s.rpps FROM pg_temp.import_stage s)
"""

_PLACES = """
INSERT INTO prescribers_practiceplace
    (prescriber_id, finess, label, address, postal_code, commune, mode_code, sector_code)
SELECT p.id, s.finess, s.label, s.address, s.postal_code, s.commune, s.mode_code, s.sector_code
    FROM pg_temp.import_stage s JOIN prescribers_prescriber p USING (rpps)
    WHERE concat(s.finess, s.label, s.address, s.postal_code, s.commune) <> ''
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ORDER BY min(s.line)
"""


def has_places(checks: Checks) -> bool:
    """The file of know-how has no place: it says nothing of them."""
    return checks.has(POSTAL_CODE)


def code_places(checks: Checks) -> Columns:
    """The place of each line; codes of another country or too long for ours stay unsaid."""
    name, sign = (checks.text(column, 200, optional=True) for column in NAMES)
    return {
        "finess": checks.text("Numéro FINESS site", 9, optional=True),
        "label": narrow(np.where(name == b"", sign, name)),
        "address": _addresses(checks),
        "postal_code": _exact(checks.text(POSTAL_CODE, 20, optional=True), 5),
        "commune": _exact(checks.text(COMMUNE, 20, optional=True), 5),
        "mode_code": _exact(checks.text("Code mode exercice", 10, optional=True), 1),
        "sector_code": _exact(checks.text("Code secteur d'activité", 10, optional=True), 4),
    }


def store_places(rows: Gathered) -> None:
    """Replace the places of the prescribers of a file that gives them."""
    if "address" not in rows.columns:
        return
    fields = [
        Field("rpps", "text", rpps_text(rows["rpps"])),
        *(Field(name, "text", rows[name]) for name in _COLUMNS),
        Field("line", "int8", rows.lines),
    ]
    upsert(fields, _FORGOTTEN, _PLACES)


def narrow(texts: np.ndarray) -> np.ndarray:
    """The same texts, no wider than the longest: a national file holds 350 000 places."""
    return texts.astype(f"S{max(1, int(np.char.str_len(texts).max(initial=1)))}")


def _addresses(checks: Checks) -> np.ndarray:
    """`8 B Rue DE L EXEMPLE, BATIMENT C`."""
    parts = [
        checks.text(column, longest, optional=True)
        for column, longest in (
            (NUMBER, 20),
            (INDEX, 20),
            (STREET_TYPE, 60),
            (STREET, 150),
            (ADDRESSEE, 120),
            (SPOT, 120),
        )
    ]
    # Most lines of the register are of other professions: no work is spent on refused ones.
    good = np.flatnonzero(checks.ok)
    lines = zip(*(part[good].tolist() for part in parts), strict=True)
    texts = [_address(*(piece.decode() for piece in pieces)).encode() for pieces in lines]
    widest = max(map(len, texts), default=1)
    addresses = np.full(len(checks.ok), b"", f"S{max(widest, 1)}")
    addresses[good] = texts
    return addresses


def _address(*parts: str) -> str:
    street = " ".join(part for part in parts[:4] if part)
    return ", ".join(part for part in (street, *parts[4:]) if part)[:LONGEST_ADDRESS].rstrip()


def _exact(codes: np.ndarray, length: int) -> np.ndarray:
    return np.where(np.char.str_len(codes) == length, codes, b"").astype(f"S{length}")
