"""Traitements: what runs, what failed and why; retry and cancel."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.models import Job, JobStatus, JournalEntry
from prescribers.enums import BatchStatus
from tests.accounts.factories import caisse
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import ImportBatchFactory


pytestmark = pytest.mark.django_db
BOARD = "/traitements/"
RUNNING = "/traitements/en-cours/"


def job(key, status=JobStatus.QUEUED, **fields):
    return Job.objects.create(kind="essai.inconnu", dedup_key=key, status=status, **fields)


def running(key="nuit", **fields):
    now = timezone.now()
    return job(
        key,
        JobStatus.RUNNING,
        lease_token=uuid.uuid4(),
        lease_until=now + timedelta(seconds=15),
        next_attempt_at=None,
        started_at=now,
        **{"progress_done": 3, "progress_total": 6, **fields},
    )


def dead(key="import"):
    now = timezone.now()
    return job(
        key,
        JobStatus.DEAD,
        next_attempt_at=None,
        started_at=now - timedelta(seconds=11),
        finished_at=now,
        error_code="colonne_absente",
        error_message="La colonne « commune » est absente à la ligne 1.",
    )


def done(key, counts):
    now = timezone.now()
    return job(
        key, JobStatus.DONE, counts=counts, next_attempt_at=None, started_at=now, finished_at=now
    )


def test_an_empty_ledger_says_what_to_do(client, technician):
    page = text_of(client.get(BOARD))

    assert "Rien en cours. Aucun calcul publié." in page
    assert "Aucun fichier importé." in page
    assert "import_source" in page


def test_a_running_job_has_a_bar_and_asks_itself_again(client, technician):
    running()

    page = client.get(BOARD).content.decode()

    assert '<progress class="ij-progress" max="6" value="3"' in page
    assert 'hx-get="/traitements/en-cours/" hx-trigger="every 3s"' in page


def test_the_part_asked_again_is_a_part_and_stops_when_nothing_runs(client, technician):
    running()
    part = client.get(RUNNING, headers={"HX-Request": "true", "X-Sans-Activite": "1"})
    Job.objects.all().delete()

    ended = client.get(RUNNING, headers={"HX-Request": "true"}).content.decode()

    assert part.content.decode().lstrip().startswith("<section")
    assert "every 3s" in part.content.decode()
    assert "every 3s" not in ended
    assert "Plus rien en cours." in ended


def test_a_failure_is_said_in_french_with_its_duration(client, technician):
    dead()

    page = text_of(client.get(BOARD))

    assert "1 en échec" in page
    assert "La colonne « commune » est absente à la ligne 1." in page
    assert "11\u00a0s" in page


def test_a_dead_job_is_retried_in_its_name(client, technician):
    failed = dead()

    answer = client.post(f"{BOARD}{failed.pk}/relancer/", follow=True)

    failed.refresh_from_db()
    assert failed.status == JobStatus.QUEUED
    assert "relancé" in text_of(answer)
    assert JournalEntry.objects.get(action="traitement.relancer").actor_id == technician.pk


def test_a_retry_that_is_refused_says_why(client, technician):
    waiting = job("attente")

    answer = client.post(f"{BOARD}{waiting.pk}/relancer/", follow=True)

    assert "Seul un traitement en échec ou annulé peut être relancé." in text_of(answer)


def test_cancelling_asks_first_and_only_the_form_acts(client, technician):
    waiting = job("attente")

    question = client.get(f"{BOARD}{waiting.pk}/annuler/")
    waiting.refresh_from_db()
    assert waiting.status == JobStatus.QUEUED
    assert "rien n’a été écrit" in text_of(question)

    client.post(f"{BOARD}{waiting.pk}/annuler/")
    waiting.refresh_from_db()
    assert waiting.status == JobStatus.CANCELLED


def test_a_running_job_is_asked_to_stop(client, technician):
    going = running()

    answer = client.post(f"{BOARD}{going.pk}/annuler/", follow=True)

    going.refresh_from_db()
    assert going.cancel_requested
    assert "arrêt demandé" in text_of(answer)


def test_who_may_only_read_is_offered_no_act(client, signed_in):
    signed_in(Role.ADMIN_CAMPAGNE)
    failed = dead()

    assert "Relancer" not in text_of(client.get(BOARD))
    assert client.post(f"{BOARD}{failed.pk}/relancer/").status_code == 403


def test_a_local_administrator_reads_but_does_not_act(client, signed_in):
    """A job serves every caisse: an administrator of one neither repeats nor stops it."""
    local = signed_in(Role.ADMIN_TECHNIQUE, at="061")
    failed, waiting = dead(), job("attente")

    board = text_of(client.get(BOARD))

    assert "Réservé à l’administration technique nationale." in board
    assert "Relancer" not in board
    assert "Annuler" not in board
    assert client.post(f"{BOARD}{failed.pk}/relancer/").status_code == 403
    assert client.get(f"{BOARD}{waiting.pk}/annuler/").status_code == 403
    assert client.post(f"{BOARD}{waiting.pk}/annuler/").status_code == 403
    failed.refresh_from_db(), waiting.refresh_from_db()
    assert (failed.status, waiting.status) == (JobStatus.DEAD, JobStatus.QUEUED)
    refusals = JournalEntry.objects.filter(action="acces.refuse", object_id="traitements.agir")
    assert set(refusals.values_list("actor_id", flat=True)) == {local.pk}


def test_the_national_administrator_is_offered_the_acts(client, technician):
    dead(), job("attente")

    board = text_of(client.get(BOARD))

    assert "Relancer" in board
    assert "Annuler" in board
    assert "Réservé à" not in board


def test_a_doctor_does_not_enter(client, doctor):
    assert client.get(BOARD).status_code == client.get(RUNNING).status_code == 403


def test_imports_show_read_as_the_sum_of_the_three(client, technician):
    ImportBatchFactory(read=1_010, accepted=990, rejected=17, duplicates=3)
    ImportBatchFactory(
        status=BatchStatus.REFUSED,
        read=0,
        accepted=0,
        rejected=0,
        duplicates=0,
        message="La colonne « rpps » manque.",
    )

    page = text_of(client.get(BOARD))

    assert "Lues = acceptées + rejetées + doublons, toujours" in page
    assert all(number in page for number in ("1\u202f010", "990", "17"))
    assert "La colonne « rpps » manque." in page


def test_the_board_leads_to_the_page_of_each_import(client, technician):
    batch = ImportBatchFactory()

    page = client.get(BOARD).content.decode()

    assert f'href="/imports/{batch.pk}/"' in page
    assert f'href="/imports/{batch.pk}/#rejets"' in page
    assert 'href="/imports/"' in page


def test_each_job_says_what_it_works_on(client, technician):
    caisse("831", "CPAM du Var")
    batch = ImportBatchFactory()
    job("import", payload={"batch": batch.pk})
    job("lecture", payload={"caisses": ["831"], "run": 2})
    job("ailleurs", payload={"caisses": ["595", "596", "597"], "run": 2})
    running("en-cours", payload={"batch": batch.pk})

    answer = client.get(BOARD)

    page = answer.content.decode()
    link = f'<a href="/imports/{batch.pk}/">Arrêts, janvier 2025</a>'
    assert len(re.findall(rf'<span class="second-line">\s*{link}', page)) == 2
    assert link in client.get(RUNNING).content.decode()
    assert "CPAM du Var" in text_of(answer)
    assert "caisse 595 et 2 autres caisses" in text_of(answer)


def test_counts_are_said_in_the_order_of_their_sum(client, technician):
    """The database gives them back by the length of their names."""
    done("import", {"lues": 1_010, "acceptees": 990, "rejetees": 17, "doublons": 1})

    page = text_of(client.get(BOARD))

    assert "1\u202f010 lues, 990 acceptées, 17 rejetées, 1 doublon" in page


def test_a_cell_without_anything_holds_nothing(client, technician):
    """A phone hides it with its name."""
    done("rien", {})

    page = client.get(BOARD).content.decode()

    assert '<td data-label="Compte"></td>' in page
    assert '<td class="nowrap" data-label="Suite"></td>' in page


def test_jobs_of_imports_and_caisses_cost_the_same_for_2_and_20(client, technician):
    def asked(serials):
        for serial in serials:
            batch = ImportBatchFactory()
            job(f"import-{serial}", payload={"batch": batch.pk})
            job(f"lecture-{serial}", payload={"caisses": [f"{100 + serial}"]})

    asked(range(2))
    client.get(BOARD)
    few = reads(client, BOARD)
    asked(range(2, 20))

    many = reads(client, BOARD)

    assert len(few) == len(many) <= 14, "\n".join(many)


def test_the_board_costs_the_same_for_2_and_20_jobs(client, technician):
    job("a"), job("b"), ImportBatchFactory()
    client.get(BOARD)
    few = reads(client, BOARD)
    for serial in range(18):
        job(f"c{serial}")
        ImportBatchFactory()

    many = reads(client, BOARD)

    assert len(few) == len(many) <= 12, "\n".join(many)


def test_what_waits_is_said_and_asked_again(client, technician):
    job("attente")

    answer = client.get(RUNNING)

    assert "1 en attente d’un traitement libre." in text_of(answer)
    assert "every 3s" in answer.content.decode()
