"""A thread that renews the lease while the handler computes, on a connection of its own."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection

from core.jobs.lease import Lease


logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(lease: Lease) -> Iterator[None]:
    """Renew at every third of the lease: 5 s for 15 s, so two beats may fail."""
    if connection.in_atomic_block:
        # The claim is not committed: nobody else sees the job, nor could another connection.
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(lease, stop), name=f"lease-{lease.job_id}")
    thread.daemon = True
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(lease: Lease, stop: threading.Event) -> None:
    try:
        while not lease.lost and not stop.wait(lease.duration.total_seconds() / 3):
            _renew(lease)
    finally:
        connection.close()


def _renew(lease: Lease) -> None:
    try:
        lease.renew()
    except Error as error:
        # The database may be restarting: the next beat, or the fence of the step, will tell.
        logger.warning("job %s: beat missed (%s)", lease.job_id, type(error).__name__)
        connection.close()
