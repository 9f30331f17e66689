"""One job from its claim to its end: done, refused, failed, dead, cancelled, lost."""

from datetime import timedelta

import pytest
from django.db import connection

from core import jobs
from core.database_role import DatabaseRole
from core.jobs.running import backoff, execute
from core.models import Job, JobStatus, OutboxMessage


def write(key):
    """An effect in the database that a rollback takes away."""
    OutboxMessage.objects.create(key=key, channel="mail", payload={})


def effects():
    return list(OutboxMessage.objects.order_by("key").values_list("key", flat=True))


def test_a_job_is_done_with_its_effect(new_job, handle):
    def handler(lease):
        assert (lease.payload, lease.actor_id) == ({"lot": 12}, 7)
        with lease.step():
            write("a")
        with lease.finish(lignes=2):
            write("b")

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert (job.status, job.attempts, job.counts) == (JobStatus.DONE, 1, {"lignes": 2})
    assert job.finished_at >= job.started_at
    assert job.duration >= timedelta(0)
    assert effects() == ["a", "b"]


def test_the_attempt_is_counted_before_the_work(new_job, handle):
    seen = []
    handle(lambda lease: seen.append(Job.objects.get(pk=lease.job_id).attempts))
    assert jobs.run_now(new_job().pk).status == JobStatus.DONE
    assert seen == [1]


def test_a_second_bell_does_nothing(new_job, handle):
    calls = []
    handle(lambda lease: calls.append(lease.job_id))
    job = new_job()
    jobs.run_now(job.pk)
    jobs.run_now(job.pk)
    assert calls == [job.pk]


def test_a_job_held_by_a_worker_is_left_to_it(new_job, handle, running, soon):
    handle(lambda lease: pytest.fail("two workers on one job"))
    job = new_job(**running(soon))
    assert jobs.run_now(job.pk).attempts == 1


@pytest.mark.parametrize("role", DatabaseRole)
def test_a_step_works_under_the_role_of_its_kind(new_job, handle, role):
    seen = []

    def handler(lease):
        with lease.step(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('app.caisses')")
            seen.append(cursor.fetchone())

    handle(handler, role=role)
    jobs.run_now(new_job().pk)
    assert seen == [(role.value, "*")]


def test_progress_is_seen_while_the_job_runs(new_job, handle):
    seen = []

    def handler(lease):
        lease.progress(3, 12, lignes=300)
        job = Job.objects.get(pk=lease.job_id)
        seen.append((job.progress_done, job.progress_total, job.counts))

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert seen == [(3, 12, {"lignes": 300})]
    assert (job.progress_done, job.progress_total) == (12, 12)


def test_progress_of_a_step_is_written_with_it(new_job, handle):
    def handler(lease):
        with lease.step():
            lease.progress(1, 2)
        raise OSError

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert (job.progress_done, job.progress_total) == (1, 2)


def test_an_unexpected_error_waits_for_another_try(new_job, handle, caplog):
    def handler(lease):
        with lease.step():
            write("kept")
        with lease.step():
            write("lost")
            raise ValueError("Mme Giordano, NIR 2 69 05 06 088 123 45")

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert (job.status, job.error_code) == (JobStatus.FAILED, "ValueError")
    assert job.error_message.startswith("Une erreur inattendue")
    assert job.next_attempt_at > job.started_at
    assert effects() == ["kept"]
    assert "ValueError" in caplog.text
    assert "Giordano" not in caplog.text


def test_the_next_try_waits_for_its_hour(new_job, handle, soon):
    def handler(lease):
        raise OSError

    handle(handler)
    job = new_job()
    jobs.run_now(job.pk)
    assert jobs.run_now(job.pk).attempts == 1
    assert jobs.run_now(job.pk, now=soon).attempts == 2


def test_the_third_failure_is_the_last(new_job, handle, soon):
    def handler(lease):
        raise OSError

    handle(handler)
    job = new_job()
    for day in range(4):
        job = jobs.run_now(job.pk, now=soon + timedelta(days=day))
    assert (job.status, job.attempts) == (JobStatus.DEAD, 3)


def test_delays_grow_and_stop_growing():
    assert [backoff(n).total_seconds() for n in (1, 2, 3, 4, 9)] == [5, 30, 180, 600, 600]


def test_a_refusal_is_dead_at_once_with_its_sentence(new_job, handle):
    def handler(lease):
        raise jobs.JobRefused("month-incomplete", "Le mois d’octobre n’est pas complet.")

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert (job.status, job.attempts, job.error_code) == (JobStatus.DEAD, 1, "month-incomplete")
    assert job.error_message == "Le mois d’octobre n’est pas complet."


def test_a_worker_that_lost_its_lease_writes_nothing(new_job, handle, soon):
    """The zombie of every queue: paused, replaced, then awake in the middle of a step."""

    def handler(lease):
        with lease.step():
            write("before")
        with lease.step():
            write("zombie")
            jobs.reap(soon)

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert effects() == ["before"]
    # On one connection the passage of the reaper is rolled back with the step it interrupts.
    assert job.status == JobStatus.RUNNING


def test_a_worker_replaced_between_two_steps_does_not_begin_the_second(new_job, handle, soon):
    def handler(lease):
        with lease.step():
            write("before")
        jobs.reap(soon)
        with lease.step():
            pytest.fail("a step without a lease")

    handle(handler)
    assert jobs.run_now(new_job().pk).status == JobStatus.QUEUED
    assert effects() == ["before"]


def test_a_zombie_cannot_finish_a_job_that_another_worker_finished(new_job, handle, soon):
    def handler(lease):
        if lease.payload and Job.objects.get(pk=lease.job_id).attempts == 1:
            jobs.reap(soon)
            jobs.run_now(lease.job_id, now=soon)
        with lease.finish():
            write("effect")

    handle(handler)
    job = jobs.run_now(new_job().pk)
    assert (job.status, job.attempts) == (JobStatus.DONE, 2)
    assert effects() == ["effect"]


def test_an_unknown_kind_is_buried(new_job):
    job = new_job(kind="version.suivante")
    job = jobs.run_now(job.pk)
    assert (job.status, job.error_code) == (JobStatus.DEAD, "UnknownKind")


def test_a_job_that_vanished_is_not_an_error(db):
    execute(123456)


def test_the_system_and_people_are_both_actors(new_job, handle):
    actors = []
    handle(lambda lease: actors.append(lease.actor_id))
    jobs.run_now(new_job().pk)
    job = jobs.enqueue(kind="essai", dedup_key="nuit", payload={}, by=None)
    jobs.run_now(job.pk)
    assert actors == [7, None]
