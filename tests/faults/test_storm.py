"""Workers are killed and the broker is wiped: every job is done, and done once.

IJPORTAL_LONG=1 makes the storm ten times longer.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from datetime import UTC, datetime, time as clock
from functools import partial

import pytest
from django.db import connection, connections

from core import jobs
from core.database_role import DatabaseRole, database_role
from core.jobs import bell, queue
from core.jobs.running import execute
from core.models import Job, JobStatus
from core.schedule import Slot
from tests.faults import kinds


pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(1200),
    pytest.mark.xdist_group("faults"),  # one cluster, one fleet
]

SCALE = 10 if os.environ.get("IJPORTAL_LONG") else 1


def enqueue(key, kind="essai.effet"):
    with database_role(DatabaseRole.GESTION):
        return jobs.enqueue(kind=kind, dedup_key=key, payload={}, by=None).pk


def statuses(ids):
    with database_role(DatabaseRole.GESTION):
        return Counter(Job.objects.filter(pk__in=ids).values_list("status", flat=True))


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the jobs did not end in time"
        time.sleep(0.05)


def wait_for_the_end(ids, seconds=60):
    ended = {JobStatus.DONE, JobStatus.DEAD, JobStatus.CANCELLED}
    wait_for(lambda: set(statuses(ids)) <= ended, seconds)


def effects(ids, what="effet"):
    """How many rows each job wrote."""
    with database_role(DatabaseRole.GESTION), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT job_id, pid FROM {kinds.TABLE} WHERE job_id = ANY(%s) AND what = %s",
            [list(ids), what],
        )
        return cursor.fetchall()


def busy_worker(ids):
    """The process that last began one of these jobs and has not ended it, if any."""
    with database_role(DatabaseRole.GESTION), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pid FROM {kinds.TABLE} JOIN core_job ON core_job.id = job_id"
            " WHERE job_id = ANY(%s) AND what = 'debut' AND status = 'RUNNING'"
            f" ORDER BY {kinds.TABLE}.id DESC LIMIT 1",
            [ids],
        )
        found = cursor.fetchone()
    return found and found[0]


def strike(fleet, rng, ids):
    """Kill a process at work, at a random point of its job."""
    time.sleep(rng.uniform(0, 0.1))
    pid = busy_worker(ids)
    return pid is not None and fleet.kill(pid, whole=rng.random() < 0.25)


def interrupted(ids):
    with database_role(DatabaseRole.GESTION):
        return Job.objects.filter(pk__in=ids, attempts__gt=1).count()


def done_once(ids):
    assert statuses(ids) == {JobStatus.DONE: len(ids)}
    assert Counter(job_id for job_id, _ in effects(ids)) == Counter(ids)


def test_nothing_is_lost_and_nothing_done_twice(world):
    """300 jobs, 20 `kill -9` of workers, 6 wipes of the broker, three poisons among them."""
    rng = random.Random(1)
    healthy, poisons = [], []
    with world.reapers():
        for blow in range(20 * SCALE):
            healthy += [enqueue(f"storm:{blow}:{n}") for n in range(15)]
            if blow % 7 == 0 and len(poisons) < 3:
                poisons.append(enqueue(f"poison:{blow}", kind="essai.poison"))
            wait_for(partial(strike, world.fleet, rng, healthy), 60)
            if blow % 3 == 1 and blow < 18 * SCALE:
                world.wipe("flush" if blow % 2 else "kill")
        wait_for_the_end(healthy + poisons, seconds=90 * SCALE)
    assert len(healthy) == 300 * SCALE
    done_once(healthy)
    assert interrupted(healthy) >= 8 * SCALE, "the blows fell beside the jobs"
    assert statuses(poisons) == {JobStatus.DEAD: 3}
    with database_role(DatabaseRole.GESTION):
        ends = Job.objects.filter(pk__in=poisons).values_list("attempts", "error_code")
        assert set(ends) == {(3, "WorkerLost")}


def test_a_crash_between_commit_and_ring_delays_the_job_only(world, monkeypatch):
    monkeypatch.setattr(queue, "ring", lambda ids: None)
    ids = [enqueue(f"unrung:{n}") for n in range(100)]
    with world.reapers():
        wait_for_the_end(ids)
    done_once(ids)


def test_the_same_message_five_times_in_parallel(world):
    ids = [enqueue(f"five:{n}") for n in range(10)]
    for _ in range(5):
        bell.ring(ids)
    with world.reapers():
        wait_for_the_end(ids)
    done_once(ids)
    with database_role(DatabaseRole.GESTION):
        assert set(Job.objects.filter(pk__in=ids).values_list("attempts", flat=True)) == {1}


def at_once(number, call):
    """Call from several threads that start together, each on its own connection."""
    barrier = threading.Barrier(number)

    def run():
        try:
            barrier.wait()
            call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_five_workers_on_one_claim(world, monkeypatch):
    monkeypatch.setattr(queue, "ring", lambda ids: None)
    ids = [enqueue(f"claim:{n}") for n in range(10)]
    for job_id in ids:
        at_once(5, partial(execute, job_id))
    done_once(ids)


def test_two_beats_insert_a_slot_once(world, monkeypatch):
    monkeypatch.setattr(queue, "ring", lambda ids: None)
    slots = [Slot(kind="essai.effet", at=clock(1, 30), dedup_prefix=f"slot{n}") for n in range(5)]
    at_once(4, lambda: jobs.tick(datetime(2026, 2, 28, 1, 31, tzinfo=UTC), slots))
    with database_role(DatabaseRole.GESTION):
        assert Job.objects.filter(dedup_key__startswith="slot").count() == 5
        Job.objects.filter(dedup_key__startswith="slot").delete()


def test_a_long_step_lives_by_its_heartbeat(world):
    """3 s of work under a lease of 2 s, and reapers all around."""
    with world.reapers():
        job_id = enqueue("long:1", kind="essai.lent")
        wait_for_the_end([job_id])
    done_once([job_id])
    with database_role(DatabaseRole.GESTION):
        assert Job.objects.get(pk=job_id).attempts == 1


def test_a_worker_that_wakes_up_after_its_replacement_writes_nothing(world):
    with world.reapers():
        job_id = enqueue("zombie:1", kind="essai.lent")
        wait_for(lambda: effects([job_id], what="debut"), 30)
        ((_, first),) = effects([job_id], what="debut")
        os.kill(first, signal.SIGSTOP)
        try:
            wait_for_the_end([job_id], 40)
        finally:
            os.kill(first, signal.SIGCONT)
        time.sleep(4)  # the zombie finishes its step, and is rolled back
    done_once([job_id])
    ((_, second),) = effects([job_id])
    assert second != first
