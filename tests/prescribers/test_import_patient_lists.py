"""Patient lists: summed by stratum, refused cell by cell, replaced window by window."""

from datetime import date

import pytest

from ijstats import stratum_code
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.models import PatientList
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import CELL, GONE, NICE, bring, faults, identity, settle, write


pytestmark = pytest.mark.django_db


def test_patient_lists_are_summed_by_prescriber_stratum_and_commune_quintile(tmp_path):
    settle()
    rows = [
        CELL,
        CELL | {"quintile_commune": "5", "patients": "3"},
        CELL | {"ald": "2", "patients": "2"},
        CELL | {"ald": "2", "tranche_age": "0", "patients": "1"},
        CELL | {"rpps": GONE},
        CELL,
    ]
    batch = bring("patientele", write(tmp_path / "2025-12.csv", rows))
    assert identity(batch) == (6, 5, 0, 1)
    code = int(stratum_code([35], [2], [0], [1], [4])[0])
    december = date(2025, 12, 1)
    columns = ("window_end", "rpps", "stratum", "commune_quintile", "patients")
    assert set(PatientList.objects.values_list(*columns)) == {
        (december, int(NICE), code, 3, 17),
        (december, int(NICE), code, 5, 3),
        (december, int(NICE), -1, 3, 3),
        (december, int(GONE), code, 3, 17),
    }
    assert set(PatientList.objects.values_list("caisse", flat=True)) == {"061"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"tranche_age": "7"}, ("tranche_age", "BORNES")),
        ({"quintile": "6"}, ("quintile", "BORNES")),
        ({"patients": "-3"}, ("patients", "ENTIER")),
        ({"sexe": "0"}, ("sexe", "LISTE")),
        ({"rpps": demo_rpps(9)}, ("rpps", "PRESCRIPTEUR_INCONNU")),
    ],
)
def test_a_wrong_cell_is_refused(tmp_path, change, fault):
    settle()
    batch = bring("patientele", write(tmp_path / "2025-12.csv", [CELL, CELL | change]))
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, *fault)}


def test_no_value_of_a_patient_list_is_shown_whatever_its_column(tmp_path):
    settle()
    columns = [column.name for column in FORMATS[SourceKind.PATIENTELE].columns]
    rows = [CELL, dict.fromkeys(columns, "CANARI"), CELL | {"rpps": demo_rpps(9)}]
    batch = bring("patientele", write(tmp_path / "2025-12.csv", rows))
    written = list(batch.rejected_rows.values_list("line", "column", "value"))
    assert {column for line, column, _ in written if line == 3} == set(columns)
    assert {value for line, _, value in written if line == 3} == {"6 caractères"}
    assert [one for one in written if one[0] == 4] == [(4, "rpps", demo_rpps(9))]


def test_a_patient_list_without_a_good_cell_leaves_the_window_and_keeps_its_account(tmp_path):
    settle()
    bring("patientele", write(tmp_path / "a/2025-12.csv", [CELL]))
    batch = bring("patientele", write(tmp_path / "b/2025-12.csv", [CELL | {"sexe": "0"}]))
    assert (batch.status, identity(batch)) == (BatchStatus.REFUSED, (1, 0, 1, 0))
    assert faults(batch) == {(2, "sexe", "LISTE")}
    assert PatientList.objects.count() == 1


def test_a_corrected_window_replaces_the_window(tmp_path):
    settle()
    bring("patientele", write(tmp_path / "a/2025-12.csv", [CELL, CELL | {"quintile": "1"}]))
    bring("patientele", write(tmp_path / "b/2025-12.csv", [CELL | {"patients": "5"}]))
    assert list(PatientList.objects.values_list("patients", flat=True)) == [5]
