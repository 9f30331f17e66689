"""Contacts of Nice as the tests tell them, files of them, and who reads."""

from datetime import date

from accounts.enums import Role
from accounts.permissions import perimeter_for
from core.journal import Author
from interviews.enums import Direction, Means, Reached
from interviews.services.contacts import Told, write_contact
from interviews.services.exchange import read_file
from tests.accounts.factories import person
from tests.interviews.world import at, doctor


HEADER = "format_version;identifiant;rpps;date;moyen;sens;resultat;resume;prochain_contact"


def told(**fields):
    usual = {"means": Means.CALL, "direction": Direction.TO_DOCTOR, "outcome": Reached.YES}
    return Told(**{**usual, "at": at(10), "summary": "Rappel du mémo", **fields})


def contact(found=None, *, by=None, when=None, caisse="061", **fields):
    by = by or person(Role.DAM, at=caisse)
    found = found or doctor(caisse=caisse)
    return write_contact(found, caisse, told(**fields), Author(at=when or at(12), by=by.pk))


def reader(user, action="contacts.ecrire", on=date(2026, 11, 12)):
    return perimeter_for(user, action, on)


def line(rpps, name="A1", **cells):
    usual = {
        "format_version": "2026-1",
        "identifiant": name,
        "rpps": rpps,
        "date": "09/11/2026 11:20",
        "moyen": "appel",
        "sens": "vers",
        "resultat": "joint",
        "resume": "Mémo envoyé",
        "prochain_contact": "",
    }
    return ";".join({**usual, **cells}.values())


def file_of(*lines, header=HEADER, encoding="utf-8"):
    return "\r\n".join([header, *lines, ""]).encode(encoding)


def read(content, by, when=None):
    return read_file(content, Author(at=when or at(12), by=by.pk), reader(by))


def faults(file):
    return [tuple(fault) for fault in file.faults]
