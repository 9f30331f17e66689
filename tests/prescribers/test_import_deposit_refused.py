"""A deposit that is refused: said beside its field, nothing kept; and who may not deposit."""

import pytest

from accounts.enums import Role
from core.models import Job, JournalEntry
from prescribers.models import ImportBatch, SourceFile
from tests.accounts.factories import person
from tests.pages.reading import text_of
from tests.prescribers.deposit_world import DEPOSIT, batch_of, deposit, sent
from tests.prescribers.import_world import JANUARY


pytestmark = pytest.mark.django_db


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
