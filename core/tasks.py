"""What Celery rings: each task reads the clock and calls one function of the house."""

from celery import shared_task
from django.conf import settings

from core import jobs, journal, outbox
from core.jobs.running import execute


@shared_task(name="core.tasks.run_job")
def run_job(job_id: int) -> None:
    execute(job_id)


@shared_task(name="core.tasks.tick")
def tick() -> None:
    jobs.tick(jobs.database_now(), settings.SCHEDULE)


@shared_task(name="core.tasks.reap")
def reap() -> None:
    jobs.reap(jobs.database_now())


@shared_task(name="core.tasks.seal")
def seal() -> None:
    journal.seal(jobs.database_now())


@shared_task(name="core.tasks.send_outbox")
def send_outbox() -> None:
    outbox.deliver(jobs.database_now())
