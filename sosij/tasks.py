"""What Celery rings for SOS IJ: it reads the clock and calls one service."""

from celery import shared_task

from core.jobs import database_now
from sosij.services.outcomes import ask_outcomes
from sosij.services.watch import watch


@shared_task(name="sosij.tasks.watch_clocks")
def watch_clocks() -> None:
    """No row of the ledger: a signal is written once, and the next ring makes up for a lost one."""
    now = database_now()
    watch(now)
    ask_outcomes(now)
