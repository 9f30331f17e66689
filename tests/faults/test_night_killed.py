"""Workers are killed in the middle of a real night: the same bytes are published, once.

The test owns the table that a job needs next, so the job stops at a known point of its work, with
its transaction open; then every worker gets `kill -9`.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial

import psycopg
import pytest
from django.db import transaction

from core import jobs
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.models import Job, JobStatus
from core.models.job import ENDED
from ijportal.launcher.places import ROOT
from ijportal.launcher.postgres import OWNER
from prescribers.enums import RunState
from prescribers.models import Profile, ProfileRun, Publication
from prescribers.services.night.kinds import MAP, NIGHT, REDUCTION
from tests.faults.test_storm import wait_for
from tests.prescribers import night_world


pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("faults"),  # one cluster, one fleet
]

# What to hold, and whom it stops. A job has three tries: each may be killed twice a night.
NIGHTS = (
    (
        ("medical.encoded_block IN ACCESS EXCLUSIVE MODE", MAP),  # before reading
        ("prescribers_profilerun IN EXCLUSIVE MODE", MAP),  # statistics written
        ("prescribers_profile IN ACCESS EXCLUSIVE MODE", REDUCTION),  # rows loaded, not attached
        ("prescribers_publication IN ACCESS EXCLUSIVE MODE", REDUCTION),  # computed
    ),
    (
        ("medical.prescriber_number IN ACCESS EXCLUSIVE MODE", MAP),  # reading
        ("medical.sufficient_statistics IN ACCESS EXCLUSIVE MODE", MAP),  # counted
        ("prescribers_commune IN ACCESS EXCLUSIVE MODE", REDUCTION),  # reading its inputs
        ("core_journalentry IN EXCLUSIVE MODE", REDUCTION),  # publication written, not committed
    ),
)
# A bell lost with its worker is rung again after 5, 10, then every 15 s: patience, not speed.
PATIENCE_SECONDS = 120
WAITING_FOR_ME = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""


@pytest.fixture
def country(world):
    """The committed rows of the small country, in a cluster that knows its tables."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "prescribers", "--skip-checks", "-v", "0"],
        cwd=ROOT,
        env={**world.environment, "DATABASE_URL": world.services.postgres.url(OWNER)},
        check=True,
    )
    with medical():
        return night_world.build(doctors=8, specialists=2)


def medical():
    return database_role(DatabaseRole.MEDICAL, ALL_CAISSES)


def enqueue_night(key):
    payload = {"day": night_world.AS_OF.isoformat()}
    return jobs.enqueue(kind=NIGHT, dedup_key=key, payload=payload, by=None)


def undisturbed():
    """The digest of the same night without any trouble, which is then undone."""
    with medical():
        enqueue_night("nuit:calme")
        night_world.run_all()
        digest = ProfileRun.objects.latest("number").result_digest
        transaction.set_rollback(True)
    return digest


def running():
    """The jobs under a living lease, by number: their kind and the token of their worker."""
    with database_role(DatabaseRole.GESTION):
        rows = Job.objects.filter(status=JobStatus.RUNNING, lease_until__gt=jobs.database_now())
        return {job.pk: (job.kind, job.lease_token) for job in rows}


def stopped(holder, fleet, kind):
    """Whether only jobs of this kind are at work, and one waits for what the test holds.

    Each time, the supervisor looks whether a worker has gone by itself.
    """
    fleet.supervise()
    (waiting,) = holder.execute(WAITING_FOR_ME).fetchone()
    return waiting and {found for found, _ in running().values()} == {kind}


def processes(fleet):
    """The processes that can hold a job."""
    return {pid for worker in fleet.workers for pid in fleet.children(worker)}


def freeze(fleet):
    """Stop the whole fleet, the masters first: none may replace a child or hand it a message."""
    for worker in fleet.workers:
        os.kill(worker.pid, signal.SIGSTOP)
    pids = processes(fleet)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def settled():
    """The jobs at work once the commits already sent have landed: the same at two readings."""
    found, before = running(), None
    while found != before:
        time.sleep(0.3)
        found, before = running(), found
    return found


