"""A job is inserted once per key, in the caller's transaction, and rung at its commit."""

import pytest
from celery import current_app
from django.db import transaction

from core import jobs
from core.jobs.bell import ring
from core.models import Job, JobStatus


def test_a_job_waits_with_what_it_needs(new_job):
    job = new_job()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.max_attempts) == (JobStatus.QUEUED, 0, 3)
    assert (job.payload, job.actor_id) == ({"lot": 12}, 7)
    assert job.next_attempt_at == job.created_at


def test_the_same_key_gives_the_same_job(new_job):
    assert new_job("import:2025-10").pk == new_job("import:2025-10").pk
    assert Job.objects.count() == 1


def test_the_bell_rings_at_commit_once(new_job, bells, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = new_job()
        assert bells == []
    with django_capture_on_commit_callbacks(execute=True):
        new_job()
    assert bells == [job.pk]


def test_a_rolled_back_act_leaves_no_job(new_job, bells, django_capture_on_commit_callbacks):
    def failing_act():
        with transaction.atomic():
            new_job()
            raise OSError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(OSError):  # noqa: PT011
        failing_act()
    assert not Job.objects.exists()
    assert bells == []


def test_an_unknown_kind_is_refused_at_once(db):
    with pytest.raises(jobs.UnknownKindError):
        jobs.enqueue(kind="jamais.vu", dedup_key="x", payload={}, by=None)


@pytest.mark.parametrize("value", [{"nom": "Giordano"}, 3.5, [{"rpps": 1}]])
def test_a_payload_holds_identifiers_only(db, handle, value):
    with pytest.raises(TypeError, match="identifiers"):
        jobs.enqueue(kind="essai", dedup_key="x", payload={"quoi": value}, by=None)


def test_a_broker_that_does_not_answer_is_not_an_error(monkeypatch, caplog):
    monkeypatch.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/redis.sock")
    ring([1])
    assert "the reaper will ring" in caplog.text
