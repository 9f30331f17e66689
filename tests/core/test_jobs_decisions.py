"""Cancelling and retrying are acts of a person: journalled, and refused when they mean nothing."""

import pytest

from core import jobs
from core.models import JobStatus, JournalEntry


DAM = 42


def journalled():
    return list(JournalEntry.objects.values_list("action", "actor_id", "object_id"))


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.FAILED])
def test_a_waiting_job_is_cancelled_at_once(new_job, status):
    job = new_job(status=status, error_code="OSError" if status == JobStatus.FAILED else "")
    assert job.may_be_cancelled
    jobs.cancel(job, DAM)
    assert (job.status, job.finished_at is None) == (JobStatus.CANCELLED, False)
    assert journalled() == [("traitement.annuler", DAM, str(job.pk))]


def test_a_running_job_stops_at_its_next_step(new_job, handle):
    def handler(lease):
        with lease.step():
            jobs.cancel(job, DAM)
        with lease.step():
            pytest.fail("the step after the cancellation")

    job = new_job()
    handle(handler)
    assert jobs.run_now(job.pk).status == JobStatus.CANCELLED


def test_an_ended_job_cannot_be_cancelled(new_job):
    job = jobs.run_now(new_job().pk)
    assert not job.may_be_cancelled
    with pytest.raises(jobs.JobRefused, match="déjà terminé"):
        jobs.cancel(job, DAM)
    assert journalled() == []


def test_a_dead_job_is_given_all_its_tries_again(
    new_job, handle, bells, django_capture_on_commit_callbacks
):
    def refuse(lease):
        raise jobs.JobRefused("month-incomplete", "Le mois d’octobre n’est pas complet.")

    handle(refuse)
    job = jobs.run_now(new_job().pk)
    assert job.may_be_retried
    with django_capture_on_commit_callbacks(execute=True):
        jobs.retry(job, DAM)
    assert (job.status, job.attempts, job.error_message) == (JobStatus.QUEUED, 0, "")
    assert bells == [job.pk]
    assert journalled() == [("traitement.relancer", DAM, str(job.pk))]
    handle(lambda lease: None)
    assert jobs.run_now(job.pk).status == JobStatus.DONE


def test_a_cancelled_job_may_start_again(new_job):
    job = new_job()
    jobs.cancel(job, DAM)
    jobs.retry(job, DAM)
    assert jobs.run_now(job.pk).status == JobStatus.DONE


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.DONE])
def test_a_job_that_did_not_fail_is_not_retried(new_job, status):
    job = new_job()
    if status == JobStatus.DONE:
        job = jobs.run_now(job.pk)
    assert not job.may_be_retried
    with pytest.raises(jobs.JobRefused, match="peut être relancé"):
        jobs.retry(job, DAM)
    assert journalled() == []


def test_the_board_counts_filters_and_pages(new_job):
    done = [jobs.run_now(new_job(f"essai:{n}").pk).pk for n in range(3)]
    waiting = new_job("essai:9").pk
    assert jobs.counts_by_status()["DONE"] == 3
    assert jobs.counts_by_status()["DEAD"] == 0
    assert [job.pk for job in jobs.board()] == [waiting, *reversed(done)]
    assert [job.pk for job in jobs.board(status="QUEUED")] == [waiting]
    page = jobs.board(status="DONE", page=2, per_page=2)
    assert ([job.pk for job in page], page.paginator.num_pages) == ([done[0]], 2)
    assert len(jobs.board(kind="autre")) == 0


def test_a_kind_has_a_french_title(handle):
    assert jobs.title_of("essai") == "Essai"
    assert jobs.title_of("kind.of.another.version") == "kind.of.another.version"
