"""The bad rows are where the truth says, bad as it says, and there is no other."""

from datetime import date

import pytest
from stdnum import luhn

from tests.demo.conftest import read, read_leaves


KEY = ["rpps", "patient", "date_debut", "nature"]


def is_date(text):
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@pytest.fixture(scope="module")
def known_iris(country):
    return {*read(country.folder / "iris.csv")["code_iris"].to_pylist(), ""}


def test_each_bad_row_has_the_fault_it_is_said_to_have(country, known_iris):
    faults = {
        "fin_avant_debut": lambda row, _: row["date_fin"] < row["date_debut"],
        "iris_inconnu": lambda row, _: row["iris"] not in known_iris,
        "rpps_cle_fausse": lambda row, _: not luhn.is_valid(row["rpps"]),
        "date_30_fevrier": lambda row, _: row["date_fin"].endswith("-02-30"),
        "doublon": lambda row, before: row in before,
    }
    seen = set()
    for defect in read(country.folder / "truth_defects.csv").to_pylist():
        rows = read_leaves(country.folder / defect["fichier"])
        position = int(defect["ligne"]) - 2
        row = rows.slice(position, 1).to_pylist()[0]
        # A duplicate follows its original at once, or another bad row between them.
        before = rows.slice(max(0, position - 3), min(3, position)).to_pylist()
        assert faults[defect["defaut"]](row, before), defect
        seen.add((defect["defaut"], defect["attendu"]))
    assert seen == {(kind, "doublon" if kind == "doublon" else "rejet") for kind in faults}


def test_summary_counts_them(country):
    defects = read(country.folder / "truth_defects.csv")["defaut"].to_pylist()
    assert {k: defects.count(k) for k in set(defects)} == country.summary.defects
    rows = sum(f.rows for f in country.summary.files if f.kind == "arrets")
    assert rows == country.summary.leaves + len(defects)
    assert 0.0003 < len(defects) / rows < 0.0008


def test_all_other_rows_are_sound(good_leaves, known_iris):
    assert all(map(is_date, {*good_leaves.date_debut, *good_leaves.date_fin}))
    assert (good_leaves.date_debut <= good_leaves.date_fin).all()
    assert (good_leaves.date_debut.str[:7] == good_leaves.mois).all()
    assert set(good_leaves.iris) <= known_iris
    assert all(map(luhn.is_valid, set(good_leaves.rpps)))
    assert not good_leaves.duplicated(KEY).any()


def test_totals_of_good_rows_are_the_truth(country, good_leaves):
    truth = read(country.folder / "truth_months.csv").to_pandas()
    truth = truth.set_index("mois").astype(int)
    numbers = good_leaves[["jours_indem", "montant_cts"]].astype(int)
    found = numbers.groupby(good_leaves.mois).sum()
    found.insert(0, "arrets", good_leaves.groupby("mois").size())
    assert found.to_dict() == truth.to_dict()
