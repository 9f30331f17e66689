"""A month of leaves: every row accounted for, coded, and the month replaced whole or not at all."""

from datetime import date

import pytest
from django.db import connection

from core.models import JournalEntry
from ijstats import stratum_code
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion import staging
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.rejects import shape
from prescribers.models import ImportBatch, Leave, RejectedRow
from prescribers.services.imports import run_batch
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory, demo_rpps
from tests.prescribers.import_world import (
    GONE,
    JANUARY,
    MENTON,
    NICE,
    announce,
    bring,
    faults,
    identity,
    leaves,
    month_digest,
    settle,
    write,
)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(medical_role):
    settle()


def test_a_clean_month_is_stored_coded_and_journalled(tmp_path):
    path = write(tmp_path / "arrets/2025-01.csv", leaves({}, {"rpps": MENTON}, {"iris": ""}))
    batch = bring("arrets", path)
    assert batch.status == BatchStatus.DONE
    assert identity(batch) == (3, 3, 0, 0)
    leave = Leave.objects.get(rpps=int(NICE), iris="060880101")
    assert (leave.month, leave.start, leave.end) == (JANUARY, date(2025, 1, 6), date(2025, 1, 12))
    assert (leave.days, leave.amount_cents, leave.caisse) == (4, 13_200, "061")
    assert (leave.risk, leave.nature, leave.motif) == ("MAL", "I", "M09")
    assert (leave.teleconsultation, leave.tpt, leave.c2s) == (True, False, True)
    assert leave.stratum == stratum_code([42], [2], [0], [1], [4])[0]
    assert Leave.objects.get(iris="").stratum == stratum_code([42], [2], [0], [1], [0])[0]
    assert JournalEntry.objects.filter(action="import.appliquer", object_id=str(batch.pk)).exists()


def test_the_caisse_is_that_of_the_first_day(tmp_path):
    january = write(tmp_path / "2025-01.csv", leaves({"rpps": MENTON}))
    march = leaves({"rpps": MENTON, "date_debut": "2025-03-01", "date_fin": "2025-03-02"})
    bring("arrets", january)
    bring("arrets", write(tmp_path / "2025-03.csv", march))
    assert dict(Leave.objects.values_list("month", "caisse")) == {
        JANUARY: "061",
        date(2025, 3, 1): "831",
    }


@pytest.mark.parametrize(("age", "ald"), [("15", "0"), ("71", "0"), ("42", "2")])
def test_outside_the_strata_is_stored_but_marked(tmp_path, age, ald):
    bring("arrets", write(tmp_path / "2025-01.csv", leaves({"age": age, "ald": ald})))
    assert Leave.objects.get().stratum == -1


BAD = [
    ("rpps", "1234", "RPPS_FORME"),
    ("rpps", "99000000019", "RPPS_CLE"),
    ("rpps", demo_rpps(9), "PRESCRIPTEUR_INCONNU"),
    ("patient", "", "VIDE"),
    ("patient", "9223372036854775808", "ENTIER"),
    ("patient", "2680275116001", "NIR"),
    ("patient", "168027511600168", "NIR"),
    ("date_debut", "2025-02-30", "DATE"),
    ("date_debut", "06/01/2025", "DATE"),
    ("date_debut", "20250106", "DATE"),
    ("date_debut", "2025-02-01", "HORS_MOIS"),
    ("date_debut", "2024-12-31", "HORS_MOIS"),
    ("date_fin", "2025-02-30", "DATE"),
    ("date_fin", "2025-01-05", "FIN_AVANT_DEBUT"),
    ("jours_indem", "-1", "ENTIER"),
    ("jours_indem", "1101", "BORNES"),
    ("montant_cts", "132,00", "ENTIER"),
    ("montant_cts", "1e5", "ENTIER"),
    ("montant_cts", "100000001", "BORNES"),
    ("risque", "MALADIE", "LISTE"),
    ("nature", "i", "LISTE"),
    ("tpt", "2", "LISTE"),
    ("motif", "M41", "LISTE"),
    ("age", "130", "BORNES"),
    ("sexe", "3", "LISTE"),
    ("ald", "oui", "LISTE"),
    ("c2s", "", "VIDE"),
    ("iris", "069990101", "IRIS_INCONNU"),
]


