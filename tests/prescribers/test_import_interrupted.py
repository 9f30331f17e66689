"""F6: cut, killed, sent again, out of order: a month is whole and the same, or as it was."""

import random
from collections import Counter
from datetime import date
from io import StringIO
from itertools import permutations
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from prescribers.enums import BatchStatus
from prescribers.ingestion import binary_copy, loading
from prescribers.models import ImportBatch, Leave
from tests.prescribers.fact_digest import facts_digest
from tests.prescribers.import_world import (
    MENTON,
    NICE,
    announce,
    bring,
    faults,
    identity,
    leaves,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
JANUARY = date(2025, 1, 1)
CUTS, POINTS = 100, 50


@pytest.fixture(autouse=True)
def world(medical_role):
    settle()


def a_month(path: Path, seed: int, rows: int = 60) -> Path:
    """Two doctors, dates, days and amounts drawn from the month and the seed; one bad row."""
    draw = random.Random(f"{path.stem}/{seed}")
    changes = []
    for patient in range(rows):
        days = draw.randint(1, 90)
        changes.append(
            {
                "rpps": draw.choice([NICE, MENTON]),
                "patient": str(6_000_000_000_000_000_000 + draw.randrange(200)),
                "date_debut": f"{path.stem}-{draw.randint(1, 28):02d}",
                "date_fin": f"{int(path.stem[:4]) + 1}-01-01",
                "jours_indem": str(days),
                "montant_cts": str(days * draw.randint(3_300, 4_100)),
                "nature": draw.choice("IP"),
                "age": "130" if patient == 7 else str(draw.randint(16, 70)),
            }
        )
    return write(path, leaves(*changes))


# A file cut short


def cut(path: Path, at: int, folder: Path) -> Path:
    short = folder / f"coupe-{at}" / path.name
    short.parent.mkdir(parents=True)
    short.write_bytes(path.read_bytes()[:at])
    return short


def places(path: Path) -> list[int]:
    """A hundred places of the file, its last bytes among them."""
    size = path.stat().st_size
    return sorted({size * i // CUTS for i in range(CUTS - 10)} | set(range(size - 10, size)))


def test_a_file_cut_anywhere_is_refused_whole_by_its_manifest(tmp_path):
    bring("arrets", a_month(tmp_path / "avant/2025-01.csv", seed=1))
    before = facts_digest()
    path = a_month(tmp_path / "entier/2025-01.csv", seed=2)
    announce(path)
    said = path.with_name("manifest.json").read_text()
    for at in places(path):
        short = cut(path, at, tmp_path)
        short.with_name("manifest.json").write_text(said)
        assert bring("arrets", short).status == BatchStatus.REFUSED, at
        assert facts_digest() == before
    assert bring("arrets", path).status == BatchStatus.DONE
    assert facts_digest() != before


def test_a_manifest_without_digest_counts_the_rows_and_the_sums(tmp_path):
    """Rows alone leave the last cell unguarded; a sender who can gives the SHA-256."""
    path = a_month(tmp_path / "entier/2025-01.csv", seed=2)
    before = facts_digest()
    last_line = path.read_bytes().rstrip(b"\n").rindex(b"\n") + 1
    for at in [place for place in places(path) if place < last_line]:
        short = cut(path, at, tmp_path)
        announce(short, rows=60, sha256="")
        assert bring("arrets", short).status == BatchStatus.REFUSED, at
    assert facts_digest() == before


def test_without_manifest_a_cut_file_is_what_is_left_of_it_to_the_last_line(tmp_path):
    """Nothing tells it from a short month: every row that is there is right, and counted."""
    path = a_month(tmp_path / "2025-01.csv", seed=2)
    whole = path.read_text().splitlines()
    before, ended = facts_digest(), Counter()
    for at in places(path):
        with transaction.atomic():
            batch = bring("arrets", cut(path, at, tmp_path))
            ended[batch.status] += 1
            left = path.read_bytes()[:at].decode().splitlines()
            if batch.status == BatchStatus.DONE:
                check_what_is_left(batch, left, whole)
            else:
                assert facts_digest() == before
            transaction.set_rollback(True)
    assert set(ended) <= {BatchStatus.DONE, BatchStatus.REFUSED, BatchStatus.HELD}
    assert ended[BatchStatus.DONE] > 50


def check_what_is_left(batch: ImportBatch, left: list[str], whole: list[str]) -> None:
    """Every line but the last is as it was sent; the last may be refused, or lack its end."""
    assert batch.read == len(left) - 1
    assert batch.read == batch.accepted + batch.rejected + batch.duplicates
    assert left[:-1] == whole[: len(left) - 1]
    stored = Leave.objects.filter(month=JANUARY).count()
    assert stored == batch.accepted
    last = len(left)
    if len(left[-1].split(",")) < len(whole[0].split(",")):
        assert (last, "", "LIGNE_COLONNES") in faults(batch)


# A manifest that says something else


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"rows": 59}, "59"),
        ({"rows": 61}, "61"),
        ({"month": "2025-02"}, "2025-02"),
        ({"totals": {"jours_indem": 1}}, "jours_indem"),
        ({"totals": {"montant_cts": 1}}, "montant_cts"),
    ],
)
def test_a_manifest_that_says_something_else_refuses_the_file_whole(tmp_path, entry, word):
    bring("arrets", a_month(tmp_path / "avant/2025-01.csv", seed=1))
    before = facts_digest()
    path = a_month(tmp_path / "apres/2025-01.csv", seed=2)
    announce(path, **entry)
    batch = bring("arrets", path)
    assert batch.status == BatchStatus.REFUSED
    assert word in batch.message
    assert facts_digest() == before


# An import killed before its end


class KilledError(BaseException):
    """Not an Exception: nothing in the product may catch it, as nothing catches kill -9."""


