"""A month of activity: one line per prescriber, the month replaced whole, totals by caisse."""

from datetime import date

import pytest

from prescribers.enums import BatchStatus
from prescribers.models import Activity, MonthTotals
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
MARCH = date(2025, 3, 1)
MONTH = {
    "rpps": NICE,
    "mois": "2025-03",
    "patients_vus": "312",
    "actes": "455",
    "actes_pdsa": "12",
    "jours_remplaces": "3",
    "patientele_mt": "870",
}
OPTIONAL = ("actes_pdsa", "jours_remplaces", "patientele_mt")


def rows():
    columns = ("rpps", "patients_seen", "acts", "out_of_hours_acts", "replaced_days")
    return list(Activity.objects.order_by("rpps").values_list(*columns, "registered_patients"))


def test_a_month_of_activity_and_its_totals_by_caisse(tmp_path):
    settle()
    lines = [
        MONTH | {"rpps": MENTON, "actes": "100"},
        MONTH,
        MONTH | {"rpps": GONE, "actes": "0", "patients_vus": "0"},
        MONTH | {"actes": "9"},
    ]
    batch = bring("activite", write(tmp_path / "activite/2025-03.csv", lines))
    assert identity(batch) == (4, 3, 0, 1)
    assert rows() == [
        (int(NICE), 312, 455, 12, 3, 870),
        (int(MENTON), 312, 100, 12, 3, 870),
        (int(GONE), 0, 0, 12, 3, 870),
    ]
    # Menton is of Toulon's caisse since March; who retired counts for his last one.
    totals = MonthTotals.objects.order_by("caisse")
    assert list(totals.values_list("kind", "month", "caisse", "rows", "prescribers", "total")) == [
        ("activite", MARCH, "061", 2, 2, 455),
        ("activite", MARCH, "831", 1, 1, 100),
    ]


def test_optional_columns_may_be_empty_or_absent(tmp_path):
    settle()
    empty = MONTH | dict.fromkeys(OPTIONAL, "")
    bring("activite", write(tmp_path / "2025-03.csv", [empty]))
    assert rows() == [(int(NICE), 312, 455, None, None, None)]
    short = {name: value for name, value in MONTH.items() if name not in OPTIONAL}
    batch = bring("activite", write(tmp_path / "b/2025-03.csv", [short | {"actes": "456"}]))
    assert set(batch.absent) == set(OPTIONAL)
    assert rows() == [(int(NICE), 312, 456, None, None, None)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"mois": "2025-04"}, ("mois", "MOIS_AUTRE")),
        ({"mois": "03/2025"}, ("mois", "MOIS_AUTRE")),
        ({"mois": ""}, ("mois", "VIDE")),
        ({"rpps": demo_rpps(9)}, ("rpps", "PRESCRIPTEUR_INCONNU")),
        ({"rpps": "99000000003"}, ("rpps", "RPPS_CLE")),
        ({"patients_vus": ""}, ("patients_vus", "VIDE")),
        ({"actes": "12,5"}, ("actes", "ENTIER")),
        ({"actes": "-1"}, ("actes", "ENTIER")),
        ({"jours_remplaces": "32"}, ("jours_remplaces", "BORNES")),
        ({"patientele_mt": "1000001"}, ("patientele_mt", "BORNES")),
    ],
)
def test_a_wrong_line_of_activity_is_refused(tmp_path, change, fault):
    settle()
    lines = [MONTH, MONTH | {"rpps": MENTON} | change]
    batch = bring("activite", write(tmp_path / "2025-03.csv", lines))
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, *fault)}


def test_who_was_attached_nowhere_yet_has_no_activity(tmp_path):
    settle()
    lines = [MONTH | {"mois": "2009-12"}]
    batch = bring("activite", write(tmp_path / "2009-12.csv", lines))
    assert (batch.status, faults(batch)) == (
        BatchStatus.REFUSED,
        {(2, "rpps", "SANS_RATTACHEMENT")},
    )


def test_a_corrected_month_replaces_the_month_and_its_totals(tmp_path):
    settle()
    bring("activite", write(tmp_path / "a/2025-03.csv", [MONTH, MONTH | {"rpps": MENTON}]))
    bring("activite", write(tmp_path / "april/2025-04.csv", [MONTH | {"mois": "2025-04"}]))
    bring("activite", write(tmp_path / "b/2025-03.csv", [MONTH | {"actes": "400"}]))
    months = Activity.objects.order_by("month").values_list("month", "rpps", "acts")
    assert list(months) == [(MARCH, int(NICE), 400), (date(2025, 4, 1), int(NICE), 455)]
    totals = MonthTotals.objects.filter(month=MARCH).values_list("caisse", "total")
    assert list(totals) == [("061", 400)]


def test_a_month_without_a_good_line_leaves_the_month(tmp_path):
    settle()
    bring("activite", write(tmp_path / "a/2025-03.csv", [MONTH]))
    batch = bring("activite", write(tmp_path / "b/2025-03.csv", [MONTH | {"actes": "x"}]))
    assert (batch.status, identity(batch)) == (BatchStatus.REFUSED, (1, 0, 1, 0))
    assert len(rows()) == 1