@pytest.mark.parametrize(("column", "value", "code"), BAD)
def test_each_fault_has_its_line_column_code_and_sentence(tmp_path, column, value, code):
    path = write(tmp_path / "2025-01.csv", leaves({}, {column: value}, {}))
    batch = bring("arrets", path)
    assert identity(batch) == (3, 2, 1, 0)
    assert (3, column, code) in faults(batch)
    assert {line for line, _, _ in faults(batch)} == {3}
    row = batch.rejected_rows.get(column=column, code=code)
    assert row.message.endswith(".")
    well_formed_rpps = column == "rpps" and len(value) == 11
    assert row.value == (value if well_formed_rpps else shape(value))


def test_a_doctor_without_attachment_on_the_day_is_refused(tmp_path):
    batch = bring("arrets", write(tmp_path / "2025-01.csv", leaves({}, {"rpps": GONE})))
    assert faults(batch) == {(3, "date_debut", "SANS_RATTACHEMENT")}


def test_a_row_keeps_all_its_faults(tmp_path):
    bad = {"age": "130", "motif": "Z00", "montant_cts": "1,5"}
    batch = bring("arrets", write(tmp_path / "2025-01.csv", leaves({}, bad)))
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {
        (3, "age", "BORNES"),
        (3, "motif", "LISTE"),
        (3, "montant_cts", "ENTIER"),
    }


def test_no_medical_value_is_ever_written_down(tmp_path):
    spoilt = {
        "patient": "CANARI-PATIENT",
        "motif": "CANARI-MOTIF",
        "age": "CANARI-AGE",
        "sexe": "CANARI-SEXE",
        "ald": "CANARI-ALD",
        "c2s": "CANARI-C2S",
        "iris": "CANARI-IRIS",
        "risque": "168027511600168",
    }
    batch = bring("arrets", write(tmp_path / "2025-01.csv", leaves({}, spoilt)))
    written = list(RejectedRow.objects.filter(batch=batch).values_list("column", "value"))
    assert {column for column, _ in written} == set(spoilt)
    assert not [value for _, value in written if "CANARI" in value or "1680275" in value]
    assert ("patient", "14 caractères") in written
    assert ("risque", "15 chiffres") in written


def test_no_value_of_a_leave_is_shown_whatever_its_column(tmp_path):
    columns = [column.name for column in FORMATS[SourceKind.ARRETS].columns]
    spoilt = leaves({}, dict.fromkeys(columns, "CANARI"), {"rpps": "4611686018427387904"})
    batch = bring("arrets", write(tmp_path / "2025-01.csv", spoilt))
    written = list(RejectedRow.objects.filter(batch=batch).values_list("line", "column", "value"))
    assert {column for line, column, _ in written if line == 3} == set(columns)
    assert {value for line, _, value in written if line == 3} == {"6 caractères"}
    assert [one for one in written if one[0] == 4] == [(4, "rpps", "19 chiffres")]


def test_the_first_of_two_twins_is_kept(tmp_path):
    patient = {"patient": "77"}
    rows = leaves(
        patient | {"jours_indem": "4"},
        patient | {"jours_indem": "9"},
        patient | {"nature": "P"},
        patient | {"age": "130"},
    )
    batch = bring("arrets", write(tmp_path / "2025-01.csv", rows))
    assert identity(batch) == (4, 2, 1, 1)
    assert Leave.objects.get(nature="I").days == 4


def test_a_refused_row_is_not_the_first_of_two_twins(tmp_path):
    rows = leaves({"patient": "77", "age": "130"}, {"patient": "77"})
    batch = bring("arrets", write(tmp_path / "2025-01.csv", rows))
    assert identity(batch) == (2, 1, 1, 0)


def test_rows_are_stored_by_prescriber_and_day(tmp_path):
    rows = leaves({"rpps": MENTON}, {"date_debut": "2025-01-07"}, {})
    bring("arrets", write(tmp_path / "2025-01.csv", rows))
    with connection.cursor() as cursor:
        cursor.execute("SELECT rpps, extract(day FROM start) FROM medical.leave ORDER BY ctid")
        stored = cursor.fetchall()
    assert stored == [
        (int(NICE), 6),
        (int(NICE), 7),
        (int(MENTON), 6),
    ]


def test_the_same_file_again_changes_nothing(tmp_path):
    path = write(tmp_path / "2025-01.csv", leaves({}, {}))
    bring("arrets", path)
    before = month_digest(JANUARY)
    again = bring("arrets", path)
    assert again.status == BatchStatus.ALREADY
    assert "Déjà importé" in again.message
    assert month_digest(JANUARY) == before
    assert ImportBatch.objects.filter(status=BatchStatus.DONE).count() == 1
    assert JournalEntry.objects.filter(action="import.appliquer").count() == 1


