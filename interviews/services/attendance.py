"""Who attended a webinar, told by a file: one contact for each, and never two."""

import unicodedata
from collections.abc import Sequence

from accounts.perimeter import Perimeter
from core.journal import Author
from interviews.enums import ContactSource, Direction, GuestState, Means, Reached
from interviews.models import Contact, Webinar, WebinarGuest
from interviews.rules.exchange import ATTENDANCE, MOST_BYTES, MOST_LINES, NO, YES, Fault
from interviews.services.contacts import note_for_lists
from interviews.services.exchange_checks import Line, rpps_fault
from interviews.services.passages import local_day
from interviews.services.practices import Practices
from prescribers.ingestion.formats import Column
from prescribers.ingestion.small_files import Bounds, ReadLine, read_lines


COLUMNS = tuple(Column(name, spellings=spellings) for name, spellings in ATTENDANCE.items())


def read_attendance(
    content: bytes, webinar: Webinar, perimeter: Perimeter
) -> tuple[list[Line], int, list[Fault]]:
    """The lines to write, how many say what is known already, and the faults of the others.

    Raises:
        Refusal: not a file of two columns, RPPS number and presence.
    """
    lines, malformed = read_lines(content, COLUMNS, Bounds(MOST_BYTES, MOST_LINES, ";,"))
    practices = Practices((line.cells["rpps"] for line in lines), perimeter)
    guests = {guest.prescriber_id: guest for guest in webinar.guests.all()}
    good: list[Line] = []
    faults = [Fault(number, "", code) for number, code in malformed]
    known, seen = 0, set()
    for line in lines:
        found = _read(line, practices, webinar)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        if found["prescriber"] in seen:
            faults.append(Fault(line.number, "rpps", "RPPS_DOUBLE"))
            continue
        seen.add(found["prescriber"])
        guest = guests.get(found["prescriber"])
        if guest is not None and guest.state == found["state"]:
            known += 1
        elif guest is not None and guest.state == GuestState.PRESENT:
            faults.append(Fault(line.number, "present", "DEJA_PRESENT"))
        else:
            good.append(found)
    return good, known, faults


def _read(line: ReadLine, practices: Practices, webinar: Webinar) -> Line | Fault:
    if code := rpps_fault(line.cells["rpps"]):
        return Fault(line.number, "rpps", code)
    said = _folded(line.cells["present"])
    if said not in YES | NO:
        return Fault(line.number, "present", "PRESENCE")
    place = practices.find(line.cells["rpps"], local_day(webinar.caisse, webinar.at))
    if place is None:
        return Fault(line.number, "rpps", "MEDECIN_INCONNU")
    prescriber, caisse = place
    state = GuestState.PRESENT if said in YES else GuestState.ABSENT
    return {"prescriber": prescriber.pk, "caisse": caisse, "state": state.value}


def settle_attendance(webinar_id: int, lines: Sequence[Line], author: Author) -> int:
    """In the transaction of the confirmation; the webinar is locked, so two files take turns.

    Returns the lines that changed something.
    """
    webinar = Webinar.objects.select_for_update(of=("self",)).get(pk=webinar_id)
    guests = {guest.prescriber_id: guest for guest in webinar.guests.all()}
    changed, made = 0, []
    for line in lines:
        guest = guests.get(line["prescriber"]) or WebinarGuest(
            webinar=webinar, prescriber_id=line["prescriber"]
        )
        state = GuestState(line["state"])
        if guest.state in {state, GuestState.PRESENT}:
            continue
        if state == GuestState.PRESENT:
            guest.contact = _contact(webinar, line, author)
            made.append(guest.contact)
        guest.state, guest.changed_at = state, author.at
        guest.save()
        changed += 1
    note_for_lists(made)
    return changed


def _contact(webinar: Webinar, line: Line, author: Author) -> Contact:
    return Contact.objects.create(
        prescriber_id=line["prescriber"],
        caisse=line["caisse"],
        means=Means.WEBINAR,
        direction=Direction.TO_DOCTOR,
        outcome=Reached.YES,
        summary=f"Webinaire «\u202f{webinar.title}\u202f»",
        at=webinar.at,
        by_id=author.person,
        written_at=author.at,
        source=ContactSource.ATTENDANCE,
        external_id=f"webinaire-{webinar.pk}-{line['prescriber']}",
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()
