"""What Celery rings for SOS IJ: it reads the clock and calls one service."""

from celery import shared_task

from core.jobs import Lease, database_now, job_kind
from sosij.services import importing
from sosij.services.outcomes import ask_outcomes
from sosij.services.scanning import scan_waiting
from sosij.services.watch import watch


@shared_task(name="sosij.tasks.watch_clocks")
def watch_clocks() -> None:
    """No row of the ledger: a signal is written once, and the next ring makes up for a lost one."""
    now = database_now()
    watch(now)
    ask_outcomes(now)
    importing.forget_unconfirmed(now)


# The service stops by itself after forty seconds and one scan; these stop a scanner that hangs.
@shared_task(name="sosij.tasks.scan_files", soft_time_limit=75, time_limit=90)
def scan_files() -> None:
    """No row of the ledger: a verdict is written once, and the next ring takes what is left."""
    scan_waiting(database_now())


@job_kind(importing.JOB_KIND, title="Import de demandes SOS IJ", lease_seconds=30)
def import_requests(lease: Lease) -> None:
    importing.receive_file(lease)
