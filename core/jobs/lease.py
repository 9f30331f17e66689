"""What a handler holds while it works: the right to write, until somebody else has it.

Each step is a transaction that ends by renewing the lease under its token. A worker that was
thought dead and comes back finds another token there: its whole step is rolled back.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.jobs import ledger
from core.models import Job


class LeaseLost(Exception):  # noqa: N818 (a state of the world, not a fault of this worker)
    """Another worker, or a person, took this job back: stop here, write nothing more."""


class JobCancelled(Exception):  # noqa: N818
    """A person asked to stop; noticed at the beginning of a step."""


@dataclass
class Lease:
    """A claimed job, as its handler sees it."""

    job_id: int
    kind: str
    payload: dict
    actor_id: int | None
    attempt: int
    token: uuid.UUID
    duration: timedelta
    role: DatabaseRole
    reached: ledger.Progress = field(default_factory=ledger.Progress)
    finished: bool = False
    lost: bool = False
    _in_step: bool = False

    @classmethod
    def of(cls, job: Job, *, role: DatabaseRole, duration: timedelta) -> "Lease":
        assert job.lease_token is not None
        return cls(
            job_id=job.pk,
            kind=job.kind,
            payload=job.payload,
            actor_id=job.actor_id,
            attempt=job.attempts,
            token=job.lease_token,
            duration=duration,
            role=role,
            reached=ledger.Progress(job.progress_done, job.progress_total, job.counts),
        )

    @contextmanager
    def step(self) -> Iterator[None]:
        """One idempotent piece of the work: committed whole and still ours, or not at all."""
        with self._transaction():
            yield
            self._fence()

    @contextmanager
    def finish(self, **counts: int) -> Iterator[None]:
        """The last step: its effect and DONE are one transaction."""
        with self._transaction():
            yield
            reached = self._with(counts)
            if not ledger.done(self.job_id, self.token, progress=reached):
                raise LeaseLost
        self.finished = True

    def progress(self, done: int, total: int, **counts: int) -> None:
        """Say how far the work is; inside a step it is written when the step commits."""
        self.reached = replace(self._with(counts), done=min(done, total), total=total)
        if not self._in_step:
            with database_role(DatabaseRole.GESTION):
                self._fence()

    def renew(self) -> None:
        """Called by the heartbeat, on its own connection."""
        with database_role(DatabaseRole.GESTION):
            self.lost = not self._renewed()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self.finished:
            raise RuntimeError("a finished job has no further step")
        if self.lost:
            raise LeaseLost
        with database_role(self.role, caisses=ALL_CAISSES):
            self._check()
            self._in_step = True
            try:
                yield
            finally:
                self._in_step = False

    def _check(self) -> None:
        held = Job.objects.filter(pk=self.job_id, lease_token=self.token)
        cancel_requested = held.values_list("cancel_requested", flat=True).first()
        if cancel_requested is None:
            raise LeaseLost
        if cancel_requested:
            raise JobCancelled

    def _fence(self) -> None:
        if not self._renewed():
            raise LeaseLost

    def _renewed(self) -> bool:
        return ledger.renew(self.job_id, self.token, lease=self.duration, progress=self.reached)

    def _with(self, counts: dict[str, int]) -> ledger.Progress:
        return replace(self.reached, counts={**self.reached.counts, **counts})
