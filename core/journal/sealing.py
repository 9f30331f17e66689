"""Sealing: every 10 s, the rows committed since, in the order of their ids."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from core.database_role import DatabaseRole, database_role
from core.journal.chain import START, Entry, link, sign
from core.models import JournalEntry, JournalHead, JournalSeal


# A row may commit after rows of a greater id were sealed; no transaction of ours lasts an hour.
# What is older than that and not sealed was not there when its turn came.
LATE_COMMIT = timedelta(hours=1)
ROWS_AT_ONCE = 10_000
COLUMNS = (
    "id",
    "at",
    "actor_id",
    "system",
    "action",
    "object_kind",
    "object_id",
    "caisse",
    "reason",
)
LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('core.journal.seal'))"


def journal_key() -> bytes:
    return settings.JOURNAL_KEY.encode()


def seal(now: datetime) -> int:
    """Seal what waits and sign the day's head; a second sealer at the same time does nothing."""
    with database_role(DatabaseRole.GESTION):
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
            if not cursor.fetchone()[0]:
                return 0
        return _extend(now)


def _extend(now: datetime) -> int:
    """Seal page after page all that waits.

    `since` looks back from the seal before this pass: the pass seals at `now`, and what it left
    older than an hour would be too old for the next one.
    """
    last = JournalSeal.objects.order_by("-seq").first()
    first, mac = (last.seq, bytes(last.mac)) if last else (0, START)
    since = last.sealed_at - LATE_COMMIT if last else None
    seq, full = first, True
    while full:
        entries = _waiting(since)
        seq, mac = _seal_page(entries, now, seq, mac)
        full = len(entries) == ROWS_AT_ONCE
    if seq > first:
        _move_head(now, seq, mac)
    return seq - first


def _seal_page(entries: list[Entry], now: datetime, seq: int, mac: bytes) -> tuple[int, bytes]:
    """Write the links of these rows; the place and the MAC of the last one."""
    seals = []
    for entry in entries:
        seq += 1
        mac = link(journal_key(), mac, seq=seq, sealed_at=now, entry=entry)
        seals.append(JournalSeal(seq=seq, entry_id=entry.id, sealed_at=now, mac=mac))
    JournalSeal.objects.bulk_create(seals, batch_size=2000)
    return seq, mac


def _waiting(since: datetime | None) -> list[Entry]:
    rows = JournalEntry.objects.exclude(pk__in=JournalSeal.objects.values("entry_id"))
    if since is not None:
        rows = rows.filter(at__gte=since)
    return [Entry(*row) for row in rows.order_by("pk").values_list(*COLUMNS)[:ROWS_AT_ONCE]]


def _move_head(now: datetime, seq: int, mac: bytes) -> None:
    day = now.astimezone(UTC).date()
    signature = sign(journal_key(), day=day, seq=seq, sealed_at=now, mac=mac)
    JournalHead.objects.update_or_create(
        day=day,
        defaults={"seq": seq, "mac": mac, "sealed_at": now, "signature": signature},
    )
