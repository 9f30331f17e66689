"""Two versions of a report: a person keeps one, and the other is still read."""

import pytest
import time_machine
from django.urls import reverse

from accounts.perimeter import Scope
from accounts.permissions import rights_of
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import FieldOutcome, Kind
from interviews.models import FieldNote, FieldReport, FieldText, InterviewNote, InterviewReport
from interviews.presenters.due import words
from interviews.selectors.due import due
from interviews.services.report import sign
from tests.accounts.factories import person
from tests.interviews.field_world import Device, again, draft
from tests.interviews.world import at, report_on, scheduled, written


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day_after():
    with time_machine.travel(at(18, 9), tick=False):
        yield


@pytest.fixture
def interview():
    """Written at the desk, then sent by a device that had not seen it."""
    planned = scheduled()
    report_on(planned, written(remarks="Écrit au bureau.", conclusion="Rien à signaler."))
    return planned


@pytest.fixture
def device(interview):
    return Device(interview.lead)


@pytest.fixture
def sent(interview, device):
    posted = draft(interview, remarques="Écrit au cabinet.", suite="revoir_3")
    assert device.post(posted).status_code == 409
    return posted


def address(interview):
    return reverse("entretien-conflit", args=[interview.pk])


def choose(device, interview, side, seen="1-1"):
    posted = {"garder": side, "vues": seen}
    return device.client.post(address(interview), posted, secure=True, follow=True)


def notes():
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        return list(InterviewNote.objects.values_list("body", flat=True))


def test_both_are_shown_side_by_side(interview, device, sent):
    page = device.client.get(address(interview), secure=True).content.decode()
    assert "Écrit au cabinet." in page
    assert "Écrit au bureau." in page
    assert "Revoir dans 3 mois" in page
    assert "1-1" in page


def test_the_choice_waits_in_the_day_of_its_author(interview, sent):
    lead = interview.lead
    scope = Scope(
        lead.pk, frozenset(), at(18, 9), at(18).date(), rights_of(lead, at(18).date()).perimeter
    )
    (row,) = due(scope)
    assert (row.step, row.route) == ("choisir", "entretien-conflit")
    assert words(row).act == "Choisir"


def test_the_device_s_is_kept_and_the_other_still_read(interview, device, sent):
    page = choose(device, interview, "appareil").content.decode()
    report = InterviewReport.objects.get()
    assert (report.next_step, report.edition) == ("revoir_3", 2)
    assert report.conclusion == "Rien à signaler."
    assert notes() == ["Écrit au bureau.", "Écrit au cabinet."]
    assert "Écrit au bureau." in page
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert FieldNote.objects.get().replaced["remarques"] == "Écrit au bureau."
    # The device learns it by sending again what it had sent, and may then amend.
    assert device.post(sent).json()["outcome"] == "accepte"
    assert device.post(again(sent, revision=2)).json()["edition"] == 3


def test_the_portal_s_is_kept_and_the_other_still_read(interview, device, sent):
    page = choose(device, interview, "portail").content.decode()
    report = InterviewReport.objects.get()
    assert (report.next_step, report.edition) == ("termine", 1)
    assert "Écrit au cabinet." in page
    assert device.post(sent).json()["outcome"] == "ecarte"
    assert notes() == ["Écrit au bureau."]
    assert JournalEntry.objects.filter(action="terrain.ecarte").count() == 1


def test_a_choice_is_made_once_and_on_what_was_read(interview, device, sent):
    assert "a changé" in choose(device, interview, "appareil", seen="1-0").content.decode()
    assert FieldReport.objects.get().outcome == FieldOutcome.CONFLICT
    choose(device, interview, "portail")
    choose(device, interview, "appareil")
    assert InterviewReport.objects.get().edition == 1


def test_a_report_signed_meanwhile_is_not_replaced(interview, device, sent):
    sign(interview, Author(at=at(18, 9), by=interview.lead_id))
    page = choose(device, interview, "appareil").content.decode()
    assert "signé" in page
    assert FieldReport.objects.get().outcome == FieldOutcome.CONFLICT
    choose(device, interview, "portail")
    assert FieldReport.objects.get().outcome == FieldOutcome.SET_ASIDE


def test_a_later_text_of_the_device_waits_in_its_turn(interview, device, sent):
    assert device.post(again(sent, revision=2, remarques="Repris le soir.")).status_code == 409
    page = device.client.get(address(interview), secure=True).content.decode()
    assert "Repris le soir." in page
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert FieldNote.objects.count() == 2
    choose(device, interview, "appareil", seen="2-1")
    assert notes()[-1] == "Repris le soir."


def test_nobody_else_chooses(interview, sent):
    for other in (person("medecin_chef", at="061"), person("dam", at="061")):
        page = Device(other).client.get(address(interview), secure=True)
        assert page.status_code == 404


def test_a_delegate_chooses_in_the_open():
    visit = scheduled(kind=Kind.VISIT)
    report_on(visit, written(remarks="Au bureau."))
    device = Device(visit.lead)
    device.post(draft(visit, form="administratif", remarques="Au cabinet."))
    choose(device, visit, "appareil")
    assert InterviewReport.objects.get().remarks == "Au cabinet."
    assert FieldText.objects.get().replaced["remarques"] == "Au bureau."


def test_without_a_conflict_there_is_nothing_to_choose():
    planned = scheduled()
    page = Device(planned.lead).client.get(address(planned), secure=True)
    assert "Aucun choix à faire" in page.content.decode()
