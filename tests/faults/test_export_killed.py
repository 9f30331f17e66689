"""A worker that makes a file is killed: one file in the end, with the right rows, job done once.

The job is stopped twice where it hurts most: between two steps of its reading, and with its file
drawn and not yet kept. The test owns the table that it needs next, then kills every worker.
"""

import csv
import io
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest
from django.utils import timezone

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.models import Job, JobStatus
from ijportal.launcher.places import ROOT
from ijportal.launcher.postgres import OWNER
from prescribers.enums import RunState
from prescribers.exports.making import STEP
from prescribers.models import Export, ExportFile, Profile
from prescribers.services.exports import JOB_KIND
from tests.accounts.factories import person
from tests.faults.test_night_killed import WAITING_FOR_ME, expire, medical, strike
from tests.faults.test_storm import wait_for
from tests.prescribers.exports_world import asked
from tests.prescribers.factories import ProfileRunFactory
from tests.prescribers.profiles_world import copies, profile


pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("faults"),  # one cluster, one fleet
]

ROWS = STEP + 200
PATIENCE_SECONDS = 60
PROFILES = "LOCK TABLE prescribers_profile IN ACCESS EXCLUSIVE MODE"
FILES = "LOCK TABLE prescribers_exportfile IN ACCESS EXCLUSIVE MODE"
QUEUED = "SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted"
EMPTIED = """
TRUNCATE prescribers_profilerun, prescribers_prescriber, prescribers_export, accounts_user,
         accounts_organisation CASCADE;
DELETE FROM core_job WHERE kind = 'prescripteurs.export'
"""


def gestion():
    return database_role(DatabaseRole.GESTION)


@pytest.fixture
def owner(world):
    """Who may stop the job; the tables are empty before and after, other tests have their own."""
    url = world.services.postgres.url(OWNER)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "-v", "0"],
        cwd=ROOT,
        env={**world.environment, "DATABASE_URL": url},
        check=True,
    )
    with psycopg.connect(url) as owner:
        empty(owner)
        yield owner
        empty(owner)


def empty(owner):
    owner.rollback()
    owner.execute(EMPTIED)
    owner.commit()


@pytest.fixture
def reader(owner):
    with gestion():
        return person(Role.MEDECIN_CONSEIL, at="061")


@pytest.fixture
def run(owner):
    """A list of two steps."""
    with medical():
        found = ProfileRunFactory(
            number=12, state=RunState.PUBLISHED, published_at=timezone.now(), parameters={}
        )
        profile(found, "AUBAGNE")
        copies(found, range(ROWS - 1))
    return found


def waited_for(holder):
    return holder.execute(WAITING_FOR_ME).fetchone() == (1,)


def let_one_step(holder, other):
    """Queue behind the worker, then let it go: it stops again as its step ends."""
    wait_for(partial(waited_for, holder), PATIENCE_SECONDS)
    with ThreadPoolExecutor(1) as thread:
        queued = thread.submit(other.execute, PROFILES)
        wait_for(lambda: holder.execute(QUEUED, [other.info.backend_pid]).fetchone(), 10)
        holder.rollback()
        queued.result()


def killed_at(world, holder):
    victims = strike(holder, world.fleet, JOB_KIND, random.Random(1))
    holder.rollback()
    return victims


def test_a_killed_export_is_made_once_and_whole(world, owner, reader, run):
    with psycopg.connect(world.services.postgres.url(OWNER)) as other, world.reapers():
        owner.execute(PROFILES)
        with gestion():
            export = asked(run, reader, query="tri=nom", rows=ROWS)
        let_one_step(owner, other)  # which rows
        let_one_step(other, owner)  # the first thousand of them
        assert state(export)[1] == STEP
        first = killed_at(world, owner)
        owner.execute(FILES)
        expire(first)
        second = killed_at(world, owner)
        assert state(export)[1] == ROWS
        expire(second)
        wait_for(lambda: state(export)[0] == JobStatus.DONE, PATIENCE_SECONDS)

    assert [*first, *second] == [export.job_id] * 2
    with gestion():
        job, kept = Job.objects.get(pk=export.job_id), Export.objects.get()
        (file,) = ExportFile.objects.all()
        everybody = Profile.objects.filter(run=run).order_by("name_sort", "rpps")
        wanted = list(everybody.values_list("rpps", flat=True))
    assert (job.attempts, job.counts) == (3, {"lignes": ROWS})
    assert (kept.rows, kept.size, kept.ending) == (ROWS, len(file.content), "")
    text = bytes(file.content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["RPPS"].strip('="') for row in rows] == wanted
    assert len(wanted) == ROWS


def state(export):
    with gestion():
        return Job.objects.values_list("status", "progress_done").get(pk=export.job_id)
