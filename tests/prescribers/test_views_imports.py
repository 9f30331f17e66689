"""Imports through the client: the list, one batch, a deposit, a decision on a held batch."""

import csv
import hashlib
import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import Job, JobStatus, JournalEntry
from prescribers.enums import BatchStatus
from prescribers.models import GateFinding, ImportBatch, Leave, RejectedRow, SourceFile
from prescribers.services.imports_decisions import set_aside
from tests.accounts.factories import person
from tests.pages.reading import reads, text_of
from tests.prescribers.deposit_world import parquet, sent, text
from tests.prescribers.factories import ImportBatchFactory, SourceFileFactory
from tests.prescribers.import_world import JANUARY, leaves, settle
from tests.prescribers.night_world import run_all


pytestmark = pytest.mark.django_db
LIST, DEPOSIT = "/imports/", "/imports/deposer/"
REASON = "Fermeture confirmée par la caisse, le 12/11"


@pytest.fixture
def signed_in(client):
    def sign_in(role, at=None, **fields):
        user = person(role, at=at, **fields)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


@pytest.fixture
def technician(signed_in):
    return signed_in(Role.ADMIN_TECHNIQUE, full_name="Marc Levasnier")


@pytest.fixture
def folder(tmp_path, settings):
    settings.IMPORT_ROOT = tmp_path / "imports"
    return settings.IMPORT_ROOT


@pytest.fixture
def held(technician, tmp_path):
    path = tmp_path / "2025-01.csv"
    path.write_bytes(text(leaves({}, {})))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = SourceFileFactory(path=str(path), sha256=digest, size=path.stat().st_size)
    batch = ImportBatchFactory(
        source=source, status=BatchStatus.HELD, read=2, accepted=2, rejected=0, duplicates=0
    )
    GateFinding.objects.create(
        batch=batch, code="CAISSE_ABSENTE", message="La caisse du Var est absente du fichier."
    )
    return batch


def page_of(batch) -> str:
    return reverse("import", args=[batch.pk])


def refused_row(batch, line, column, code="DATE", message="La date n’existe pas.", value=""):
    return RejectedRow.objects.create(
        batch=batch, line=line, column=column, code=code, message=message, value=value
    )


# The list.


def test_an_empty_list_says_how_to_begin(client, technician):
    page = text_of(client.get(LIST))

    assert "Aucun fichier importé." in page
    assert "dans cet ordre\u202f: caisses, communes, IRIS" in page
    assert "Déposer un fichier" in page


def test_who_may_only_read_is_not_offered_a_deposit(client, signed_in):
    signed_in(Role.ADMIN_CAMPAGNE)

    assert "Déposer un fichier" not in text_of(client.get(LIST))


def test_the_list_gives_the_identity_of_each_batch_and_who_brought_it(client, technician):
    source = SourceFileFactory(by_id=technician.pk, name="arrets-2025-01.csv")
    ImportBatchFactory(source=source, read=1_010, accepted=990, rejected=17, duplicates=3)

    page = text_of(client.get(LIST))

    assert "Arrêts, janvier 2025" in page
    assert "arrets-2025-01.csv" in page
    assert "par Marc Levasnier" in page
    assert all(number in page for number in ("1\u202f010", "990", "17"))
    assert "lues = acceptées + rejetées + doublons, toujours" in page


def test_held_batches_stand_above_all_with_the_sentence_of_their_gate(client, held):
    page = client.get(LIST)

    assert "1 lot retenu attend une décision" in text_of(page)
    assert "La caisse du Var est absente du fichier." in text_of(page)
    assert f'href="{reverse("import-decider", args=[held.pk])}"' in page.content.decode()


def rows_of(answer) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/imports/(\d+)/"', answer.content.decode())


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, "abcd"),
        ({"nature": "caisses"}, "d"),
        ({"etat": "refuse"}, "b"),
        ({"etat": "en-cours"}, "c"),
        ({"mois": "2025-02"}, "b"),
        ({"nature": "arrets", "etat": "importe", "mois": "2025-01"}, "a"),
        ({"nature": "inconnue"}, "abcd"),
    ],
)
def test_each_filter_keeps_its_own(client, technician, query, kept):
    february = SourceFileFactory(month=date(2025, 2, 1))
    caisses = SourceFileFactory(kind="caisses", month=None)
    batches = {
        "a": ImportBatchFactory(),
        "b": ImportBatchFactory(source=february, status=BatchStatus.REFUSED),
        "c": ImportBatchFactory(status=BatchStatus.QUEUED),
        "d": ImportBatchFactory(source=caisses),
    }

    found = rows_of(client.get(LIST, query))

    assert found == [str(batches[name].pk) for name in reversed(kept)]


