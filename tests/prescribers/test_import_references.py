"""Caisses, communes, IRIS, prescribers, RPPS and patient lists: one happy road and its faults."""

import json
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from core.models import Job
from ijstats import stratum_code
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.models import (
    Attachment,
    Commune,
    ImportBatch,
    Iris,
    PatientList,
    Prescriber,
    SourceFile,
)
from prescribers.services.imports import request_import, run_batch
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import (
    CELL,
    GONE,
    NICE,
    PRESCRIBER,
    announce,
    bring,
    faults,
    identity,
    leaves,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
COMMUNE = {
    "code": "06088",
    "nom": "Nice",
    "type": "COM",
    "departement": "06",
    "region": "93",
    "population_municipale": "353701",
    "codes_postaux": "06000 06100",
    "lat": "43.71",
    "lon": "7.25",
}
IRIS = {
    "code_iris": "060880101",
    "libelle": "Vieille Ville",
    "commune": "06088",
    "defav": "1.2034",
    "quintile": "5",
    "quintile_commune": "3",
}
PERSON = {
    "Type d'identifiant PP": "8",
    "Identifiant PP": NICE,
    "Code civilité d'exercice": "DR",
    "Nom d'exercice": "LE GALL-ŒUVRARD",
    "Prénom d'exercice": "Élodie",
    "Code profession": "10",
}


def test_caisses_become_organisations_under_their_region(tmp_path):
    row = {"code_organisme": "061", "nom": "CPAM des Alpes-Maritimes", "region": "93"}
    path = write(tmp_path / "caisses.csv", [row | {"region_nom": "Provence-Alpes-Côte d'Azur"}])
    assert identity(bring("caisses", path)) == (1, 1, 0, 0)
    caisse = Organisation.objects.get(kind=OrganisationKind.CAISSE, code="061")
    assert (caisse.parent.kind, caisse.parent.code) == (OrganisationKind.REGION, "93")


def test_communes_are_upserted_by_code(tmp_path):
    without = COMMUNE | {"code": "06999", "population_municipale": "", "lat": "", "lon": ""}
    batch = bring("communes", write(tmp_path / "a.csv", [COMMUNE, without, COMMUNE]))
    assert identity(batch) == (3, 2, 0, 1)
    renamed = COMMUNE | {"nom": "Nice-la-Belle", "population_municipale": "353702"}
    bring("communes", write(tmp_path / "b.csv", [renamed]))
    nice, other = Commune.objects.order_by("code")
    assert (nice.name, nice.name_sort, nice.population) == (
        "Nice-la-Belle",
        "nice la belle",
        353_702,
    )
    assert (other.population, other.lat, other.lon) == (None, None, None)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("code", "6088", "FORME"),
        ("codes_postaux", "2 71 70 27 300 275 50", "NIR"),
        ("codes_postaux", "271702730027550", "NIR"),
        ("nom", "N" * 121, "LONGUEUR"),
        ("nom", "", "VIDE"),
        ("departement", "x", "FORME"),
        ("population_municipale", "12,5", "ENTIER"),
        ("lat", "43,71", "NOMBRE"),
        ("lat", "143.71", "BORNES"),
        ("nom", "né 1 68 02 75 116 001", "NIR"),
    ],
)
def test_a_wrong_commune_is_refused(tmp_path, column, value, code):
    rows = [COMMUNE, COMMUNE | {"code": "06090", column: value}]
    batch = bring("communes", write(tmp_path / "communes.csv", rows))
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, column, code)}


def test_the_value_of_a_reference_is_shown_as_it_was(tmp_path):
    rows = [COMMUNE, COMMUNE | {"code": "06090", "population_municipale": "12,5"}]
    batch = bring("communes", write(tmp_path / "communes.csv", rows))
    assert batch.rejected_rows.get().value == "12,5"


def test_the_postal_codes_of_no_french_commune_are_taken_for_a_nir():
    batch = bring("communes", settings.BASE_DIR / "data/geo/communes_cog2026.csv")
    assert batch.read > 34_000
    assert not {fault for fault in faults(batch) if fault[2] == "NIR"}
    assert Commune.objects.get(code="27425").postal_codes == "27170 27300 27550"


def test_iris_carry_their_quintile_and_whether_it_is_synthetic(tmp_path):
    settle()
    lost = IRIS | {"code_iris": "930590000", "commune": "93059"}
    path = write(tmp_path / "iris.csv", [IRIS, lost])
    announce(path, rows=2, synthetic=True)
    batch = bring("iris", path)
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, "commune", "COMMUNE_INCONNUE")}
    iris = Iris.objects.get(code="060880101")
    assert (iris.label, iris.deprivation, iris.quintile) == ("Vieille Ville", 1.2034, 5)
    assert iris.synthetic


