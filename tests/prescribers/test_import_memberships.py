"""Dated memberships: what a file says of the prescribers it names, and of nobody else."""

from datetime import date

import pytest

from prescribers.models import Membership, Structure
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import (
    GONE,
    MENTON,
    NICE,
    bring,
    faults,
    identity,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
PORT, CPTS = "060990041", "060000023"
MEMBER = {"rpps": NICE, "structure": PORT, "date_debut": "2020-01-01", "date_fin": ""}


def found():
    settle()
    for code, kind in ((PORT, "CDS"), (CPTS, "CPTS")):
        Structure.objects.create(code=code, kind=kind, name=kind, departement="06", region="93")


def members(tmp_path, name, *changes):
    return bring("appartenances", write(tmp_path / name, [MEMBER | change for change in changes]))


def stays(rpps=NICE):
    mine = Membership.objects.filter(prescriber__rpps=rpps).order_by("structure__code", "start")
    return list(mine.values_list("structure__code", "start", "end"))


def test_a_doctor_belongs_to_a_centre_then_to_a_cpts_too(tmp_path):
    found()
    batch = members(
        tmp_path,
        "a.csv",
        {"date_fin": "2023-12-31"},
        {"date_debut": "2024-06-01"},
        {"structure": CPTS, "date_debut": "2022-03-01"},
        {"rpps": GONE, "date_fin": "2024-06-30"},
        {"rpps": GONE, "date_fin": "2024-06-30"},
    )
    assert identity(batch) == (5, 4, 0, 1)
    assert stays() == [
        (CPTS, date(2022, 3, 1), None),
        (PORT, date(2020, 1, 1), date(2023, 12, 31)),
        (PORT, date(2024, 6, 1), None),
    ]
    assert stays(GONE) == [(PORT, date(2020, 1, 1), date(2024, 6, 30))]


def test_a_later_file_says_everything_of_those_it_names_and_nothing_of_the_others(tmp_path):
    found()
    members(tmp_path, "a.csv", {}, {"structure": CPTS}, {"rpps": MENTON})
    members(tmp_path, "b.csv", {"date_fin": "2025-05-31"}, {"date_debut": "2025-09-01"})
    assert stays() == [
        (PORT, date(2020, 1, 1), date(2025, 5, 31)),
        (PORT, date(2025, 9, 1), None),
    ]
    assert stays(MENTON) == [(PORT, date(2020, 1, 1), None)]


def test_a_membership_can_be_opened_again(tmp_path):
    found()
    members(tmp_path, "a.csv", {"date_fin": "2023-12-31"}, {"date_debut": "2024-06-01"})
    members(tmp_path, "b.csv", {}, {"structure": CPTS})
    assert stays() == [(CPTS, date(2020, 1, 1), None), (PORT, date(2020, 1, 1), None)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rpps": demo_rpps(9)}, ("rpps", "PRESCRIPTEUR_INCONNU")),
        ({"structure": "732829320"}, ("structure", "STRUCTURE_INCONNUE")),
        ({"date_fin": "2019-12-31"}, ("date_fin", "FIN_AVANT_DEBUT")),
        ({"date_debut": "2020-02-30"}, ("date_debut", "DATE")),
        ({"date_debut": ""}, ("date_debut", "VIDE")),
        ({"structure": "1 68 02 75 116 001"}, ("structure", "NIR")),
    ],
)
def test_a_wrong_membership_is_refused(tmp_path, change, fault):
    found()
    batch = members(tmp_path, "a.csv", {"rpps": MENTON}, change)
    assert identity(batch) == (2, 1, 1, 0)
    assert (3, *fault) in faults(batch)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ([{}, {"date_debut": "2021-01-01"}], {3}),
        ([{"date_debut": "2021-01-01"}, {}], {3}),
        ([{"date_fin": "2022-12-31"}, {"date_debut": "2022-12-31"}], {3}),
        ([{"date_fin": "2022-12-31"}, {"date_debut": "2023-01-01"}], set()),
        ([{}, {"structure": CPTS}], set()),
        ([{}, {"rpps": MENTON, "date_debut": "2021-01-01"}], set()),
        # The second line is refused: it no longer stands in the way of the third.
        (
            [
                {"date_fin": "2020-12-31"},
                {"date_debut": "2020-06-01", "date_fin": "2023-06-30"},
                {"date_debut": "2022-01-01"},
            ],
            {3},
        ),
    ],
)
def test_memberships_that_overlap_are_refused_after_the_first(tmp_path, changes, refused):
    found()
    batch = members(tmp_path, "a.csv", *changes)
    assert faults(batch) == {(line, "date_debut", "APPARTENANCE_DOUBLE") for line in refused}
    assert identity(batch) == (len(changes), len(changes) - len(refused), len(refused), 0)


@pytest.mark.parametrize("wrong", [{"structure": "732829320"}, {"date_debut": "2024-02-30"}])
def test_a_rejected_line_deletes_nothing_of_its_prescriber(tmp_path, wrong):
    found()
    members(tmp_path, "a.csv", {}, {"structure": CPTS}, {"rpps": MENTON}, {"rpps": GONE})
    members(tmp_path, "b.csv", {} | wrong, {"structure": CPTS, "date_fin": "2025-12-31"})
    assert stays() == [
        (CPTS, date(2020, 1, 1), date(2025, 12, 31)),
        (PORT, date(2020, 1, 1), None),
    ]
    members(tmp_path, "c.csv", {"structure": CPTS, "date_fin": "2025-12-31"})
    assert stays() == [(CPTS, date(2020, 1, 1), date(2025, 12, 31))]


def test_nothing_opens_beside_a_membership_that_a_rejected_line_may_close(tmp_path):
    found()
    members(tmp_path, "a.csv", {}, {"rpps": MENTON})
    batch = members(
        tmp_path,
        "b.csv",
        {"date_fin": "2025-02-30"},
        {"date_debut": "2025-03-01"},
        {"rpps": MENTON, "date_fin": "2025-02-28"},
        {"rpps": MENTON, "date_debut": "2025-03-01"},
    )
    assert faults(batch) == {(2, "date_fin", "DATE"), (3, "date_fin", "APPARTENANCE_DOUBLE")}
    assert stays() == [(PORT, date(2020, 1, 1), None)]
    assert stays(MENTON) == [
        (PORT, date(2020, 1, 1), date(2025, 2, 28)),
        (PORT, date(2025, 3, 1), None),
    ]
