"""The Celery application: the engine that rings; PostgreSQL holds the truth (core.jobs)."""

import os

from celery import Celery


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijportal.settings")

app = Celery("ijportal")
app.conf.update(
    broker_url=os.environ.get("CELERY_BROKER_URL") or os.environ.get("REDIS_URL"),
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    enable_utc=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    # A message is a bell, not the work: it may be lost or rung twice. The reaper rings again, so
    # there is no need to wait for Redis to give back what a dead worker held.
    broker_transport_options={"visibility_timeout": 3600},
    beat_schedule={
        "tick": {"task": "core.tasks.tick", "schedule": 60.0},
        "reap": {"task": "core.tasks.reap", "schedule": 5.0},
        "seal": {"task": "core.tasks.seal", "schedule": 10.0},
        "outbox": {"task": "core.tasks.send_outbox", "schedule": 10.0},
        "sosij": {"task": "sosij.tasks.watch_clocks", "schedule": 60.0},
        "sosij-pieces": {"task": "sosij.tasks.scan_files", "schedule": 60.0},
        "entretiens": {"task": "interviews.tasks.watch_agenda", "schedule": 300.0},
    },
)
app.autodiscover_tasks()
