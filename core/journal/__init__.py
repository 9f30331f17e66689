"""The journal: `record` an act in its own transaction, `seal` afterwards, `verify` any day."""

from core.errors import AnonymousActError
from core.journal.author import Author
from core.journal.reading import entries
from core.journal.recording import record
from core.journal.sealing import seal
from core.journal.verification import Report, verify


__all__ = ["AnonymousActError", "Author", "Report", "entries", "record", "seal", "verify"]