def test_a_corrected_month_replaces_the_month_and_may_be_taken_back(tmp_path):
    first = write(tmp_path / "a/2025-01.csv", leaves({}, {}, {}))
    second = write(tmp_path / "b/2025-01.csv", leaves({"jours_indem": "5"}))
    bring("arrets", first)
    as_first = month_digest(JANUARY)
    bring("arrets", second)
    assert list(Leave.objects.values_list("days", flat=True)) == [5]
    assert bring("arrets", first).status == BatchStatus.DONE
    assert month_digest(JANUARY) == as_first


def test_an_import_killed_before_its_end_changes_nothing(tmp_path, monkeypatch):
    bring("arrets", write(tmp_path / "a/2025-01.csv", leaves({}, {})))
    before, batches = month_digest(JANUARY), ImportBatch.objects.count()
    copy = staging.copy_rows

    def die_after_the_copy(*arguments, **options):
        copy(*arguments, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(staging, "copy_rows", die_after_the_copy)
    corrected = write(tmp_path / "b/2025-01.csv", leaves({"jours_indem": "5"}))
    with pytest.raises(KeyboardInterrupt):
        bring("arrets", corrected)
    assert month_digest(JANUARY) == before
    assert ImportBatch.objects.filter(status=BatchStatus.DONE).count() == batches
    monkeypatch.undo()
    assert bring("arrets", corrected).status == BatchStatus.DONE


def test_a_month_where_no_row_is_good_is_refused_whole(tmp_path):
    bring("arrets", write(tmp_path / "a/2025-01.csv", leaves({})))
    before = month_digest(JANUARY)
    batch = bring("arrets", write(tmp_path / "b/2025-01.csv", leaves({"age": "130"})))
    assert (batch.status, identity(batch)) == (BatchStatus.REFUSED, (1, 0, 1, 0))
    assert month_digest(JANUARY) == before


def test_a_refused_month_keeps_its_account_row_by_row(tmp_path):
    rows = leaves({"age": "130", "remarque": ""}, {"motif": "M41", "remarque": ""})
    path = write(tmp_path / "2025-01.csv", rows)
    batch = ImportBatch.objects.get(pk=bring("arrets", path).pk)
    assert (batch.status, identity(batch)) == (BatchStatus.REFUSED, (2, 0, 2, 0))
    assert faults(batch) == {(2, "age", "BORNES"), (3, "motif", "LISTE")}
    assert batch.message.startswith("Aucune ligne du fichier ne peut être retenue.")
    assert "Colonnes ignorées : remarque." in batch.message


def test_a_refused_batch_tried_again_starts_its_account_afresh(tmp_path):
    path = write(tmp_path / "2025-01.csv", leaves({"rpps": demo_rpps(9)}))
    refused = bring("arrets", path)
    run_batch(batch_id=refused.pk, by=None)
    assert refused.rejected_rows.count() == 1
    AttachmentFactory(prescriber=PrescriberFactory(rpps=demo_rpps(9)))
    done = run_batch(batch_id=refused.pk, by=None)
    assert (done.status, identity(done)) == (BatchStatus.DONE, (1, 1, 0, 0))
    assert not faults(done)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"rows": 3}, "3 lignes"),
        ({"sha256": "0" * 64}, "empreinte"),
        ({"month": "2025-02"}, "mois"),
    ],
)
def test_a_manifest_that_disagrees_refuses_the_file(tmp_path, entry, word):
    path = write(tmp_path / "2025-01.csv", leaves({}, {}))
    announce(path, **entry)
    batch = bring("arrets", path)
    assert batch.status == BatchStatus.REFUSED
    assert word in batch.message
    assert not Leave.objects.exists()
    announce(path, rows=2, month="2025-01")
    assert bring("arrets", path).status == BatchStatus.DONE


def test_optional_columns_may_be_absent_and_the_batch_says_so(tmp_path):
    rows = leaves({})
    for column in ("tpt", "remplacement", "teleconsultation", "structure"):
        del rows[0][column]
    batch = bring("arrets", write(tmp_path / "2025-01.csv", rows))
    assert identity(batch) == (1, 1, 0, 0)
    assert "tpt, remplacement, teleconsultation" in batch.message
    assert Leave.objects.get().teleconsultation is False
