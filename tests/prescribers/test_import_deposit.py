"""A file brought through the page Déposer: where it is kept, and what becomes of it."""

from pathlib import Path

import pytest
from django.urls import reverse

from core.models import Job, JobStatus, JournalEntry
from prescribers.enums import BatchStatus
from prescribers.models import Leave, SourceFile
from tests.pages.reading import text_of
from tests.prescribers.deposit_world import DEPOSIT, batch_of, deposit, parquet, sent, text
from tests.prescribers.import_world import JANUARY, leaves, settle
from tests.prescribers.imports_pages_world import page_of
from tests.prescribers.night_world import run_all


pytestmark = pytest.mark.django_db


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


def test_while_it_waits_the_state_is_said_once_where_it_changes(client, technician, folder):
    """Said elsewhere too, it would still read « en attente » once the import is over."""
    answer = client.post(DEPOSIT, {"kind": "arrets", "file": sent()}, follow=True)

    page = text_of(answer)
    assert page.count("en attente") == 1
    assert "n’est pas encore lu" not in page
    received = answer.content.decode().partition("Fichier reçu.")[0]
    assert received.endswith("<div>"), "the title of the page is not that of the message"


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