def test_filters_that_hide_everything_lead_out(client, technician):
    ImportBatchFactory()

    page = client.get(LIST, {"etat": "refuse"})

    assert "Aucun import avec ces filtres." in text_of(page)
    assert 'href="/imports/"' in page.content.decode()


def test_the_list_costs_the_same_for_2_and_20_batches(client, technician):
    ImportBatchFactory(), ImportBatchFactory()
    client.get(LIST)
    few = reads(client, LIST)
    for _ in range(18):
        ImportBatchFactory()

    many = reads(client, LIST)

    assert len(few) == len(many) <= 14, "\n".join(many)


# One batch.


def test_a_batch_is_a_sentence_and_figures_that_add_up(client, technician):
    batch = ImportBatchFactory(read=1_010, accepted=990, rejected=17, duplicates=3)

    page = text_of(client.get(page_of(batch)))

    assert "1\u202f010 lignes lues = 990 acceptées + 17 rejetées + 3 doublons." in page
    assert "98,0\u202f% des lues" in page


def test_provenance_gives_the_whole_digest_and_what_the_manifest_says(client, technician):
    source = SourceFileFactory(
        origin="INSEE, code officiel géographique",
        licence="Licence Ouverte 2.0",
        vintage="2026",
        by_id=technician.pk,
        synthetic=True,
    )
    batch = ImportBatchFactory(source=source)

    page = text_of(client.get(page_of(batch)))

    assert all(said in page for said in (source.sha256, source.origin, source.licence, "2026"))
    assert "1,0\u00a0Mio" in page
    assert "par Marc Levasnier" in page
    assert "données synthétiques" in page


def test_absent_and_ignored_columns_are_named(client, technician):
    batch = ImportBatchFactory(absent=["teleconsultation"], ignored=["commentaire libre"])

    page = text_of(client.get(page_of(batch)))

    assert "teleconsultation\u202f: les arrêts prescrits en téléconsultation ne sont pas" in page
    assert "commentaire libre" in page


def test_rejects_are_grouped_by_code_then_by_line_without_any_value(client, technician):
    batch = ImportBatchFactory(read=10, accepted=7, rejected=3, duplicates=0)
    refused_row(batch, 48_211, "date_fin", value="99102382191")
    refused_row(batch, 48_211, "rpps", "RPPS_CLE", "La clé du numéro RPPS est fausse.", "99102")
    refused_row(batch, 9, "date_debut")
    refused_row(batch, 12, "date_fin")

    answer = client.get(page_of(batch))

    page = text_of(answer)
    assert "99102" not in page
    groups = re.findall(
        r'<th scope="row">([^<]+)<span class="second-line">(\w+)', answer.content.decode()
    )
    assert groups == [
        ("La date n’existe pas.", "DATE"),
        ("La clé du numéro RPPS est fausse.", "RPPS_CLE"),
    ]
    assert "date_debut, date_fin3" in page
    assert "9, 12, 48\u202f211" in page
    lines = re.findall(
        r"</span>([\d\u202f]+)</th><td><ul.*?</ul>", answer.content.decode(), re.DOTALL
    )
    assert lines == ["9", "12", "48\u202f211"]


def test_the_lines_of_a_batch_are_paged(client, technician):
    batch = ImportBatchFactory(read=200, accepted=80, rejected=120, duplicates=0)
    for line in range(2, 122):
        refused_row(batch, line, "date_fin")

    page = text_of(client.get(page_of(batch), {"page": 3}))

    assert "101 à 120 sur 120" in page


def test_a_detail_that_was_cut_is_said(client, technician):
    batch = ImportBatchFactory(read=500, accepted=0, rejected=500, duplicates=0)
    refused_row(batch, 2, "date_fin")

    assert "Le détail s’arrête" in text_of(client.get(page_of(batch)))


