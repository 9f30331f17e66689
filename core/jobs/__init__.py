"""The ledger of jobs: a row is the work, a Celery message is only a bell.

An app registers a handler in its `tasks.py` and enqueues from its services:

    @job_kind("prescripteurs.nuit", title="Profils de la nuit")
    def night(lease: Lease) -> None:
        with lease.step():
            ...
        with lease.finish(profiles=60_000):
            ...
"""

from core.errors import JobRefused
from core.jobs.board import board, counts_by_status, title_of
from core.jobs.clock import database_now
from core.jobs.decisions import cancel, retry
from core.jobs.kinds import UnknownKindError, job_kind
from core.jobs.lease import Lease, LeaseLost
from core.jobs.queue import enqueue
from core.jobs.reaper import reap
from core.jobs.running import run_now
from core.jobs.timetable import tick


__all__ = [
    "JobRefused",
    "Lease",
    "LeaseLost",
    "UnknownKindError",
    "board",
    "cancel",
    "counts_by_status",
    "database_now",
    "enqueue",
    "job_kind",
    "reap",
    "retry",
    "run_now",
    "tick",
    "title_of",
]
