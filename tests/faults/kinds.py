"""The jobs of the storm: loaded by the workers (tests.faults.worker_app) and by the tests."""

import os
import signal
import time

from django.db import connection

from core.database_role import DatabaseRole
from core.jobs import Lease, job_kind


TABLE = "faults_effect"


@job_kind(
    "essai.effet",
    title="Effet d’essai",
    role=DatabaseRole.GESTION,
    max_attempts=10,
    lease_seconds=2,
)
def effect(lease: Lease) -> None:
    """Work a while in steps, then write one row: no unique key would hide a second one."""
    for step in range(2):
        with lease.step():
            write(lease, "debut")
            time.sleep(0.05)
        lease.progress(step + 1, 3)
    with lease.finish(lignes=1):
        write(lease, "effet")
        time.sleep(0.03)


@job_kind(
    "essai.lent", title="Effet lent", role=DatabaseRole.GESTION, max_attempts=10, lease_seconds=2
)
def slow(lease: Lease) -> None:
    """Longer than its lease: it lives by its heartbeat."""
    with lease.step():
        write(lease, "debut")
    with lease.finish():
        write(lease, "effet")
        time.sleep(3)


@job_kind("essai.poison", title="Poison", role=DatabaseRole.GESTION, lease_seconds=2)
def poison(lease: Lease) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def write(lease: Lease, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (job_id, what, pid) VALUES (%s, %s, %s)",
            [lease.job_id, what, os.getpid()],
        )
