from datetime import UTC, datetime, timedelta

import pytest

from core import jobs
from core.database_role import DatabaseRole
from core.jobs import bell, decisions, queue, reaper
from core.jobs.kinds import JobKind, _kinds
from core.models import Job, JobStatus


@pytest.fixture
def bells(monkeypatch):
    """The ids rung, instead of messages to a broker."""
    rung = []
    for module in (bell, decisions, queue, reaper):
        monkeypatch.setattr(module, "ring", rung.extend)
    return rung


@pytest.fixture
def handle(monkeypatch):
    """Make a function the handler of the kind `essai`."""

    def register(handler, **changes):
        declared = {"title": "Essai", "role": DatabaseRole.MEDICAL, "max_attempts": 3}
        kind = JobKind("essai", lease_seconds=15, handler=handler, **(declared | changes))
        monkeypatch.setitem(_kinds, "essai", kind)

    register(lambda lease: None)
    return register


@pytest.fixture
def new_job(db, handle, bells):
    def make(key="essai:1", **fields):
        job = jobs.enqueue(kind="essai", dedup_key=key, payload={"lot": 12}, by=7)
        if fields:
            Job.objects.filter(pk=job.pk).update(**fields)
            job.refresh_from_db()
        return job

    return make


@pytest.fixture
def running():
    """The columns of a job held by a worker until `until`."""

    def columns(until, attempts=1):
        return {
            "status": JobStatus.RUNNING,
            "attempts": attempts,
            "lease_token": "7a0f6c52-28cb-4b68-9d4b-0fb7a0a0a0a0",
            "lease_until": until,
            "started_at": until - timedelta(seconds=15),
            "next_attempt_at": None,
        }

    return columns


@pytest.fixture
def soon():
    """A minute from now: what a reaper that comes later would call now."""
    return datetime.now(UTC) + timedelta(minutes=1)
