"""What the reaper takes back, buries and rings."""

from datetime import timedelta

import pytest
from django.db import connection

from core import jobs
from core.jobs import reaper
from core.models import Job, JobStatus


@pytest.fixture
def reap(django_capture_on_commit_callbacks):
    def passage(now):
        with django_capture_on_commit_callbacks(execute=True):
            return jobs.reap(now)

    return passage


def test_a_living_worker_keeps_its_job(new_job, running, soon, reap):
    job = new_job(**running(soon + timedelta(seconds=1)))
    assert reap(soon) == reaper.Reaped(0, 0, 0, 0)
    assert Job.objects.get(pk=job.pk).status == JobStatus.RUNNING


def test_the_job_of_a_dead_worker_is_requeued_and_rung(new_job, running, soon, bells, reap):
    job = new_job(**running(soon - timedelta(seconds=1)))
    assert reap(soon).requeued == 1
    job.refresh_from_db()
    assert (job.status, job.attempts, job.lease_token) == (JobStatus.QUEUED, 1, None)
    assert bells == [job.pk]


def test_a_job_that_kills_its_workers_is_dead_after_three(new_job, running, soon, bells, reap):
    job = new_job(**running(soon - timedelta(seconds=1), attempts=3))
    assert reap(soon).dead == 1
    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobStatus.DEAD, "WorkerLost")
    assert bells == []


@pytest.mark.parametrize("statement", [1, 2, 3])
def test_a_lease_that_ends_during_the_passage_costs_no_try(new_job, running, soon, reap, statement):
    """Each statement of a passage sees what others committed since the one before."""
    job = new_job(**running(soon + timedelta(seconds=1)))
    seen = 0

    def expire_after(execute, sql, params, many, context):
        nonlocal seen
        result = execute(sql, params, many, context)
        seen += "FOR UPDATE" in sql
        if seen == statement and "FOR UPDATE" in sql:
            Job.objects.filter(pk=job.pk).update(lease_until=soon - timedelta(seconds=1))
        return result

    with connection.execute_wrapper(expire_after):
        assert reap(soon).dead == 0
    assert seen >= 3
    job.refresh_from_db()
    assert job.status in {JobStatus.RUNNING, JobStatus.QUEUED}
    assert reap(soon).dead == 0


def test_a_cancelled_job_whose_worker_died_is_cancelled(new_job, running, soon, reap):
    job = new_job(**running(soon - timedelta(seconds=1)), cancel_requested=True)
    assert reap(soon).cancelled == 1
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_a_forgotten_job_is_rung_after_five_seconds(new_job, bells, reap):
    job = new_job()
    job.refresh_from_db()
    reap(job.created_at + timedelta(seconds=4))
    assert bells == []
    reap(job.created_at + timedelta(seconds=5))
    assert bells == [job.pk]


def test_a_waiting_queue_is_rung_more_rarely_but_never_forgotten(new_job, bells, reap):
    job = new_job()
    job.refresh_from_db()
    rung = []
    for second in range(0, 300, 5):
        bells.clear()
        reap(job.created_at + timedelta(seconds=second))
        if bells:
            rung.append(second)
    assert rung == [5, 10, *range(20, 300, 15)]


def test_a_failed_job_is_rung_when_its_hour_comes(new_job, bells, soon, reap):
    new_job(status=JobStatus.FAILED, error_code="OSError", attempts=1, next_attempt_at=soon)
    reap(soon - timedelta(seconds=1))
    assert bells == []
    reap(soon)
    assert len(bells) == 1


def test_two_reapers_in_a_row_do_the_work_once(new_job, running, soon, bells, reap):
    new_job(**running(soon - timedelta(seconds=1)))
    reap(soon)
    assert reap(soon) == reaper.Reaped(0, 0, 0, 0)
    assert len(bells) == 1
