"""A webinar: who is invited, who came, one contact for each."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from interviews.enums import GuestState, Means, Theme
from interviews.models import Contact, WebinarGuest
from interviews.services.exchange import confirm
from interviews.services.webinars import Planned, add_guests, attendance_file, plan_webinar
from tests.accounts.factories import person
from tests.interviews.contacts_world import faults, reader
from tests.interviews.world import at, doctor


pytestmark = pytest.mark.django_db


@pytest.fixture
def dam(db):
    return person(Role.DAM, at="061")


@pytest.fixture
def webinar(dam):
    said = Planned("Les arrêts en psychiatrie", Theme.IJ, "061", at(10, 12))
    return plan_webinar(said, dam, Author(at=at(2), by=dam.pk))


def read(webinar, dam, content, when=None):
    author = Author(at=when or at(12), by=dam.pk)
    return attendance_file(webinar, content.encode(), author, reader(dam))


def settle(webinar, dam, content):
    return confirm(read(webinar, dam, content), Author(at=at(12), by=dam.pk)).written


def states(webinar):
    return {g.prescriber.rpps: g.state for g in webinar.guests.select_related("prescriber")}


def test_a_list_of_numbers_is_invited_once_and_registers(webinar, dam):
    found = doctor()
    author, perimeter = Author(at=at(3), by=dam.pk), reader(dam)
    added = add_guests(
        webinar, [found.rpps, found.rpps, "99999999999"], GuestState.INVITED, author, perimeter
    )
    assert (added.added, added.already, added.unknown) == (1, 0, ("99999999999",))
    add_guests(webinar, [found.rpps], GuestState.REGISTERED, author, perimeter)
    again = add_guests(webinar, [found.rpps], GuestState.INVITED, author, perimeter)
    assert (again.already, states(webinar)) == (1, {found.rpps: "inscrit"})
    with pytest.raises(Refusal, match="fichier de présence"):
        add_guests(webinar, [found.rpps], GuestState.PRESENT, author, perimeter)


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("rpps;present", "oui", "non"),
        ("Present,RPPS,Duration", "Yes", "No"),
        ("N° RPPS;A participé", "Présent", "Absent"),
        ("\ufeffNuméro RPPS;Présence", "1", ""),
    ],
)
def test_the_files_of_the_usual_tools_are_read(webinar, dam, header, yes, no):
    came, stayed = doctor(), doctor()
    separator = "," if "," in header else ";"

    def row(rpps, said):
        return f"{said},{rpps},42" if separator == "," else f"{rpps};{said}"

    content = "\n".join([header, row(came.rpps, yes), row(stayed.rpps, no)])
    assert settle(webinar, dam, content) == 2
    assert states(webinar) == {came.rpps: "present", stayed.rpps: "absent"}
    one = Contact.objects.get()
    assert (one.prescriber, one.means, one.at) == (came, Means.WEBINAR, webinar.at)


def test_the_same_file_again_writes_nothing(webinar, dam):
    content = f"rpps;present\n{doctor().rpps};oui\n{doctor().rpps};non\n"
    settle(webinar, dam, content)
    again = read(webinar, dam, content)
    assert (again.good, again.known, again.bad) == (0, 2, 0)
    assert Contact.objects.count() == 1


def test_who_was_absent_may_be_found_present_and_not_the_contrary(webinar, dam):
    rpps = doctor().rpps
    settle(webinar, dam, f"rpps;present\n{rpps};non\n")
    assert settle(webinar, dam, f"rpps;present\n{rpps};oui\n") == 1
    back = read(webinar, dam, f"rpps;present\n{rpps};non\n")
    assert faults(back) == [(2, "present", "DEJA_PRESENT")]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("12;oui", "rpps", "RPPS_FORME"),
        (";oui", "rpps", "VIDE"),
        ("99999999999;oui", "rpps", "MEDECIN_INCONNU"),
        ("{rpps};peut-être", "present", "PRESENCE"),
        ("{rpps};oui\n{rpps};oui", "rpps", "RPPS_DOUBLE"),
        ("{rpps}", "", "LIGNE_COLONNES"),
    ],
)
def test_a_wrong_line_is_named(webinar, dam, row, column, code):
    content = f"rpps;present\n{row.format(rpps=doctor().rpps)}\n"
    file = read(webinar, dam, content)
    assert [fault[1:] for fault in faults(file)] == [(column, code)]
    assert file.good + file.known + file.bad == content.count("\n") - 1


def test_before_it_took_place_nobody_came(webinar, dam):
    with pytest.raises(Refusal, match="pas encore"):
        read(webinar, dam, "rpps;present\n", when=at(9))


def test_the_database_asks_a_contact_of_who_came(webinar):
    with pytest.raises(IntegrityError, match="present_has_a_contact"), transaction.atomic():
        WebinarGuest.objects.create(
            webinar=webinar, prescriber=doctor(), state=GuestState.PRESENT, changed_at=at(12)
        )
