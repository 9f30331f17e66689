"""The antivirus reads what waits in quarantine: after the receipt, never inside its transaction.

Each file is read, scanned and settled on its own: no transaction is open while a scanner thinks, so
that a slow one holds back no request and no number.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import record
from sosij.enums import FileState
from sosij.models import RequestFile
from sosij.services.authors import OBJECT
from sosij.services.passages import locked


logger = logging.getLogger(__name__)
SYSTEM = "antivirus"
CLEAN, INFECTED, QUARANTINED = FileState.CLEAN, FileState.INFECTED, FileState.QUARANTINED
# One ring a minute: it begins no scan after forty seconds, so that two rings seldom meet.
MOST, SECONDS = 200, 40

# True: clean; False: infected; None, or an exception: no verdict, the file stays in quarantine.
Scanner = Callable[[bytes], bool | None]


def scan_waiting(now: datetime) -> tuple[int, ...]:
    """Scan what has no verdict, the longest untried first: clean, infected, still waiting.

    Safe to run again, and beside itself: a verdict is written once.
    """
    if not settings.SOSIJ_SCANNER:
        return 0, 0, 0
    scanner: Scanner = import_string(settings.SOSIJ_SCANNER)
    counts = Counter[FileState]()
    end = time.monotonic() + SECONDS
    for file_id in _waiting():
        if time.monotonic() > end:
            break
        content = _tried(file_id, now)
        if content is None:
            continue
        verdict = _asked(scanner, content)
        if verdict is not QUARANTINED:
            settle(file_id, verdict, now)
        counts[verdict] += 1
    return tuple(counts[state] for state in (CLEAN, INFECTED, QUARANTINED))


def settle(file_id: int, verdict: FileState, now: datetime) -> None:
    """Write a verdict down, clean or infected; an infected file is emptied with it.

    Emptied, not sealed: nobody at a caisse studies a virus, every copy of it in a backup is one
    too many, and the doctor has his own. Its name, size and fingerprint stay.
    """
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        waiting = RequestFile.objects.filter(pk=file_id, scanned_at__isnull=True)
        if verdict is CLEAN:
            waiting.update(scanned_at=now)
        elif waiting.update(scanned_at=now, infected=True, content=b""):
            _tell(RequestFile.objects.only("request_id").get(pk=file_id).request_id, now)


def _tell(request_id: int, now: datetime) -> None:
    """Unread again while it is open; the journal names the request, never the file."""
    held = locked(request_id)
    if held.is_open:
        held.changed_at = max(now, held.changed_at)
        held.save(update_fields=["changed_at"])
    record(
        action="sosij.piece-infectee",
        by=None,
        system=SYSTEM,
        obj=(OBJECT, held.reference),
        caisse=held.caisse,
    )


def _waiting() -> list[int]:
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        rows = RequestFile.objects.filter(scanned_at__isnull=True)
        ordered = rows.order_by(F("tried_at").asc(nulls_first=True), "pk")
        return list(ordered.values_list("pk", flat=True)[:MOST])


def _tried(file_id: int, now: datetime) -> bytes | None:
    """Its bytes; marked first, so that a file that kills its scanner passes last the next time."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        rows = RequestFile.objects.filter(pk=file_id, scanned_at__isnull=True)
        rows.update(tried_at=now)
        content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def _asked(scanner: Scanner, content: bytes) -> FileState:
    """Whatever ails the scanner, the file waits; its words may quote the file: only their type."""
    try:
        clean = scanner(content)
    except Exception as error:  # noqa: BLE001 (a scanner is a program of somebody else)
        logger.warning("no verdict of the scanner: %s", type(error).__name__)
        return QUARANTINED
    if clean is True:
        return CLEAN
    return INFECTED if clean is False else QUARANTINED