def kill_all(fleet, pids, rng):
    """`kill -9` for each process; sometimes the whole worker of one of them."""
    whole = rng.choice(sorted(pids)) if rng.random() < 0.25 else None
    for pid in sorted(pids):
        assert fleet.kill(pid, whole=pid == whole), "the process is no longer of the fleet"
    for worker in fleet.workers:
        os.kill(worker.pid, signal.SIGCONT)


def expire(victims):
    """Let the time of their leases pass at once; the reaper does the rest."""
    with database_role(DatabaseRole.GESTION):
        for pk, (_, token) in victims.items():
            Job.objects.filter(pk=pk, lease_token=token).update(lease_until=jobs.database_now())


def strike(holder, fleet, kind, rng):
    """Kill the workers when the jobs of this kind are stopped; say which jobs lost theirs."""
    wait_for(partial(stopped, holder, fleet, kind), PATIENCE_SECONDS)
    pids = freeze(fleet)
    victims = settled()
    kill_all(fleet, pids, rng)
    wait_for(lambda: not pids & processes(fleet), PATIENCE_SECONDS)
    assert victims.items() <= running().items(), "a job ended before it could be killed"
    return victims


def hold(holder, points):
    """Let go, then stop whoever comes to the next point, if there is one."""
    holder.rollback()
    for what, _ in points[:1]:
        holder.execute(f"LOCK TABLE {what}")


def play(world, key, points, rng):
    """One night; how many times each of its jobs was interrupted."""
    blows = Counter()
    with psycopg.connect(world.services.postgres.url(OWNER)) as holder, world.reapers():
        hold(holder, points)
        with medical():
            enqueue_night(key)
        for place, (_, kind) in enumerate(points):
            victims = strike(holder, world.fleet, kind, rng)
            blows.update(list(victims))
            hold(holder, points[place + 1 :])
            expire(victims)
        wait_for(lambda: not unfinished(), PATIENCE_SECONDS)
    return blows


def jobs_of(key):
    """The night's job and the maps and reduction it called."""
    with database_role(DatabaseRole.GESTION):
        night = Job.objects.get(dedup_key=key)
        return [night, *night.children.all()]


def unfinished():
    with database_role(DatabaseRole.GESTION):
        return Job.objects.exclude(status__in=ENDED).exists()


def published_once(people, nights):
    """The one run that is read: computed once for these inputs, one row per prescriber."""
    with medical():
        run = Publication.objects.get().run
        states = ProfileRun.objects.order_by("number").values_list("state", flat=True)
        assert list(states) == [RunState.PUBLISHED] * nights
        assert run == ProfileRun.objects.latest("number")
        rows = Profile.objects.filter(run=run).values_list("rpps", flat=True)
        assert Counter(map(int, rows)) == Counter(int(person.rpps) for person in people)
    return run


def nothing_lost(key, blows):
    """Every job is done, by exactly one try more than it lost workers."""
    all_jobs = jobs_of(key)
    assert Counter(job.kind for job in all_jobs) == {NIGHT: 1, MAP: 2, REDUCTION: 1}
    assert {job.status for job in all_jobs} == {JobStatus.DONE}
    assert {job.pk: job.attempts - 1 for job in all_jobs if job.attempts > 1} == blows


def test_a_night_whose_workers_are_killed_publishes_the_same_bytes_once(world, country):
    """Two nights, the second after a corrected month; four blows in each."""
    rng = random.Random(1)
    for number, points in enumerate(NIGHTS, 1):
        expected, key = undisturbed(), f"nuit:tuee:{number}"
        blows = play(world, key, points, rng)
        assert sum(blows.values()) >= len(points), "a blow that interrupts no job proves nothing"
        nothing_lost(key, blows)
        assert published_once(country, number).result_digest == expected
        with medical():
            night_world.add_month(country, night_world.WINDOW_END, seed=1 + number)
