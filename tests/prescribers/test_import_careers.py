"""Careers: two activities, a move, a retirement, a death, a salaried post in a centre."""

from datetime import date

import numpy as np
import pytest

from prescribers.frames.directory import read_directory
from prescribers.frames.window import Window, span
from prescribers.models import Attachment, Leave, Membership, Prescriber
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import (
    PRESCRIBER,
    bring,
    faults,
    identity,
    leaves,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
DOCTOR = demo_rpps(20)
LINE = PRESCRIBER | {"rpps": DOCTOR, "date_debut": "2012-05-01", "date_install": "2012-05-01"}
TOULON = {"caisse": "831", "departement": "83"}
WINDOW = Window(months=span(date(2025, 1, 1), date(2025, 6, 1)), provisional=(), missing=())


def extract(tmp_path, name, *lines):
    return bring("prescripteurs", write(tmp_path / name, [LINE | line for line in lines]))


def attachments(*columns):
    mine = Attachment.objects.filter(prescriber__rpps=DOCTOR).order_by("start", "caisse")
    return list(mine.values_list("caisse", "start", "end", *columns))


def caisses_of_leaves(tmp_path, *days):
    """The caisse that each leave of the doctor goes to, by its first day; '' where refused."""
    rows = leaves(*({"rpps": DOCTOR, "date_debut": day, "date_fin": "2025-12-31"} for day in days))
    batch = bring("arrets", write(tmp_path / f"leaves/{days[0][:7]}.csv", rows))
    refused = {line - 2 for line, column, code in faults(batch) if code == "SANS_RATTACHEMENT"}
    kept = dict(Leave.objects.values_list("start", "caisse"))
    return ["" if i in refused else kept[date.fromisoformat(day)] for i, day in enumerate(days)]


def months_active():
    directory = read_directory(np.array([int(DOCTOR)]), WINDOW)
    return [
        month for month, on in zip(WINDOW.months, directory.practice.active[0], strict=True) if on
    ]


def test_two_activities_at_two_caisses_are_two_attachments_of_one_person(tmp_path):
    settle()
    second = TOULON | {"mode": "SAL", "secteur": "NC", "date_debut": "2025-03-10"}
    batch = extract(tmp_path, "a.csv", {"mode": "MIX"}, second | {"specialite": "GERIA"})
    assert identity(batch) == (2, 2, 0, 0)
    assert attachments("mode", "sector") == [
        ("061", date(2012, 5, 1), None, "MIX", "1"),
        ("831", date(2025, 3, 10), None, "SAL", "NC"),
    ]
    # The latest line speaks of the person; her leaves go to the latest attachment open that day.
    assert Prescriber.objects.get(rpps=DOCTOR).specialty == "GERIA"
    assert caisses_of_leaves(tmp_path, "2025-03-09", "2025-03-10") == ["061", "831"]


def test_a_later_extract_of_one_caisse_closes_there_and_nowhere_else(tmp_path):
    settle()
    extract(tmp_path, "a.csv", {}, TOULON | {"date_debut": "2025-03-10"})
    closed = TOULON | {"date_debut": "2025-03-10", "date_fin": "2025-05-31"}
    extract(tmp_path, "b.csv", closed | {"motif_fin": "DEPART"})
    assert attachments("end_reason") == [
        ("061", date(2012, 5, 1), None, ""),
        ("831", date(2025, 3, 10), date(2025, 5, 31), "DEPART"),
    ]
    assert caisses_of_leaves(tmp_path, "2025-05-31") == ["831"]
    assert caisses_of_leaves(tmp_path, "2025-06-01") == ["061"]


def test_two_activities_in_succession_at_one_caisse(tmp_path):
    settle()
    extract(tmp_path, "a.csv", {"mode": "LIB"})
    closing = {"date_fin": "2025-02-14", "motif_fin": "DEPART"}
    salaried = {"date_debut": "2025-04-02", "mode": "SAL", "secteur": "NC"}
    batch = extract(tmp_path, "b.csv", salaried, closing)
    assert identity(batch) == (2, 2, 0, 0)
    assert attachments("mode") == [
        ("061", date(2012, 5, 1), date(2025, 2, 14), "LIB"),
        ("061", date(2025, 4, 2), None, "SAL"),
    ]
    assert months_active() == [
        *span(date(2025, 1, 1), date(2025, 2, 1)),
        *span(date(2025, 4, 1), date(2025, 6, 1)),
    ]
    assert caisses_of_leaves(tmp_path, "2025-02-14", "2025-02-15") == ["061", ""]


def test_a_doctor_who_moves_takes_the_leaves_of_the_next_day_to_the_other_caisse(tmp_path):
    settle()
    extract(tmp_path, "a.csv", {})
    leaving = {"date_fin": "2025-02-14", "motif_fin": "DEPART"}
    extract(tmp_path, "b.csv", leaving, TOULON | {"date_debut": "2025-02-15"})
    assert attachments("departement") == [
        ("061", date(2012, 5, 1), date(2025, 2, 14), "06"),
        ("831", date(2025, 2, 15), None, "83"),
    ]
    assert caisses_of_leaves(tmp_path, "2025-02-14", "2025-02-15") == ["061", "831"]
    assert months_active() == list(WINDOW.months)


@pytest.mark.parametrize("reason", ["RETRAITE", "DECES", "RADIATION"])
def test_a_doctor_who_stops_for_good_writes_no_leave_any_more(tmp_path, reason):
    settle()
    extract(tmp_path, "a.csv", {})
    extract(tmp_path, "b.csv", {"date_fin": "2025-03-31", "motif_fin": reason})
    assert attachments("end_reason") == [("061", date(2012, 5, 1), date(2025, 3, 31), reason)]
    assert caisses_of_leaves(tmp_path, "2025-03-31") == ["061"]
    assert months_active() == list(span(date(2025, 1, 1), date(2025, 3, 1)))
    batch = bring(
        "arrets",
        write(
            tmp_path / "leaves/2025-04.csv",
            leaves({"rpps": DOCTOR, "date_debut": "2025-04-01", "date_fin": "2025-04-08"}),
        ),
    )
    assert faults(batch) == {(2, "date_debut", "SANS_RATTACHEMENT")}


def test_a_retired_doctor_may_come_back(tmp_path):
    settle()
    extract(tmp_path, "a.csv", {"date_fin": "2024-12-31", "motif_fin": "RETRAITE"})
    extract(
        tmp_path,
        "b.csv",
        {"date_fin": "2024-12-31", "motif_fin": "RETRAITE"},
        {"date_debut": "2025-05-05", "mode": "SAL", "secteur": "NC"},
    )
    assert months_active() == list(span(date(2025, 5, 1), date(2025, 6, 1)))


def test_an_attachment_that_the_extract_no_longer_names_was_an_error(tmp_path):
    settle()
    extract(tmp_path, "a.csv", {}, {"date_debut": "2008-01-01", "date_fin": "2010-12-31"})
    extract(tmp_path, "b.csv", {})
    assert attachments() == [("061", date(2012, 5, 1), None)]


def test_a_salaried_doctor_of_a_centre(tmp_path):
    settle()
    centre = {
        "structure": "060990041",
        "type": "CDS",
        "nom": "Centre du Port",
        "caisse": "061",
        "departement": "06",
        "region": "93",
        "date_ouverture": "2012-09-01",
        "date_fermeture": "",
    }
    bring("structures", write(tmp_path / "structures.csv", [centre]))
    extract(tmp_path, "a.csv", {"mode": "SAL", "secteur": "NC", "date_debut": "2022-01-03"})
    member = {"rpps": DOCTOR, "structure": "060990041", "date_debut": "2022-01-03"}
    bring("appartenances", write(tmp_path / "m.csv", [member | {"date_fin": ""}]))
    assert attachments("mode", "sector") == [("061", date(2022, 1, 3), None, "SAL", "NC")]
    membership = Membership.objects.get(prescriber__rpps=DOCTOR)
    assert (membership.structure.kind, membership.structure.caisse) == ("CDS", "061")
    assert (membership.start, membership.end) == (date(2022, 1, 3), None)


def test_an_experimentation_is_of_the_attachment_and_its_column_may_be_absent(tmp_path):
    settle()
    extract(tmp_path, "a.csv", {"experimentation": "PEPS"}, TOULON | {"date_debut": "2024-01-01"})
    assert attachments("experimentation") == [
        ("061", date(2012, 5, 1), None, "PEPS"),
        ("831", date(2024, 1, 1), None, ""),
    ]
    without = {name: value for name, value in LINE.items() if name != "experimentation"}
    batch = bring("prescripteurs", write(tmp_path / "b.csv", [without]))
    assert "experimentation" in batch.absent
    assert attachments("experimentation")[0][3] == ""