def test_a_batch_costs_the_same_whatever_its_rejects(client, technician):
    batch = ImportBatchFactory()
    refused_row(batch, 2, "date_fin")
    client.get(page_of(batch))
    few = reads(client, page_of(batch))
    for line in range(3, 40):
        refused_row(batch, line, f"colonne_{line % 5}", f"CODE_{line % 7}")

    many = reads(client, page_of(batch))

    assert len(few) == len(many) <= 14, "\n".join(many)


def test_the_csv_of_rejects_has_every_fault_and_no_value(client, technician):
    batch = ImportBatchFactory()
    refused_row(batch, 48_211, "date_fin", value="99102382191")
    refused_row(batch, 9, "iris", "IRIS_INCONNU", "=IRIS inconnu.")

    answer = client.get(reverse("import-rejets-csv", args=[batch.pk]))

    said = answer.content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(said), delimiter=";"))
    assert [row["Ligne"] for row in rows] == ["9", "48211"]
    assert rows[0]["Ce qui ne va pas, et que faire"] == "'=IRIS inconnu."
    assert "99102382191" not in said
    entry = JournalEntry.objects.get(action="import.exporter-rejets")
    assert (entry.actor_id, entry.object_id) == (technician.pk, str(batch.pk))
    assert entry.reason == "2 lignes rejetées"


def test_reading_leaves_no_entry_in_the_journal(client, held):
    client.get(LIST), client.get(page_of(held))

    assert not JournalEntry.objects.filter(action__startswith="import").exists()


def test_an_unknown_batch_is_not_found(client, technician):
    assert client.get("/imports/999999/").status_code == 404


@pytest.mark.parametrize("role", [Role.MEDECIN_CONSEIL, Role.AUDITEUR, Role.CSAM])
def test_other_roles_do_not_enter(client, signed_in, role):
    signed_in(role)

    assert client.get(LIST).status_code == 403


# A deposit.


def deposit(client, file=None, **more):
    said = {"kind": "arrets", "file": file or sent(), **more}
    return client.post(DEPOSIT, said)


def batch_of(answer) -> ImportBatch:
    assert answer.status_code == 302, text_of(answer)
    return ImportBatch.objects.get(
        pk=re.fullmatch(r"/imports/(\d+)/", answer.headers["Location"])[1]
    )


@pytest.mark.parametrize(("name", "made"), [("2025-01.csv", text), ("2025-01.parquet", parquet)])
def test_a_file_goes_from_the_browser_to_its_rows(client, technician, folder, name, made):
    settle()
    batch = batch_of(deposit(client, sent(made(leaves({}, {})), name)))

    job = Job.objects.get(pk=batch.job_id)
    assert (job.status, batch.status, batch.month) == (
        JobStatus.QUEUED,
        BatchStatus.QUEUED,
        JANUARY,
    )
    assert 'hx-trigger="every 3s"' in client.get(page_of(batch)).content.decode()
    run_all()
    batch.refresh_from_db()
    assert (batch.status, batch.accepted) == (BatchStatus.DONE, 2), batch.message
    assert Leave.objects.count() == 2
    part = client.get(reverse("import-en-cours", args=[batch.pk])).content.decode()
    assert "every 3s" not in part
    assert "L’import est terminé." in part


def test_the_file_is_kept_under_a_path_of_ours_readable_by_nobody_else(client, technician, folder):
    batch = batch_of(deposit(client, sent(name="..\\..\\Arrêts de janvier 2025-01.csv")))

    source = batch.source
    kept = Path(source.path)
    assert kept.is_relative_to(folder / "recus")
    assert kept.name == "Arrêts de janvier 2025-01.csv"
    assert len(kept.parent.name) == 32
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert (source.name, source.by_id) == ("Arrêts de janvier 2025-01.csv", technician.pk)
    assert list((folder / "recus").glob("envoi-*")) == []


def test_a_deposit_is_journalled(client, technician, folder):
    batch = batch_of(deposit(client))

    entry = JournalEntry.objects.get(action="import.deposer")
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (
        technician.pk,
        "lot",
        str(batch.pk),
    )


