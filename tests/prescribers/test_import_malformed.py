"""Malformed files (F8): each ends as documented, counts add up, and nothing breaks."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from prescribers.enums import BatchStatus
from prescribers.ingestion import parquet as parquet_reader
from prescribers.models import ImportBatch, Leave, RejectedRow
from tests.prescribers.import_world import announce, bring, identity, settle
from tests.prescribers.malformed_world import (
    GOOD,
    HEADER,
    IMPORTED,
    PARQUET,
    REFUSED,
    around,
    line,
)


pytestmark = pytest.mark.django_db
LONG = bool(os.environ.get("IJPORTAL_LONG"))


@pytest.fixture(autouse=True)
def world(medical_role):
    settle()


def deliver(tmp_path, content: bytes) -> ImportBatch:
    path = tmp_path / "2025-01.csv"
    path.write_bytes(content)
    return bring("arrets", path)


def adds_up(batch: ImportBatch) -> bool:
    return batch.read == batch.accepted + batch.rejected + batch.duplicates


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(tmp_path, case):
    batch = deliver(tmp_path, case.content)
    assert batch.status == BatchStatus.REFUSED
    assert case.words in batch.message
    assert batch.message.rstrip().endswith(".")
    assert adds_up(batch)
    assert not Leave.objects.exists()


@pytest.mark.parametrize("case", IMPORTED, ids=lambda case: case.name)
def test_each_row_is_kept_doubled_or_refused_by_its_line(tmp_path, case):
    batch = deliver(tmp_path, case.content)
    assert batch.status == BatchStatus.DONE, batch.message
    found = set(RejectedRow.objects.filter(batch=batch).values_list("line", "code"))
    assert case.faults <= found
    assert {number for number, _ in found} == {number for number, _ in case.faults}
    rejected = len({number for number, _ in case.faults})
    total = case.accepted + case.duplicates + rejected
    assert identity(batch) == (total, case.accepted, rejected, case.duplicates)
    assert Leave.objects.count() == case.accepted


def test_there_are_at_least_eighty_of_them():
    assert len(REFUSED) + len(IMPORTED) >= 80
    names = [case.name for case in (*REFUSED, *IMPORTED)]
    assert len(set(names)) == len(names)


def test_a_header_alone_imports_nothing(tmp_path):
    batch = deliver(tmp_path, HEADER.encode() + b"\n")
    assert batch.status in {BatchStatus.HELD, BatchStatus.REFUSED}
    assert identity(batch) == (0, 0, 0, 0)


def test_a_row_group_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_reader, "LARGEST_GROUP", 100)
    batch = deliver(tmp_path, PARQUET)
    assert batch.status == BatchStatus.REFUSED
    assert "groupe de lignes 1" in batch.message


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"{", "manifest.json"),
        (b"[1]", "manifest.json"),
        (b"\xff\xfe", "manifest.json"),
        ({"rows": 3}, "3 lignes"),
        ({"rows": "beaucoup"}, "manifest.json"),
        ({"sha256": "0" * 64}, "empreinte"),
        ({"month": "2025-02"}, "2025-02"),
        ({"totals": {"jours_indem": 9}}, "« jours_indem »"),
        ({"totals": {"montant_cts": 26_401}}, "26401"),
    ],
)
def test_a_manifest_that_disagrees_refuses_the_file(tmp_path, manifest, words):
    path = tmp_path / "2025-01.csv"
    path.write_bytes(GOOD)
    if isinstance(manifest, bytes):
        path.with_name("manifest.json").write_bytes(manifest)
    else:
        announce(path, **manifest)
    batch = bring("arrets", path)
    assert batch.status == BatchStatus.REFUSED
    assert words in batch.message


def test_the_totals_of_the_sender_count_the_wrong_rows_too(tmp_path):
    path = tmp_path / "2025-01.csv"
    path.write_bytes(around(line(jours_indem="1200", montant_cts="x")))
    announce(path, rows=3, totals={"jours_indem": 1_208, "montant_cts": 26_400})
    batch = bring("arrets", path)
    assert (batch.status, identity(batch)) == (BatchStatus.DONE, (3, 2, 1, 0))


def test_a_file_cut_anywhere_is_refused_by_its_manifest(tmp_path):
    path = tmp_path / "2025-01.csv"
    path.write_bytes(GOOD)
    announce(path)
    for end in range(1, len(GOOD), 17):
        path.write_bytes(GOOD[:end])
        assert bring("arrets", path).status == BatchStatus.REFUSED
    assert not Leave.objects.exists()


# Read apart, all of them by one process: the memory of this one is that of the tests before.
READ = """
import json, sys
import django
django.setup()
from pathlib import Path
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.reader import open_source
from prescribers.ingestion.refusals import FileRefused
from prescribers.ingestion.rejects import Rejects
for path in sys.argv[1:]:
    rejects, read, refused = Rejects(), 0, ""
    try:
        for chunk in open_source(Path(path), FORMATS["communes"]).chunks():
            checks = Checks(chunk)
            if len(chunk.lines):
                checks.text("code", 5, shape="[0-9][0-9AB][0-9]{3}")
                checks.integer("population_municipale", 0, 10, optional=True)
            rejects.add(checks)
            read += chunk.read
    except FileRefused as error:
        refused = error.code
    # Not ru_maxrss: Linux carries over to it the size of the parent before the exec.
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) >> 10
    faults = {code: count for (_, code), count in rejects.faults.items()}
    print(json.dumps({"read": read, "refused": refused, "faults": faults, "MiB": peak}))
