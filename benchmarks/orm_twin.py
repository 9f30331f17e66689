"""The same import as one writes it first: `csv.DictReader`, a check a line, the ORM a row.

It is spared what the product does besides: no encoded block, no sorted partition, no journal; and
its lists of prescribers, attachments and IRIS are held in memory, not asked for at each line.
"""

import csv
import json
import re
import resource
import sys
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import django
from django.db import connection, models, transaction
from stdnum import luhn

from core.nir import holds_nir
from ijstats import stratum_code


BATCH = 2_000
BOUNDS = {
    "patient": (1, 2**63 - 1),
    "jours_indem": (0, 1_100),
    "montant_cts": (0, 100_000_000),
    "age": (0, 120),
}
LISTS = {
    "risque": {"MAL", "AT", "MP", "MAT"},
    "nature": {"I", "P"},
    "motif": {f"M{number:02d}" for number in range(1, 41)},
    "sexe": {"1", "2"},
    "ald": {"0", "1", "2"},
    **{name: {"0", "1"} for name in ("c2s", "tpt", "remplacement", "teleconsultation")},
}
_DIGITS, _RPPS = re.compile(r"\d+", re.ASCII), re.compile(r"\d{11}", re.ASCII)
_STRUCTURE = re.compile("[0-9][0-9AB][0-9]{7}")


def scratch_model() -> type[models.Model]:
    class ScratchLeave(models.Model):  # noqa: DJ008 (never shown)
        month = models.DateField()
        rpps = models.BigIntegerField()
        patient = models.BigIntegerField()
        start = models.DateField(db_column="date_debut")
        end = models.DateField(db_column="date_fin")
        days = models.SmallIntegerField()
        amount_cents = models.IntegerField()
        risk = models.CharField(max_length=3)
        nature = models.CharField(max_length=1)
        motif = models.CharField(max_length=3)
        age = models.SmallIntegerField()
        sex = models.SmallIntegerField()
        ald = models.SmallIntegerField()
        c2s = models.BooleanField()
        tpt = models.BooleanField()
        replacement = models.BooleanField()
        teleconsultation = models.BooleanField()
        caisse = models.CharField(max_length=3)
        iris = models.CharField(max_length=9)
        structure = models.CharField(max_length=9)
        stratum = models.SmallIntegerField()

        class Meta:
            app_label = "prescribers"
            db_table = "bench_scratch_leave"
            constraints = [
                models.UniqueConstraint(
                    fields=["rpps", "patient", "start", "nature"], name="bench_scratch_key"
                )
            ]

    return ScratchLeave


class Known:
    """What the product also reads from the database before a file."""

    def __init__(self) -> None:
        # Imported here: models ask for `django.setup()` first.
        from prescribers.models import Attachment, Iris, Prescriber  # noqa: PLC0415

        self.rpps = set(Prescriber.objects.values_list("rpps", flat=True))
        self.iris = dict(Iris.objects.values_list("code", "quintile"))
        self.attachments: dict[str, list[tuple]] = defaultdict(list)
        rows = Attachment.objects.values_list("prescriber__rpps", "start", "end", "caisse")
        for rpps, start, end, caisse in rows.order_by("start"):
            self.attachments[rpps].append((start, end, caisse))
        self.stratum = lambda *axes: int(stratum_code(*([axis] for axis in axes))[0])
        self.strata: dict[tuple[int, ...], int] = {}

    def caisse_on(self, rpps: str, day: date) -> str:
        mine = self.attachments.get(rpps, [])
        last = bisect_right(mine, day, key=lambda one: one[0])
        open_then = (c for _, end, c in reversed(mine[:last]) if end is None or end >= day)
        return next(open_then, "")

    def stratum_of(self, *axes: int) -> int:
        if axes not in self.strata:
            self.strata[axes] = self.stratum(*axes)
        return self.strata[axes]


def faults(row: dict[str, Any], month: date, known: Known) -> list[str]:
    """Every fault of a line; dates that are right are left in the row as dates."""
    if None in row or None in row.values():
        return ["LIGNE_COLONNES"]
    found = ["NIR" for text in row.values() if holds_nir(text)]
    found += [f"BORNES {name}" for name, bounds in BOUNDS.items() if _outside(row[name], *bounds)]
    found += [f"LISTE {name}" for name, codes in LISTS.items() if row[name] not in codes]
    found += [f"DATE {name}" for name in ("date_debut", "date_fin") if not _dated(row, name)]
    if not _RPPS.fullmatch(row["rpps"]) or not luhn.is_valid(row["rpps"]):
        found.append("RPPS")
    elif row["rpps"] not in known.rpps:
        found.append("PRESCRIPTEUR_INCONNU")
    if row["iris"] and row["iris"] not in known.iris:
        found.append("IRIS_INCONNU")
    if row["structure"] and not _STRUCTURE.fullmatch(row["structure"]):
        found.append("STRUCTURE")
    return found or _between_columns(row, month, known)


