"""Verifying the whole journal, link by link, without holding it in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from core.journal.chain import Anomaly, Entry, Fault, Head, Seal, check_links
from core.journal.sealing import COLUMNS, LATE_COMMIT, journal_key
from core.models import JournalEntry, JournalHead, JournalSeal


ROWS_AT_ONCE = 5_000
LINKS = f"""
    SELECT seal.seq, seal.entry_id, seal.sealed_at, seal.mac,
           {", ".join(f"entry.{column}" for column in COLUMNS)}
    FROM core_journalseal AS seal LEFT JOIN core_journalentry AS entry ON entry.id = seal.entry_id
    WHERE seal.seq > %s ORDER BY seal.seq LIMIT {ROWS_AT_ONCE}
"""  # noqa: S608 (constants of this module)


@dataclass(frozen=True)
class Report:
    """What was found; `head` is worth noting outside: it is what a cut tail cannot imitate."""

    sealed: int
    waiting: int
    head: tuple[int, str] | None
    anomalies: tuple[Anomaly, ...]

    @property
    def intact(self) -> bool:
        return not self.anomalies


def verify(now: datetime, *, noted: str = "") -> Report:
    """Check every link, every head, and that nothing has waited for its seal for an hour.

    `noted` is a head "number:mac" kept outside the database by an earlier verification.
    """
    heads = [
        Head(head.day, head.seq, head.sealed_at, bytes(head.mac), bytes(head.signature))
        for head in JournalHead.objects.order_by("day")
    ]
    anomalies = [
        *check_links(journal_key(), _links(), heads),
        *_missing(noted),
        *_never_sealed(now),
    ]
    last = JournalSeal.objects.order_by("-seq").first()
    return Report(
        sealed=JournalSeal.objects.count(),
        waiting=_unsealed().filter(at__gte=now - LATE_COMMIT).count(),
        head=(last.seq, bytes(last.mac).hex()) if last else None,
        anomalies=tuple(anomalies),
    )


def _links() -> Iterator[tuple[Seal, Entry | None]]:
    place = 0
    while rows := _page(place):
        for seq, entry_id, sealed_at, mac, *columns in rows:
            entry = Entry(*columns) if columns[0] is not None else None
            yield Seal(seq, entry_id, sealed_at, bytes(mac)), entry
            place = seq


def _page(after: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(LINKS, [after])
        return cursor.fetchall()


def _unsealed() -> QuerySet[JournalEntry]:
    sealed = JournalSeal.objects.filter(entry_id=OuterRef("pk"))
    return JournalEntry.objects.filter(~Exists(sealed))


def _missing(noted: str) -> Iterator[Anomaly]:
    place, _, mac = noted.partition(":")
    if noted and not JournalSeal.objects.filter(seq=place, mac=bytes.fromhex(mac)).exists():
        yield Anomaly(Fault.TAIL_CUT, f"sceau n° {place}, noté hors de la base")


def _never_sealed(now: datetime) -> Iterator[Anomaly]:
    late = _unsealed().filter(at__lt=now - LATE_COMMIT).order_by("pk")
    for number in late.values_list("pk", flat=True).iterator():
        yield Anomaly(Fault.NOT_SEALED, f"ligne n° {number}")
