"""The kinds of job of this app and the doors they open."""

import pytest

from core.jobs import enqueue, run_now, title_of
from core.models import JobStatus
from prescribers import tasks
from prescribers.enums import BatchStatus
from prescribers.services.imports import JOB_KIND
from tests.prescribers.factories import ImportBatchFactory


pytestmark = pytest.mark.django_db


def ask(batch):
    return enqueue(kind=JOB_KIND, dedup_key="import:essai", payload={"batch": batch.pk}, by=None)


@pytest.mark.parametrize(
    ("status", "ended", "code"),
    [
        (BatchStatus.DONE, JobStatus.DONE, ""),
        (BatchStatus.ALREADY, JobStatus.DONE, ""),
        (BatchStatus.REFUSED, JobStatus.DEAD, "fichier_refuse"),
    ],
)
def test_an_import_ends_as_its_batch_does(monkeypatch, status, ended, code):
    batch = ImportBatchFactory(status=BatchStatus.QUEUED, message="Colonne absente.")

    def imported(*, batch_id, by, on_progress):
        assert (batch_id, by) == (batch.pk, None)
        batch.status = status
        batch.save()
        on_progress(1, 1)
        return batch

    monkeypatch.setattr(tasks.imports, "run_batch", imported)
    job = run_now(ask(batch).pk)
    assert (job.status, job.error_code) == (ended, code)
    batch.refresh_from_db()
    assert batch.status == status, "the batch and its reasons outlive the refusal"
    if ended == JobStatus.DONE:
        assert job.counts == {"lues": 10, "acceptees": 7, "rejetees": 2, "doublons": 1}


def test_every_kind_has_a_french_title():
    for kind in ("prescripteurs.nuit", "prescripteurs.carte", "prescripteurs.reduction", JOB_KIND):
        assert title_of(kind) != kind