class Killer:
    """Dies just before, or just after, the n-th statement."""

    def __init__(self, number: int, when: str) -> None:
        self.number, self.when, self.seen = number, when, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        mine = self.seen == self.number
        if mine and self.when == "avant":
            raise KilledError
        result = execute(sql, params, many, context)
        if mine:
            raise KilledError
        return result


def statements(path: Path) -> int:
    """How many statements an import of this file is made of."""
    watcher = Killer(0, "")
    with transaction.atomic():
        with connection.execute_wrapper(watcher):
            call_command("import_source", "arrets", str(path), stdout=StringIO())
        transaction.set_rollback(True)
    return watcher.seen


def uninterrupted(path: Path) -> str:
    with transaction.atomic():
        bring("arrets", path)
        digest = facts_digest()
        transaction.set_rollback(True)
    return digest


def test_killed_at_fifty_points_and_redone_the_month_is_the_same(tmp_path):
    bring("arrets", a_month(tmp_path / "avant/2025-01.csv", seed=1))
    path = a_month(tmp_path / "apres/2025-01.csv", seed=2)
    before, expected = facts_digest(), uninterrupted(path)
    assert before != expected
    total = statements(path)
    points = [(number, when) for number in range(1, total + 1) for when in ("avant", "après")]
    assert len(points) >= POINTS
    ends = Counter()
    for number, when in random.Random(1).sample(points, POINTS):
        ends[killed_then_redone(path, before, expected, Killer(number, when))] += 1
    # Only the statement that ends the transaction (here, a savepoint) may leave the new month.
    assert ends[BatchStatus.DONE] >= POINTS - 2
    assert ends.total() == POINTS


def killed_then_redone(path, before, expected, killer) -> str:
    """How the import ended when it was asked for again; everything is then undone."""
    batches = ImportBatch.objects.count()
    with transaction.atomic():
        with pytest.raises(KilledError), connection.execute_wrapper(killer):
            call_command("import_source", "arrets", str(path), stdout=StringIO())
        found = facts_digest(), ImportBatch.objects.count()
        again = bring("arrets", path)
        if again.status == BatchStatus.DONE:
            assert found == (before, batches)
        else:
            assert (again.status, found) == (BatchStatus.ALREADY, (expected, batches + 1))
        assert facts_digest() == expected
        transaction.set_rollback(True)
    return again.status


@pytest.mark.parametrize("block", range(1, 9))
def test_killed_between_two_blocks_of_a_copy_the_month_is_the_same(tmp_path, monkeypatch, block):
    bring("arrets", a_month(tmp_path / "avant/2025-01.csv", seed=1))
    path = a_month(tmp_path / "apres/2025-01.csv", seed=2)
    before, expected = facts_digest(), uninterrupted(path)
    encode = binary_copy.encode

    def fatal(fields):
        for number, sent in enumerate(encode(fields), 1):
            if number == block:
                raise KilledError
            yield sent

    monkeypatch.setattr(binary_copy, "CHUNK", 8)
    monkeypatch.setattr(binary_copy, "encode", fatal)
    with pytest.raises(KilledError):
        call_command("import_source", "arrets", str(path), stdout=StringIO())
    assert facts_digest() == before
    monkeypatch.undo()
    bring("arrets", path)
    assert facts_digest() == expected


# The same file again, months in any order, a late correction


def test_the_same_file_three_times_is_read_once(tmp_path, monkeypatch):
    path = a_month(tmp_path / "2025-01.csv", seed=1)
    assert bring("arrets", path).status == BatchStatus.DONE
    before = facts_digest()

    def unread(*_arguments):
        pytest.fail("the file was read again")

    monkeypatch.setattr(loading, "open_source", unread)
    again = [bring("arrets", path).status for _ in range(2)]
    assert again == [BatchStatus.ALREADY] * 2
    assert facts_digest() == before
    assert ImportBatch.objects.filter(status=BatchStatus.DONE).count() == 1


def test_three_months_in_six_orders_are_the_same(tmp_path):
    paths = [a_month(tmp_path / f"2025-0{month}.csv", seed=month) for month in (1, 2, 4)]
    found = set()
    for order in permutations(paths):
        with transaction.atomic():
            assert {bring("arrets", path).status for path in order} == {BatchStatus.DONE}
            found.add(facts_digest())
            transaction.set_rollback(True)
    assert len(found) == 1


def test_a_late_correction_replaces_the_month(tmp_path):
    """A row taken out, another one changed, everything else as it was, other months untouched."""
    paths = [a_month(tmp_path / f"2025-0{month}.csv", seed=month) for month in (1, 2)]
    for path in paths:
        bring("arrets", path)
    february = facts_digest(date(2025, 2, 1))
    rows = list(Leave.objects.filter(month=JANUARY).values_list("patient", "start", "days"))
    lines = paths[0].read_text().splitlines()
    changed = lines[3].split(",")
    changed[5] = "91"  # jours_indem
    corrected = tmp_path / "corrige" / "2025-01.csv"
    corrected.parent.mkdir()
    corrected.write_text("\n".join([*lines[:2], ",".join(changed), *lines[4:]]) + "\n")
    batch = bring("arrets", corrected)
    assert (batch.status, identity(batch)[0]) == (BatchStatus.DONE, 59)
    after = list(Leave.objects.filter(month=JANUARY).values_list("patient", "start", "days"))
    assert len(after) == len(rows) - 1
    assert len(set(rows) - set(after)) == 2
    assert [days for *_, days in set(after) - set(rows)] == [91]
    assert facts_digest(date(2025, 2, 1)) == february
    bring("arrets", paths[0])
    assert sorted(rows) == sorted(
        Leave.objects.filter(month=JANUARY).values_list("patient", "start", "days")
    )
