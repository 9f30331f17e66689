"""The feed of the import's measure: its truth is exact, for a reader that owes it nothing."""

import csv
import json
from collections import Counter
from datetime import date

import pytest

from benchmarks.cached import REFERENCES, folder_of, month_file, months_of, patients_file
from benchmarks.country_files import write_country
from benchmarks.truth import TWIN, Truth
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.services.imports import import_source


JANUARY = date(2025, 1, 1)


@pytest.fixture(scope="session")
def feed(tmp_path_factory):
    var = tmp_path_factory.mktemp("mesure")
    write_country(var, "caisse", 1)
    root = folder_of(var, "caisse")
    return root, Truth.read_back(json.loads((root / "verite-2025-01.json").read_text()))


def test_the_share_of_wrong_rows_and_their_kinds_are_those_announced(feed):
    _, truth = feed
    assert truth.read == truth.accepted + len(truth.wrong)
    assert len(set(truth.wrong.values())) == 14
    assert truth.duplicates == Counter(truth.wrong.values())[TWIN] > 0


def test_no_good_row_has_the_key_of_another_and_a_twin_follows_its_original(feed):
    root, truth = feed
    seen = {}
    with month_file(root, JANUARY).open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            key = (row["rpps"], row["patient"], row["date_debut"], row["nature"])
            kind = truth.wrong.get(line)
            if kind is None:
                assert key not in seen
                seen[key] = line
            elif kind == TWIN:
                assert seen[key] < line
    assert len(seen) == truth.accepted


def test_the_truth_of_the_first_rows_counts_the_wrong_lines_among_them(feed):
    _, truth = feed
    line = sorted(truth.wrong)[3]
    assert len(truth.of_first(line - 2).wrong) == 3
    assert len(truth.of_first(line - 1).wrong) == 4
    assert truth.of_first(10 * truth.read) == truth


def test_the_same_seed_gives_the_same_file(feed, tmp_path):
    root, _ = feed
    write_country(tmp_path, "caisse", 1)
    again = folder_of(tmp_path, "caisse")
    for path in (month_file, lambda folder, _: patients_file(folder)):
        assert path(root, JANUARY).read_bytes() == path(again, JANUARY).read_bytes()


def test_the_product_finds_what_the_truth_says(feed, db):
    root, truth = feed
    files = {kind: root / name for kind, name in REFERENCES.items()}
    files |= {"arrets": month_file(root, months_of(1)[0]), "patientele": patients_file(root)}
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        batches = {
            kind: import_source(kind=kind, path=path, by=None) for kind, path in files.items()
        }
    for kind, batch in batches.items():
        assert (batch.status, batch.message) == ("DONE", batch.message), kind
        if kind != "arrets":
            assert (batch.rejected, batch.duplicates) == (0, 0), kind
    leaves = batches["arrets"]
    assert (leaves.read, leaves.accepted) == (truth.read, truth.accepted)
    assert (leaves.rejected, leaves.duplicates) == (truth.rejected, truth.duplicates)