def test_rpps_names_the_doctors_and_creates_those_it_alone_knows(tmp_path):
    settle()
    rows = [
        PERSON,
        PERSON,
        PERSON | {"Identifiant PP": demo_rpps(7)},
        PERSON | {"Identifiant PP": demo_rpps(8), "Code profession": "60"},
        PERSON | {"Identifiant PP": "010000008", "Type d'identifiant PP": "0"},
    ]
    batch = bring("rpps", write(tmp_path / "rpps.txt", rows, separator="|"))
    assert identity(batch) == (5, 3, 2, 0)
    assert faults(batch) == {
        (5, "Code profession", "HORS_CHAMP"),
        (6, "Type d'identifiant PP", "LISTE"),
        (6, "Identifiant PP", "RPPS_FORME"),
    }
    doctor = Prescriber.objects.get(rpps=NICE)
    assert (doctor.last_name, doctor.first_name) == ("LE GALL-ŒUVRARD", "Élodie")
    assert doctor.name_sort == "le gall oeuvrard elodie"
    assert (doctor.specialty, doctor.sex) == ("MG", 2)
    assert Prescriber.objects.get(rpps=demo_rpps(7)).synthetic


def test_prescribers_and_their_dated_attachments(tmp_path):
    settle()
    moved = PRESCRIBER | {"date_fin": "2025-02-28", "motif_fin": "DEPART"}
    rows = [
        moved | {"rpps": demo_rpps(7)},
        PRESCRIBER | {"rpps": demo_rpps(7), "caisse": "831", "date_debut": "2025-03-01"},
        PRESCRIBER | {"rpps": demo_rpps(8), "sexe": "", "annee_naissance": "", "iris": ""},
    ]
    batch = bring("prescripteurs", write(tmp_path / "prescripteurs.csv", rows))
    assert identity(batch) == (3, 3, 0, 0)
    attachments = Attachment.objects.filter(prescriber__rpps=demo_rpps(7)).order_by("start")
    assert list(attachments.values_list("caisse", "end", "end_reason")) == [
        ("061", date(2025, 2, 28), "DEPART"),
        ("831", None, ""),
    ]
    other = Prescriber.objects.get(rpps=demo_rpps(8))
    assert (other.sex, other.birth_year, other.last_name) == (0, None, "")
    assert Attachment.objects.get(prescriber=other).iris is None


def test_a_later_extract_is_right_about_the_caisses_it_names(tmp_path):
    settle()
    closed = PRESCRIBER | {"date_debut": "2012-01-01", "date_fin": "2020-12-31"}
    again = PRESCRIBER | {"date_debut": "2021-01-01"}
    bring("prescripteurs", write(tmp_path / "prescripteurs.csv", [again, closed]))
    mine = Attachment.objects.filter(prescriber__rpps=NICE).order_by("start")
    assert list(mine.values_list("start", "end")) == [
        (date(2012, 1, 1), date(2020, 12, 31)),
        (date(2021, 1, 1), None),
    ]
    assert Attachment.objects.filter(prescriber__rpps=GONE).count() == 1
    assert Prescriber.objects.get(rpps=NICE).last_name  # the name stays the RPPS's


OLD = {"date_debut": "2005-01-01", "date_fin": "2009-12-31"}


@pytest.mark.parametrize("wrong", [{"mode": "L"}, {"caisse": "999"}, {"date_debut": "2005-02-30"}])
def test_a_rejected_line_deletes_no_attachment(tmp_path, wrong):
    settle()
    bring("prescripteurs", write(tmp_path / "a.csv", [PRESCRIBER | OLD, PRESCRIBER]))
    batch = bring(
        "prescripteurs", write(tmp_path / "b.csv", [PRESCRIBER | OLD | wrong, PRESCRIBER])
    )
    assert identity(batch) == (2, 1, 1, 0)
    assert starts_of(NICE) == [date(2005, 1, 1), date(2010, 1, 1)]
    bring("prescripteurs", write(tmp_path / "c.csv", [PRESCRIBER]))
    assert starts_of(NICE) == [date(2010, 1, 1)]


def test_a_rejected_line_protects_only_its_prescriber_and_caisse(tmp_path):
    settle()
    other = {"rpps": demo_rpps(8)}
    rows = [PRESCRIBER | OLD, PRESCRIBER, PRESCRIBER | OLD | other, PRESCRIBER | other]
    bring("prescripteurs", write(tmp_path / "a.csv", rows))
    rows = [PRESCRIBER | OLD | {"mode": "L"}, PRESCRIBER, PRESCRIBER | other]
    bring("prescripteurs", write(tmp_path / "b.csv", rows))
    assert starts_of(NICE) == [date(2005, 1, 1), date(2010, 1, 1)]
    assert starts_of(demo_rpps(8)) == [date(2010, 1, 1)]


