"""Asking for a long list, and « Mes exports »."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.models import Job, JobStatus
from prescribers.models import Export
from tests.pages.reading import reads, text_of
from tests.prescribers.exports_world import ASK, MINE, PDF, WHY, XLSX, asked, file_of, made
from tests.prescribers.factories import ExportFactory
from tests.prescribers.profiles_world import CSV, LIST, profile


pytestmark = pytest.mark.django_db


@pytest.fixture
def long_list(run, settings):
    """Three prescribers where two are already a long list."""
    settings.EXPORT_DIRECT_ROWS = 2
    for name in ("PEYRAC", "SELLIER", "ABADIE"):
        profile(run, name)


@pytest.mark.parametrize("address", [CSV, XLSX, PDF])
def test_a_long_list_asks_why_and_keeps_what_was_asked(client, doctor, long_list, address):
    answer = client.get(address, {"tri": "nom", "niveau": "au-dessus,nettement"}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith(ASK)
    assert "3 prescripteurs, triés par nom." in text_of(answer)
    assert "au-dessus de l’attendu" in text_of(answer)
    assert f'value="{address.rpartition(".")[2]}" selected' in page


def test_a_short_list_is_given_at_once(client, doctor, long_list):
    answer = client.get(CSV, {"q": "peyrac"})

    assert answer.status_code == 200
    assert not Export.objects.exists()


def test_asking_makes_one_export_with_its_columns_written_out(client, doctor, run, long_list):
    answer = client.post(f"{ASK}?tri=nom", {"fichier": "xlsx", **WHY}, follow=True)

    export = Export.objects.get()
    assert answer.redirect_chain == [(MINE, 302)]
    assert "Export demandé." in text_of(answer)
    assert (export.by_id, export.file_format, export.run_number) == (doctor.pk, "xlsx", 12)
    assert "colonnes=nom,specialite" in export.query
    assert export.said == "aucun filtre, triés par nom"
    assert export.rows == 3


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"purpose": ""}, "Choisissez à quoi servira le fichier."),
        ({"purpose": "curiosite"}, "Choisissez une finalité de la liste."),
        ({"purpose_text": ""}, "Dites en une phrase à quoi servira le fichier."),
        ({"purpose_text": "ok"}, "Dites-en plus\u202f: dix caractères au moins."),
        ({"purpose_text": "Le patient 1 85 05 78 006 084 91"}, "numéro de sécurité sociale"),
        ({"fichier": "exe"}, "Choisissez un format de la liste."),
    ],
)
def test_a_request_without_a_purpose_says_what_is_missing(client, doctor, long_list, sent, said):
    answer = client.post(ASK, {"fichier": "csv", **WHY, **sent})

    assert answer.status_code == 200
    assert said in text_of(answer)
    assert not Export.objects.exists()


def test_my_exports_say_their_state_their_end_and_what_one_may_do(client, doctor, run, long_list):
    ready = made(run, doctor, rows=3)
    over = made(run, doctor, file_format="pdf", rows=3)
    Export.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    waiting = asked(run, doctor, file_format="xlsx", rows=3)
    dead = asked(run, doctor, query="tri=nom", rows=3)
    Job.objects.filter(pk=dead.job_id).update(
        status=JobStatus.DEAD,
        next_attempt_at=None,
        finished_at=timezone.now(),
        error_code="x",
        error_message="Le calcul n’est plus conservé.",
    )

    answer = client.get(MINE)

    page, said = answer.content.decode(), text_of(answer)
    assert "1 fichier prêt, 1 en préparation. Un fichier est gardé 7 jours, puis effacé." in said
    for word in ("prêt", "expiré", "en attente", "en échec", "Le calcul n’est plus conservé."):
        assert word in said
    assert file_of(ready) in page
    for other in (over, waiting, dead):
        assert file_of(other) not in page
    assert "every 3s" in page
    assert "Préparer une campagne" in said


def test_the_page_stops_asking_when_nothing_is_being_made(client, doctor, run, long_list):
    made(run, doctor, rows=3)

    for address in (MINE, f"{MINE}en-cours/"):
        assert "every 3s" not in client.get(address).content.decode()


def test_a_file_being_made_has_a_bar(client, doctor, run, long_list):
    export = asked(run, doctor, rows=3)
    Job.objects.filter(pk=export.job_id).update(
        status=JobStatus.RUNNING,
        lease_token=uuid.uuid4(),
        lease_until=timezone.now() + timedelta(seconds=30),
        next_attempt_at=None,
        started_at=timezone.now(),
        progress_done=1,
        progress_total=3,
    )

    assert 'max="3" value="1"' in client.get(f"{MINE}en-cours/").content.decode()


def test_without_any_export_the_page_says_how_to_make_one(client, doctor, run):
    said = text_of(client.get(MINE))

    assert "Aucun export." in said
    assert "Depuis la liste des prescripteurs" in said


def test_nobody_reads_takes_or_deletes_another_s_export(client, doctor, run, long_list, signed_in):
    export = made(run, doctor, rows=3)
    signed_in(Role.DIRECTION)

    assert "Aucun export." in text_of(client.get(MINE))
    assert client.get(file_of(export)).status_code == 404
    address = f"{MINE}{export.pk}/supprimer/"
    assert client.get(address).status_code == client.post(address).status_code == 404
    export.refresh_from_db()
    assert export.closed_at is None


def test_deleting_asks_first_and_only_the_form_acts(client, doctor, run, long_list):
    export = made(run, doctor, rows=3)
    address = f"{MINE}{export.pk}/supprimer/"

    question = text_of(client.get(address))
    export.refresh_from_db()
    assert "Le fichier est effacé tout de suite." in question
    assert export.closed_at is None

    answer = client.post(address, follow=True)
    export.refresh_from_db()
    assert "Export supprimé." in text_of(answer)
    assert export.ending == "supprime"
    assert file_of(export) not in client.get(MINE).content.decode()


def test_my_exports_cost_as_many_reads_for_one_as_for_twenty(client, doctor, run, long_list):
    asked(run, doctor, rows=3)
    client.get(MINE)  # the session is written on the first page
    one = len(reads(client, MINE))
    for number in range(19):
        asked(run, doctor, query=f"q={number}", rows=3)

    assert len(reads(client, MINE)) == one <= 12
    for number in range(10):
        ExportFactory(by_id=doctor.pk, query=f"q=ancien{number}")
    assert len(reads(client, MINE)) <= one + 1  # the pages below


def test_the_list_offers_the_three_formats_and_the_sheet_its_own(client, doctor, run):
    own = profile(run)

    listed = client.get(LIST, {"tri": "nom"}).content.decode()
    page = client.get(f"/prescripteurs/{own.rpps}/").content.decode()

    for address in (CSV, XLSX, PDF):
        assert f'href="{address}?tri=nom' in listed
    assert f'href="/prescripteurs/{own.rpps}/fiche.pdf?calcul=12"' in page
