"""Small source files written by hand, and the floor on which they land."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

from django.db import connection

from accounts.services.organisations import upsert_caisse
from prescribers.models import ImportBatch, RejectedRow
from prescribers.services.imports import import_source
from tests.prescribers.factories import (
    AttachmentFactory,
    CommuneFactory,
    IrisFactory,
    PrescriberFactory,
    demo_rpps,
)


JANUARY = date(2025, 1, 1)
NICE, MENTON, GONE = demo_rpps(1), demo_rpps(2), demo_rpps(3)
LEAVE = {
    "rpps": NICE,
    "structure": "",
    "patient": "4611686018427387904",
    "date_debut": "2025-01-06",
    "date_fin": "2025-01-12",
    "jours_indem": "4",
    "montant_cts": "13200",
    "risque": "MAL",
    "nature": "I",
    "tpt": "0",
    "remplacement": "0",
    "teleconsultation": "1",
    "motif": "M09",
    "age": "42",
    "sexe": "2",
    "ald": "0",
    "c2s": "1",
    "iris": "060880101",
}
CELL = {
    "rpps": NICE,
    "tranche_age": "2",
    "sexe": "2",
    "ald": "0",
    "c2s": "1",
    "quintile": "4",
    "quintile_commune": "3",
    "patients": "17",
}
PRESCRIBER = {
    "rpps": NICE,
    "sexe": "2",
    "annee_naissance": "1968",
    "specialite": "MG",
    "mode": "LIB",
    "secteur": "1",
    "iris": "060880101",
    "commune": "06088",
    "departement": "06",
    "region": "93",
    "caisse": "061",
    "date_debut": "2010-01-01",
    "date_fin": "",
    "motif_fin": "",
    "date_install": "2010-01-01",
    "experimentation": "",
}


def settle():
    """Two doctors of Nice's caisse (one moved to Toulon's in March 2025), one gone in 2024."""
    for code, label in (("061", "CPAM des Alpes-Maritimes"), ("831", "CPAM du Var")):
        upsert_caisse(
            code=code,
            label=label,
            region_code="93",
            region_label="Provence-Alpes-Côte d’Azur",
            valid_from=date(2010, 1, 1),
            by=None,
            system="essai",
        )
    CommuneFactory()
    IrisFactory()
    AttachmentFactory(prescriber=PrescriberFactory(rpps=NICE))
    menton = PrescriberFactory(rpps=MENTON)
    AttachmentFactory(prescriber=menton, end=date(2025, 2, 28))
    AttachmentFactory(prescriber=menton, caisse="831", start=date(2025, 3, 1))
    gone = PrescriberFactory(rpps=GONE)
    AttachmentFactory(prescriber=gone, end=date(2024, 6, 30), end_reason="RETRAITE")


def write(path: Path, rows, *, separator=",", encoding="utf-8", newline="\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator, lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)
    return path


def leaves(*changes: dict) -> list[dict]:
    """One leave a change, each of another patient unless the change says which."""
    first = int(LEAVE["patient"])
    return [LEAVE | {"patient": str(first + i)} | change for i, change in enumerate(changes)]


def announce(path: Path, **entry) -> None:
    said = {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} | entry
    path.with_name("manifest.json").write_text(json.dumps({"files": [said]}))


def bring(kind: str, path: Path, **more) -> ImportBatch:
    return import_source(kind=kind, path=path, by=None, **more)


def identity(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.read, batch.accepted, batch.rejected, batch.duplicates


def faults(batch: ImportBatch) -> set[tuple[int, str, str]]:
    return set(RejectedRow.objects.filter(batch=batch).values_list("line", "column", "code"))


def month_digest(month: date) -> str:
    """A fingerprint of the rows of a month, in their order on disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(l::text, '|')) FROM medical.leave l WHERE month = %s", [month]
        )
        return cursor.fetchone()[0]