def test_two_clicks_are_one_job_and_one_copy(client, technician, folder):
    first, second = batch_of(deposit(client)), batch_of(deposit(client))

    assert first == second
    assert (Job.objects.count(), SourceFile.objects.count()) == (1, 1)
    assert len(list(folder.rglob("*.csv"))) == 1


def test_a_file_already_imported_says_so(client, technician, folder):
    settle()
    deposit(client)
    run_all()

    again = batch_of(deposit(client))
    run_all()

    again.refresh_from_db()
    assert again.status == BatchStatus.ALREADY
    assert "Ce fichier était déjà importé" in text_of(client.get(page_of(again)))


def test_the_manifest_is_compared_and_a_right_one_saves_the_same_file(client, technician, folder):
    settle()
    wrong = sent(b'{"name": "2025-01.csv", "rows": 3}', "manifest.json")
    batch = batch_of(deposit(client, manifest=wrong))
    run_all()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.REFUSED
    assert "annonce 3 lignes" in batch.message

    right = sent(b'{"name": "2025-01.csv", "rows": 2}', "manifest.json")
    assert batch_of(deposit(client, manifest=right)) == batch
    run_all()

    batch.refresh_from_db()
    assert batch.status == BatchStatus.DONE, batch.message


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": ""}, "Choisissez la nature du fichier"),
        ({"file": ""}, "Choisissez un fichier CSV ou Parquet"),
        ({"month": "janvier"}, "Écrivez le mois ainsi"),
        ({"month": "2025-02"}, "n’est pas celui du nom du fichier"),
    ],
)
def test_a_wrong_form_says_what_to_do_beside_the_field(client, technician, folder, said, words):
    answer = client.post(DEPOSIT, {"kind": "arrets", "file": sent(), **said})

    assert answer.status_code == 200
    field = next(iter(said))
    name = "month" if field == "month" else field
    assert words in text_of(answer)
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_monthly_file_without_a_month_asks_for_it(client, technician, folder):
    nameless = sent(name="arrets.csv")
    assert "donnez-le" in text_of(deposit(client, nameless))

    assert batch_of(deposit(client, sent(name="arrets.csv"), month="2025-01")).month == JANUARY


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + b"0" * 100, "un classeur"),
        (b"\x1f\x8b" + b"0" * 100, "une archive gzip"),
        (b"%PDF-1.7" + b"0" * 100, "un PDF"),
        ("rpps,patient\n".encode("utf-16"), "UTF-16"),
        (b"", "zéro octet"),
    ],
)
def test_what_is_no_table_is_refused_at_once_by_what_it_contains(
    client, technician, folder, content, words
):
    answer = deposit(client, sent(content))

    assert words in text_of(answer)
    assert not Job.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_too_large_is_never_kept(client, technician, folder, settings):
    settings.IMPORT_MAX_BYTES = 100_000

    answer = deposit(client, sent(b"rpps\n" + b"0" * 300_000))

    assert "Le fichier dépasse 98\u00a0Kio" in text_of(answer)
    assert not SourceFile.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_said(client, technician, folder, settings):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("un fichier à la place du dossier")

    answer = deposit(client)

    assert "le dossier d’imports est plein ou fermé" in text_of(answer)
    assert not SourceFile.objects.exists()


def test_a_deposit_needs_the_token_of_the_form(folder):
    from django.test import Client  # noqa: PLC0415 (the one client that checks)

    client = Client(enforce_csrf_checks=True)
    user = person(Role.ADMIN_TECHNIQUE)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert deposit(client).status_code == 403
    assert not SourceFile.objects.exists()


def test_somebody_of_one_caisse_deposits_nothing(client, signed_in, folder):
    local = signed_in(Role.ADMIN_TECHNIQUE, at="061")

    answer = client.post(DEPOSIT, {"kind": "arrets", "file": sent()}, follow=True)

    assert "Réservé à une habilitation nationale" in text_of(answer)
    assert not SourceFile.objects.exists()
    assert not folder.exists()
    entry = JournalEntry.objects.get(action="acces.refuse")
    assert (entry.actor_id, entry.object_id) == (local.pk, "imports.deposer")


def test_a_reader_does_not_deposit(client, signed_in, folder):
    signed_in(Role.ADMIN_CAMPAGNE)

    assert client.get(DEPOSIT).status_code == deposit(client).status_code == 403
    assert not folder.exists()