def test_nothing_opens_beside_an_attachment_that_a_rejected_line_may_close(tmp_path):
    settle()
    bring("prescripteurs", write(tmp_path / "a.csv", [PRESCRIBER]))
    closing = PRESCRIBER | {"date_fin": "2025-02-30"}
    opening = PRESCRIBER | {"date_debut": "2025-03-01"}
    other = PRESCRIBER | {"rpps": demo_rpps(8)}
    batch = bring("prescripteurs", write(tmp_path / "b.csv", [closing, opening, other]))
    assert identity(batch) == (3, 1, 2, 0)
    assert faults(batch) == {(2, "date_fin", "DATE"), (3, "date_fin", "RATTACHEMENT_DOUBLE")}
    assert starts_of(NICE) == [date(2010, 1, 1)]
    corrected = [closing | {"date_fin": "2025-02-28"}, opening]
    assert identity(bring("prescripteurs", write(tmp_path / "c.csv", corrected))) == (2, 2, 0, 0)


def starts_of(rpps: str) -> list[date]:
    mine = Attachment.objects.filter(prescriber__rpps=rpps)
    return list(mine.order_by("start").values_list("start", flat=True))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"caisse": "999"}, ("caisse", "CAISSE_INCONNUE")),
        ({"commune": "06999"}, ("commune", "COMMUNE_INCONNUE")),
        ({"iris": "060889999"}, ("iris", "IRIS_INCONNU")),
        ({"specialite": "généraliste"}, ("specialite", "FORME")),
        ({"mode": "L"}, ("mode", "LISTE")),
        ({"secteur": "4"}, ("secteur", "LISTE")),
        ({"date_fin": "2009-01-01"}, ("date_fin", "FIN_AVANT_DEBUT")),
        ({"motif_fin": "DEPART"}, ("motif_fin", "MOTIF_SANS_FIN")),
        ({"date_debut": "2010-02-30"}, ("date_debut", "DATE")),
        ({"rpps": NICE, "date_debut": "2011-01-01"}, ("date_fin", "RATTACHEMENT_DOUBLE")),
    ],
)
def test_a_wrong_attachment_is_refused(tmp_path, change, fault):
    settle()
    rows = [PRESCRIBER, PRESCRIBER | {"rpps": demo_rpps(8)} | change]
    batch = bring("prescripteurs", write(tmp_path / "prescripteurs.csv", rows))
    assert identity(batch) == (2, 1, 1, 0)
    assert fault in {(column, code) for _, column, code in faults(batch)}


def test_patient_lists_are_summed_by_prescriber_and_stratum(tmp_path):
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
    assert set(PatientList.objects.values_list("window_end", "rpps", "stratum", "patients")) == {
        (december, int(NICE), code, 20),
        (december, int(NICE), -1, 3),
        (december, int(GONE), code, 17),
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


def test_the_command_says_every_row_in_french_and_in_json(tmp_path):
    settle()
    path = write(tmp_path / "2025-01.csv", leaves({}, {"age": "130"}))
    out = StringIO()
    call_command("import_source", "arrets", str(path), "--json", stdout=out)
    assert "2 lues = 1 acceptées + 1 rejetées + 0 doublons" in out.getvalue()
    said = json.loads(out.getvalue().splitlines()[-1])
    assert (said["etat"], said["lues"], said["mois"]) == ("DONE", 2, "2025-01")


def test_the_command_ends_with_2_on_a_refusal(tmp_path):
    settle()
    out = StringIO()
    refused = write(tmp_path / "2025-01.csv", leaves({"age": "130"}))
    for path in (refused, tmp_path / "absent-2025-01.csv", write(tmp_path / "x.csv", leaves({}))):
        with pytest.raises(CommandError) as ended:
            call_command("import_source", "arrets", str(path), stdout=out)
        assert ended.value.returncode == 2
        assert "Refusé" in str(ended.value)
    assert "1 lues = 0 acceptées + 1 rejetées + 0 doublons" in out.getvalue()
    assert ImportBatch.objects.get(status=BatchStatus.REFUSED).finished_at


def test_asking_twice_for_the_same_import_is_one_job(tmp_path):
    settle()
    path = write(tmp_path / "2025-01.csv", leaves({}))
    first = request_import(kind="arrets", path=path, by=None)
    second = request_import(kind="arrets", path=path, by=None)
    assert first.pk == second.pk
    assert (Job.objects.count(), ImportBatch.objects.count(), SourceFile.objects.count()) == (
        1,
        1,
        1,
    )
    batch = run_batch(batch_id=first.payload["batch"], by=None)
    assert (batch.status, batch.job_id) == (BatchStatus.DONE, first.pk)
    assert run_batch(batch_id=batch.pk, by=None).status == BatchStatus.DONE
