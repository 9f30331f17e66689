"""Putting a job in the ledger, inside the transaction of the act that wants it."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction

from core.jobs.bell import ring
from core.jobs.kinds import kind_of
from core.models import Job


Identifier = str | int | bool | None


def enqueue(
    *,
    kind: str,
    dedup_key: str,
    payload: Mapping[str, Identifier | list[Identifier]],
    by: int | None,
    parent: Job | None = None,
) -> Job:
    """Insert the job, or get the one that already has this key; Celery hears of it at commit.

    `payload` holds identifiers only (`by=None` is the system): whoever reads the queue learns
    nothing about anybody.
    """
    _refuse_data(payload)
    with transaction.atomic():
        job, created = Job.objects.get_or_create(
            dedup_key=dedup_key,
            defaults={
                "kind": kind,
                "payload": dict(payload),
                "actor_id": by,
                "parent": parent,
                "max_attempts": kind_of(kind).max_attempts,
            },
        )
        if created:
            transaction.on_commit(partial(ring, [job.pk]))
    return job


def _refuse_data(payload: Mapping[str, object]) -> None:
    for name, value in payload.items():
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, str | int | None):
                raise TypeError(f"payload[{name!r}] must hold identifiers, not {type(item)}")