"""
COMMUNES = b"code,nom,departement,region,population_municipale\n"
NICE, WRONG = b"06088,Nice,06,93,5\n", b"6088,Nice,06,93,xxxxxxxxxxxxxxx\n"
MILLION = 1 << 20
HUGE = 2 << 30 if LONG else 400 << 20


@dataclass(frozen=True)
class Hard:
    """A start, one thing again and again up to a size, an end; then what becomes of it."""

    name: str
    start: bytes
    filler: bytes
    size: int
    end: bytes
    read: int
    refused: str = ""
    faults: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        block = self.filler * (MILLION // len(self.filler))
        with path.open("wb") as file:
            file.write(self.start)
            for _ in range(self.size // len(block)):
                file.write(block)
            file.write(self.end)


HARD = [
    Hard(
        "one line without end",
        *(COMMUNES + NICE, b"x", HUGE, b"\n" + NICE, 3),
        faults={"LIGNE_TROP_LONGUE": 1},
    ),
    Hard("never a line end", b"x", b"x", HUGE, b"", 0, "ENTETE_TROP_LONGUE"),
    Hard("nothing but line ends", COMMUNES + NICE, b"\n", 32 * MILLION, NICE, 2),
    Hard(
        "a million short rows",
        *(COMMUNES, b"x\n", 2 * MILLION, NICE, MILLION + 1),
        faults={"LIGNE_COLONNES": MILLION},
    ),
    Hard(
        "a million wrong values",
        *(COMMUNES, WRONG, len(WRONG) * MILLION, NICE, MILLION + 1),
        faults={"FORME": MILLION, "ENTIER": MILLION},
    ),
    Hard(
        "accents without end",
        *(COMMUNES, "é".encode(), 40 * MILLION, b"\n" + NICE, 2),
        faults={"LIGNE_TROP_LONGUE": 1},
    ),
]


def test_the_hard_ones_are_read_in_less_than_300_mib(tmp_path):
    paths = [tmp_path / f"{place}.csv" for place, _ in enumerate(HARD)]
    for path, case in zip(paths, HARD, strict=True):
        case.write(path)
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, paths)], capture_output=True, text=True, check=True
    )
    for path, case, said in zip(paths, HARD, done.stdout.splitlines(), strict=True):
        path.unlink()
        found = json.loads(said)
        assert (found["read"], found["refused"]) == (case.read, case.refused), case.name
        assert found["faults"] == case.faults, case.name
        assert found["MiB"] <= 300, case.name
