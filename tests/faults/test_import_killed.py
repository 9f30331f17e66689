"""Real imports under `kill -9`, and two at once: the month is whole, or as it was.

The test owns the table that the import needs next, so the process stops at a known point of its
work, with its transaction open; then it is killed.
"""

import json
import subprocess
import sys
from functools import partial

import psycopg
import pytest
from django.db import transaction

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from ijportal.launcher.places import ROOT
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, Leave
from tests.faults.test_storm import wait_for
from tests.prescribers.fact_digest import facts_digest
from tests.prescribers.import_world import bring, settle
from tests.prescribers.test_import_interrupted import a_month


pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("faults"),  # one cluster, one fleet
]

# What to hold, in the order in which an import comes to it.
POINTS = (
    "prescribers_importbatch IN EXCLUSIVE MODE",  # nothing written
    "medical.leave IN ACCESS EXCLUSIVE MODE",  # file checked
    "medical.encoded_block IN ACCESS EXCLUSIVE MODE",  # rows in the place of the month
    "prescribers_monthtotals IN ACCESS EXCLUSIVE MODE",  # blocks written
    "core_journalentry IN EXCLUSIVE MODE",  # all written, not committed
)
PATIENCE_SECONDS = 120
WAITING_FOR_ME = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""
# Of another role, the activity is hidden but not the locks: each transaction holds one.
AT_WORK = """
SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
 WHERE locktype = 'virtualxid' AND usename = 'ijportal_app'
"""
EMPTIED = """
TRUNCATE prescribers_prescriber, prescribers_commune, prescribers_iris, prescribers_sourcefile,
         accounts_organisation, medical.leave, medical.encoded_block, medical.prescriber_number,
         medical.patient_codes CASCADE
"""


@pytest.fixture
def owner(world, url):
    """Emptied before and after: other tests have a country of their own."""
    with psycopg.connect(url) as owner:
        empty(owner)
        yield owner
        empty(owner)


@pytest.fixture
def watcher(url):
    """Statistics are frozen inside a transaction: whoever watches must not be in one."""
    with psycopg.connect(url, autocommit=True) as watcher:
        yield watcher


@pytest.fixture
def start(world, owner):
    """`manage.py import_source`, as an operator would; what is left of it dies with the test."""
    started = []

    def run(path):
        command = ["manage.py", "import_source", "arrets", str(path), "--json", "--skip-checks"]
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=world.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    owner.rollback()
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def empty(owner):
    owner.rollback()
    owner.execute("SET LOCAL lock_timeout = '30s'")
    owner.execute(EMPTIED)
    owner.commit()


def medical():
    return database_role(DatabaseRole.MEDICAL, ALL_CAISSES)


def ended(process):
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    (told,) = [line for line in said.splitlines() if line.startswith("{")]
    return process.returncode, json.loads(told)["etat"]


def number(owner, question):
    return owner.execute(question).fetchone()[0]


def facts():
    with medical():
        return facts_digest(), ImportBatch.objects.count()


def whole(path):
    """What the month will be, from an import of this process that is then undone."""
    with medical():
        assert bring("arrets", path).status == BatchStatus.DONE
        digest = facts_digest()
        transaction.set_rollback(True)
    return digest


def stopped(owner, process):
    """Whether the import waits for what the test holds; one that ended did not come there."""
    assert process.poll() is None, process.stdout.read()
    return number(owner, WAITING_FOR_ME)


def kill_at(owner, watcher, start, path, point):
    owner.execute(f"LOCK TABLE {point}")
    victim = start(path)
    wait_for(partial(stopped, owner, victim), PATIENCE_SECONDS)
    victim.kill()
    victim.communicate()
    owner.rollback()
    # The server hears of the death when it next speaks to the dead.
    wait_for(lambda: not number(watcher, AT_WORK), PATIENCE_SECONDS)


def test_an_import_killed_anywhere_then_redone_is_the_same(owner, watcher, start, tmp_path):
    with medical():
        settle()
        bring("arrets", a_month(tmp_path / "avant/2025-01.csv", seed=1))
    path = a_month(tmp_path / "apres/2025-01.csv", seed=2)
    before, expected = facts(), whole(path)
    assert before[0] != expected
    for point in POINTS:
        kill_at(owner, watcher, start, path, point)
        assert facts() == before, point
    assert ended(start(path)) == (0, BatchStatus.DONE)
    assert facts() == (expected, before[1] + 1)


def test_of_two_importers_of_one_file_one_reads_it(owner, watcher, start, tmp_path):
    with medical():
        settle()
    path = a_month(tmp_path / "2025-01.csv", seed=2)
    expected = whole(path)
    owner.execute("LOCK TABLE prescribers_monthtotals IN ACCESS EXCLUSIVE MODE")
    both = [start(path), start(path)]
    wait_for(lambda: number(watcher, AT_WORK) == 2, PATIENCE_SECONDS)
    wait_for(partial(number, owner, WAITING_FOR_ME), PATIENCE_SECONDS)
    owner.rollback()
    assert sorted(map(ended, both)) == [(0, BatchStatus.ALREADY), (0, BatchStatus.DONE)]
    assert facts() == (expected, 2)


def test_of_two_files_of_one_month_the_last_is_in_the_place_of_the_month(owner, start, tmp_path):
    with medical():
        settle()
    paths = [a_month(tmp_path / f"{seed}/2025-01.csv", seed=seed) for seed in (1, 2)]
    expected = {str(path): whole(path) for path in paths}
    both = [start(path) for path in paths]
    assert [ended(one) for one in both] == [(0, BatchStatus.DONE)] * 2
    with medical():
        last = ImportBatch.objects.select_related("source").latest("finished_at")
        assert facts_digest() == expected[last.source.path]
        assert Leave.objects.count() == last.accepted
