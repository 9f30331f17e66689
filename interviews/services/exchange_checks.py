"""The lines of an exchanged file against everything that typing them would refuse."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from accounts.perimeter import Perimeter
from core.errors import Refusal
from core.workdays import calendar_of_caisse
from interviews.enums import Direction, Means, Reached
from interviews.models import Contact
from interviews.rules.exchange import (
    COLUMN_OF,
    DATES,
    DAYS,
    DIRECTIONS,
    FORMAT_VERSION,
    MEANS,
    OURS,
    REACHED,
    Fault,
)
from interviews.services.contacts import Told, checked
from interviews.services.practices import Practices
from prescribers.ingestion.small_files import ReadLine


RPPS_LENGTH, LONGEST_IDENTIFIER = 11, 64
# What a spreadsheet, or the guard of our exports, adds to a text or takes from it.
WRITTEN_AROUND = str.maketrans("", "", "'+ \u00a0\u202f\u2212-–")
Line = dict[str, Any]


class Checked:
    """`good` lines as they will be written, `known` ones, and the faults of the others."""

    def __init__(self) -> None:
        self.good: list[Line] = []
        self.known = 0
        self.faults: list[Fault] = []


def checked_lines(lines: Sequence[ReadLine], perimeter: Perimeter, now: datetime) -> Checked:
    """Each line is good, known already or refused, and in one of them only."""
    practices = Practices((line.cells["rpps"] for line in lines), perimeter)
    already = _already(lines, perimeter)
    found, seen = Checked(), set()
    for line in lines:
        faults = list(_form_faults(line))
        name = line.cells["identifiant"]
        if not faults and name in seen:
            faults = [Fault(line.number, "identifiant", "IDENTIFIANT_DOUBLE")]
        seen.add(name)
        if faults:
            found.faults += faults
            continue
        _sort(line, found, practices, already, now)
    return found


def _sort(
    line: ReadLine, found: Checked, practices: Practices, already: dict[str, Contact], now: datetime
) -> None:
    said = _moment(line.cells["date"])
    assert said is not None  # _form_faults
    place = practices.find(line.cells["rpps"], said.date())
    if place is None:
        found.faults.append(Fault(line.number, "rpps", "MEDECIN_INCONNU"))
        return
    prescriber, caisse = place
    at = said.replace(tzinfo=calendar_of_caisse(caisse).timezone)
    told = Told(
        means=MEANS[line.cells["moyen"].casefold()],
        direction=DIRECTIONS[line.cells["sens"].casefold()],
        outcome=REACHED[line.cells["resultat"].casefold()],
        at=at,
        summary=line.cells["resume"].removeprefix("'"),
        next_contact_on=_day(line.cells["prochain_contact"]),
    )
    name = line.cells["identifiant"]
    if name in already:
        if _same(already[name], told, line.cells["rpps"]):
            found.known += 1
        else:
            found.faults.append(Fault(line.number, "identifiant", "IDENTIFIANT_AUTRE"))
        return
    if name.startswith(OURS):
        found.faults.append(Fault(line.number, "identifiant", "IDENTIFIANT"))
        return
    try:
        checked(told, caisse, now)
    except Refusal as refusal:
        found.faults.append(Fault(line.number, COLUMN_OF.get(refusal.code, ""), refusal.code))
        return
    found.good.append(as_kept(prescriber.pk, caisse, name, told))


def as_kept(prescriber: int, caisse: str, name: str, told: Told) -> Line:
    """A line as it waits for its confirmation."""
    return {
        "prescriber": prescriber,
        "caisse": caisse,
        "name": name,
        "means": told.means.value,
        "direction": told.direction.value,
        "outcome": told.outcome.value,
        "at": told.at.isoformat(),
        "summary": told.summary,
        "next": told.next_contact_on.isoformat() if told.next_contact_on else None,
    }


def as_told(line: Line) -> Told:
    return Told(
        means=Means(line["means"]),
        direction=Direction(line["direction"]),
        outcome=Reached(line["outcome"]),
        at=datetime.fromisoformat(line["at"]),
        summary=line["summary"],
        next_contact_on=date.fromisoformat(line["next"]) if line["next"] else None,
    )


def _form_faults(line: ReadLine) -> Iterator[Fault]:
    """What can be said of each cell alone, all at once."""
    for column, fault in CELLS.items():
        if code := fault(line.cells[column]):
            yield Fault(line.number, column, code)


def _name_fault(said: str) -> str:
    return "" if len(said) <= LONGEST_IDENTIFIER else "IDENTIFIANT"


def rpps_fault(said: str) -> str:
    """The code of what is wrong with a number, or nothing."""
    whole = said.isascii() and said.isdigit() and len(said) == RPPS_LENGTH
    return "" if whole else "RPPS_FORME" if said else "VIDE"


def _needed(fault: Callable[[str], str]) -> Callable[[str], str]:
    return lambda said: fault(said) if said else "VIDE"


def _among(words: Mapping[str, object], code: str) -> Callable[[str], str]:
    return _needed(lambda said: "" if said.casefold() in words else code)


# What each cell alone may be refused for; the summary is judged with the whole.
CELLS: dict[str, Callable[[str], str]] = {
    "format_version": _among({FORMAT_VERSION: True}, "VERSION"),
    "identifiant": _needed(_name_fault),
    "rpps": rpps_fault,
    "date": _needed(lambda said: "" if _moment(said) else "DATE"),
    "moyen": _among(MEANS, "MOYEN"),
    "sens": _among(DIRECTIONS, "SENS"),
    "resultat": _among(REACHED, "RESULTAT"),
    "prochain_contact": lambda said: "" if not said or _day(said) else "JOUR",
}


def _already(lines: Sequence[ReadLine], perimeter: Perimeter) -> dict[str, Contact]:
    """The contacts of the perimeter under the names of the file."""
    names = {line.cells["identifiant"] for line in lines}
    contacts = perimeter.filter(Contact.objects.select_related("prescriber"))
    found = {
        contact.external_id: contact for contact in contacts.filter(external_id__in=names - {""})
    }
    ours = [int(tail) for name in names if (tail := name.removeprefix(OURS)) != name
            and tail.isascii() and tail.isdecimal() and len(tail) < RPPS_LENGTH]  # fmt: skip
    found |= {f"{OURS}{contact.pk}": contact for contact in contacts.filter(pk__in=ours)}
    return found


def _same(contact: Contact, told: Told, rpps: str) -> bool:
    """To the minute, and without what a spreadsheet puts around a text."""
    return (
        contact.prescriber.rpps == rpps
        and contact.at.replace(second=0, microsecond=0) == told.at
        and (contact.means, contact.direction, contact.outcome)
        == (told.means, told.direction, told.outcome)
        and contact.next_contact_on == told.next_contact_on
        and _bare(contact.summary) == _bare(told.summary)
    )


def _bare(text: str) -> str:
    return "".join(text.translate(WRITTEN_AROUND).split())


def _moment(said: str) -> datetime | None:
    """A local instant, as people write it."""
    for written in DATES:
        try:
            return datetime.strptime(said, written)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _day(said: str) -> date | None:
    for written in DAYS:
        try:
            return datetime.strptime(said, written).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