def _between_columns(row: dict[str, Any], month: date, known: Known) -> list[str]:
    start, found = row["date_debut"], []
    if (start.year, start.month) != (month.year, month.month):
        found.append("HORS_MOIS")
    if row["date_fin"] < start:
        found.append("FIN_AVANT_DEBUT")
    row["caisse"] = known.caisse_on(row["rpps"], start)
    return found if row["caisse"] else [*found, "SANS_RATTACHEMENT"]


def _outside(text: str, low: int, high: int) -> bool:
    return not _DIGITS.fullmatch(text) or not low <= int(text) <= high


def _dated(row: dict[str, Any], name: str) -> bool:
    try:
        row[name] = date.fromisoformat(row[name])
    except ValueError:
        return False
    return True


def values_of(row: dict[str, Any], month: date, known: Known) -> tuple[dict, dict]:
    """The unique key of a line, and the rest."""
    age, sex, ald, c2s = (int(row[name]) for name in ("age", "sexe", "ald", "c2s"))
    key = {
        "rpps": int(row["rpps"]),
        "patient": int(row["patient"]),
        "start": row["date_debut"],
        "nature": row["nature"],
    }
    rest = {
        "month": month,
        "end": row["date_fin"],
        "days": int(row["jours_indem"]),
        "amount_cents": int(row["montant_cts"]),
        "risk": row["risque"],
        "motif": row["motif"],
        "age": age,
        "sex": sex,
        "ald": ald,
        "c2s": bool(c2s),
        "tpt": row["tpt"] == "1",
        "replacement": row["remplacement"] == "1",
        "teleconsultation": row["teleconsultation"] == "1",
        "caisse": row["caisse"],
        "iris": row["iris"],
        "structure": row["structure"],
        "stratum": known.stratum_of(age, sex, ald, c2s, known.iris.get(row["iris"], 0)),
    }
    return key, rest


class Twin:
    """Reads the first rows of a file, one way or the other."""

    def __init__(self, path: Path, rows: int) -> None:
        self.path, self.rows = path, rows
        self.month = date.fromisoformat(f"{path.stem}-01")
        self.counts = {"lues": 0, "acceptees": 0, "rejetees": 0, "doublons": 0}
        self.rejects: list[tuple[int, str]] = []

    def row_by_row(self, model: type[models.Model]) -> None:
        for key, rest in self._good_rows():
            _, created = model.objects.get_or_create(**key, defaults=rest)
            self.counts["acceptees" if created else "doublons"] += 1

    def by_batches(self, model: type[models.Model]) -> None:
        seen: set[tuple] = set()
        waiting: list[models.Model] = []
        for key, rest in self._good_rows():
            mine = tuple(key.values())
            if mine in seen:
                self.counts["doublons"] += 1
                continue
            seen.add(mine)
            waiting.append(model(**key, **rest))
            if len(waiting) == BATCH:
                self._flush(model, waiting)
        self._flush(model, waiting)

    def _flush(self, model: type[models.Model], waiting: list[models.Model]) -> None:
        self.counts["acceptees"] += len(model.objects.bulk_create(waiting))
        waiting.clear()

    def _good_rows(self) -> Iterator[tuple[dict, dict]]:
        known = Known()
        with self.path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(islice(csv.DictReader(file), self.rows), start=2):
                self.counts["lues"] += 1
                found = faults(row, self.month, known)
                self.rejects += [(line, fault) for fault in found]
                if found:
                    self.counts["rejetees"] += 1
                else:
                    yield values_of(row, self.month, known)


WAYS = {"ligne_a_ligne": Twin.row_by_row, "par_lots": Twin.by_batches}


def run(way: str, path: str, rows: int) -> dict[str, object]:
    model = scratch_model()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        began, cpu = time.perf_counter(), time.process_time()
        twin = Twin(Path(path), rows)
        with transaction.atomic():
            WAYS[way](twin, model)
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"voie": way, "mur_s": wall, "cpu_client_s": cpu, "pic_Mio": peak, **twin.counts}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(run(sys.argv[1], sys.argv[2], int(sys.argv[3]))) + "\n")
