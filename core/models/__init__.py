"""The ledger of jobs, the outbox and the journal."""

from core.models.job import Job, JobStatus
from core.models.journal import JournalEntry, JournalHead, JournalSeal
from core.models.outbox import OutboxMessage


__all__ = ["Job", "JobStatus", "JournalEntry", "JournalHead", "JournalSeal", "OutboxMessage"]
