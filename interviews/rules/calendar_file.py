"""A file that every calendar reads: iCalendar (RFC 5545), with the methods of iTIP (RFC 5546).

Times are written in UTC, so that no definition of a time zone travels with them. A property that
is not given is not written; nothing here knows what an interview is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


# RFC 5545 § 3.1: octets of a line, its end left out.
LONGEST_LINE = 75
END = "\r\n"
PRODUCT = "-//IJPortal//Entretiens//FR"


class Method(StrEnum):
    """What the file asks of who reads it (RFC 5546 § 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Person:
    """Who organises or attends; `address` is a mail address."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Event:
    """One meeting. `uid` never changes; `sequence` grows with each version that leaves."""

    uid: str
    start: datetime
    minutes: int
    summary: str
    stamp: datetime
    sequence: int = 0
    place: str = ""
    description: str = ""
    link: str = ""
    organiser: Person | None = None
    attendee: Person | None = None


def calendar_file(events: Iterable[Event], method: Method) -> str:
    """The whole file, its lines folded and ended as the standard asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method}")
    for event in events:
        lines += _event(event, method)
    lines.append("END:VCALENDAR")
    return "".join(part + END for line in lines for part in _folded(line))


def _event(event: Event, method: Method) -> Iterator[str]:
    cancelled = method is Method.CANCEL
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_instant(event.stamp)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{_instant(event.start)}"
    yield f"DTEND:{_instant(event.start + timedelta(minutes=event.minutes))}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    for name, words in (
        ("SUMMARY", event.summary),
        ("LOCATION", event.place),
        ("DESCRIPTION", event.description),
    ):
        if words:
            yield f"{name}:{_escaped(words)}"
    if event.link:
        yield f"URL:{event.link}"
    if event.organiser:
        yield f"ORGANIZER{_named(event.organiser)}:mailto:{event.organiser.address}"
    if event.attendee:
        asked = "" if cancelled else ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        yield f"ATTENDEE{_named(event.attendee)}{asked}:mailto:{event.attendee.address}"
    yield "END:VEVENT"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    """§ 3.3.11: the backslash, the semicolon, the comma and the end of a line are escaped."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return "".join(
        sign for sign in "\\n".join(words.splitlines()) if sign >= " " and sign != "\x7f"
    )


def _named(person: Person) -> str:
    """§ 3.2: a quoted value holds no quote and no control."""
    name = "".join(sign for sign in person.name if sign >= " " and sign not in '"\x7f')
    return f';CN="{name}"' if name else ""


def _folded(line: str) -> Iterator[str]:
    """No line over 75 octets, no letter cut in two; a line that goes on begins with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