# A decision.


def decide(client, batch, **said):
    asked = {"issue": "importer", "reason": REASON, **said}
    return client.post(reverse("import-decider", args=[batch.pk]), asked)


def test_deciding_says_first_what_will_happen_and_does_nothing(client, held):
    asked = text_of(decide(client, held))
    apart = text_of(decide(client, held, issue="ecarter"))

    assert "2 lignes seront importées" in asked
    assert "l’import ne se défait pas" in asked
    assert REASON in asked
    assert "Un lot écarté ne peut pas être repris" in apart
    held.refresh_from_db()
    assert (held.status, held.decision_reason) == (BatchStatus.HELD, "")


def test_a_held_batch_is_imported_in_the_name_of_who_decided(client, technician, held):
    settle()

    answer = client.post(
        reverse("import-decider", args=[held.pk]),
        {"issue": "importer", "reason": REASON, "confirme": "oui"},
        follow=True,
    )

    assert "l’import est demandé" in text_of(answer)
    run_all()
    held.refresh_from_db()
    assert (held.status, held.decided_by_id) == (BatchStatus.DONE, technician.pk), held.message
    page = text_of(client.get(page_of(held)))
    assert "Import accepté malgré le contrôle par Marc Levasnier" in page
    assert REASON in page


def test_a_held_batch_is_set_aside(client, technician, held):
    decide(client, held, issue="ecarter", confirme="oui")

    held.refresh_from_db()
    assert (held.status, held.decision_reason) == (BatchStatus.REFUSED, REASON)
    assert "Lot écarté par Marc Levasnier" in text_of(client.get(page_of(held)))
    entry = JournalEntry.objects.get(action="import.ecarter")
    assert (entry.actor_id, entry.reason) == (technician.pk, REASON)


@pytest.mark.parametrize(
    ("said", "words", "where"),
    [
        ({"reason": ""}, "Écrivez pourquoi", "id_reason_error"),
        ({"reason": "ok"}, "dix caractères au moins", "id_reason_error"),
        ({"reason": "a         b"}, "dix caractères au moins", "id_reason_error"),
        ({"issue": ""}, "Choisissez ce que devient le lot.", "id_issue_error"),
        ({"issue": "effacer"}, "Choisissez ce que devient le lot.", "id_issue_error"),
    ],
)
def test_a_decision_without_its_reason_is_not_taken(client, held, said, words, where):
    answer = decide(client, held, confirme="oui", **said)

    assert words in text_of(answer)
    assert f'id="{where}"' in answer.content.decode()
    held.refresh_from_db()
    assert held.status == BatchStatus.HELD


def test_the_second_to_decide_is_told_who_was_first(client, held):
    first = person(Role.ADMIN_CAMPAGNE, full_name="Nathalie Fouquerel")
    set_aside(batch_id=held.pk, reason="Fichier tronqué, un autre arrive", by=first.pk)

    for answer in (
        client.get(reverse("import-decider", args=[held.pk]), follow=True),
        client.post(
            reverse("import-decider", args=[held.pk]),
            {"issue": "importer", "reason": REASON, "confirme": "oui"},
            follow=True,
        ),
    ):
        assert "Ce lot n’attend plus de décision. Lot écarté par Nathalie Fouquerel" in text_of(
            answer
        )
    held.refresh_from_db()
    assert held.status == BatchStatus.REFUSED


def test_a_file_that_changed_since_is_said_and_stays_held(client, held):
    Path(held.source.path).write_bytes(b"rpps\n")

    answer = decide(client, held, confirme="oui")

    assert "Le fichier n’est plus celui qui a été contrôlé" in text_of(answer)
    held.refresh_from_db()
    assert held.status == BatchStatus.HELD


def test_somebody_of_one_caisse_decides_nothing(client, signed_in, held):
    signed_in(Role.ADMIN_CAMPAGNE, at="061")

    answer = client.post(
        reverse("import-decider", args=[held.pk]),
        {"issue": "importer", "reason": REASON, "confirme": "oui"},
        follow=True,
    )

    assert "Réservé à une habilitation nationale" in text_of(answer)
    held.refresh_from_db()
    assert held.status == BatchStatus.HELD
