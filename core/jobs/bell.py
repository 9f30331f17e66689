"""Ringing Celery. A lost ring costs a few seconds (the reaper rings again), never the job."""

import logging
from collections.abc import Iterable

from celery import current_app
from kombu.exceptions import OperationalError


logger = logging.getLogger(__name__)

# One try, one second: a request must not wait for a broker that is down.
IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def ring(job_ids: Iterable[int]) -> None:
    """Ask the workers to look at these jobs; a broker that does not answer is not an error."""
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as broker:
            for job_id in job_ids:
                current_app.send_task(
                    "core.tasks.run_job", args=[job_id], connection=broker, retry=False
                )
    except (OperationalError, OSError) as unreachable:
        logger.warning("broker unreachable, the reaper will ring: %s", type(unreachable).__name__)
