"""The arithmetic of the chain, without a database: bytes of a row, MAC of a link, what is wrong.

The key is not in the database: whoever may rewrite its tables still cannot compute a seal.
"""

import enum
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime


START = bytes(32)


@dataclass(frozen=True)
class Entry:
    """The sealed columns of a journal row."""

    id: int
    at: datetime
    actor_id: int | None
    system: str
    action: str
    object_kind: str
    object_id: str
    caisse: str
    reason: str


@dataclass(frozen=True)
class Seal:
    """One link: the place, the row, the time and the MAC that holds them to the link before."""

    seq: int
    entry_id: int
    sealed_at: datetime
    mac: bytes


@dataclass(frozen=True)
class Head:
    """The last link of a day, signed."""

    day: date
    seq: int
    sealed_at: datetime
    mac: bytes
    signature: bytes


class Fault(enum.StrEnum):
    """What a verifier can find, in the words of the report."""

    CHANGED = "ligne modifiée après son scellement"
    REMOVED = "ligne scellée disparue"
    SEAL_REMOVED = "sceau disparu"
    HEAD_CHANGED = "tête de journée modifiée"
    TAIL_CUT = "fin de chaîne coupée"
    NOT_SEALED = "ligne jamais scellée : insérée après coup, ou scellement arrêté"


@dataclass(frozen=True)
class Anomaly:
    """A fault and where it is (the number of the link, the row, or the day)."""

    fault: Fault
    where: str


def link(key: bytes, previous: bytes, *, seq: int, sealed_at: datetime, entry: Entry) -> bytes:
    """The MAC of a link."""
    row = [
        seq,
        _instant(sealed_at),
        entry.id,
        _instant(entry.at),
        entry.actor_id,
        entry.system,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.caisse,
        entry.reason,
    ]
    return _mac(key, b"link", previous, row)


def sign(key: bytes, *, day: date, seq: int, sealed_at: datetime, mac: bytes) -> bytes:
    """The signature of a day's head."""
    return _mac(key, b"head", mac, [day.isoformat(), seq, _instant(sealed_at)])


def check_links(
    key: bytes, links: Iterable[tuple[Seal, Entry | None]], heads: Iterable[Head]
) -> Iterator[Anomaly]:
    """Walk the links in the order of their places, and compare them with the heads.

    Each link is checked against the *stored* MAC before it, so one changed row is one anomaly.
    """
    awaited = {head.seq: head for head in heads}
    for head in awaited.values():
        if not _signed(key, head):
            yield Anomaly(Fault.HEAD_CHANGED, f"{head.day:%d/%m/%Y}")
    last_head = max(awaited, default=0)
    place, previous = 0, START
    for seal, entry in links:
        if seal.seq != place + 1:
            yield Anomaly(Fault.SEAL_REMOVED, _places(place + 1, seal.seq - 1))
        yield from _check_link(key, seal, entry, previous if seal.seq == place + 1 else None)
        signed = awaited.get(seal.seq)
        if signed is not None and not hmac.compare_digest(signed.mac, seal.mac):
            yield Anomaly(Fault.HEAD_CHANGED, f"{signed.day:%d/%m/%Y}")
        place, previous = seal.seq, seal.mac
    if place < last_head:
        yield Anomaly(Fault.TAIL_CUT, _places(place + 1, last_head))
    elif place > last_head:
        # Seals and head are written together: links beyond the last head mean a lost head.
        yield Anomaly(Fault.HEAD_CHANGED, f"après le sceau n° {last_head}")


def _check_link(
    key: bytes, seal: Seal, entry: Entry | None, previous: bytes | None
) -> Iterator[Anomaly]:
    if entry is None:
        yield Anomaly(Fault.REMOVED, f"sceau n° {seal.seq}, ligne n° {seal.entry_id}")
    elif previous is not None:
        expected = link(key, previous, seq=seal.seq, sealed_at=seal.sealed_at, entry=entry)
        if not hmac.compare_digest(expected, seal.mac):
            yield Anomaly(Fault.CHANGED, f"sceau n° {seal.seq}, ligne n° {entry.id}")


def _signed(key: bytes, head: Head) -> bool:
    expected = sign(key, day=head.day, seq=head.seq, sealed_at=head.sealed_at, mac=head.mac)
    return hmac.compare_digest(expected, head.signature)


def _mac(key: bytes, kind: bytes, previous: bytes, row: list[object]) -> bytes:
    canonical = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.digest(key, kind + previous + canonical, "sha256")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _places(first: int, last: int) -> str:
    return f"sceau n° {first}" if first == last else f"sceaux n° {first} à {last}"
