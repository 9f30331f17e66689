"""A report sent by a device: once, in order, by its author, on the right side of the wall."""

import pytest
import time_machine
from django.urls import reverse

from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import Kind, State
from interviews.models import (
    FieldNote,
    FieldReport,
    FieldText,
    Interview,
    InterviewNote,
    InterviewReport,
)
from interviews.services.conduct import cancel
from tests.accounts.factories import person
from tests.interviews.field_world import Device, again, draft
from tests.interviews.world import at, report_on, scheduled, written


pytestmark = pytest.mark.django_db
SENT_AT = at(18, 9)


@pytest.fixture(autouse=True)
def the_day_after():
    """Told the day after, by a device whose clock says 2031."""
    with time_machine.travel(SENT_AT, tick=False):
        yield


@pytest.fixture
def interview():
    return scheduled()


@pytest.fixture
def device(interview):
    return Device(interview.lead)


def reports():
    return InterviewReport.objects.count(), FieldReport.objects.count()


def test_a_report_is_written_with_the_time_of_the_portal(interview, device):
    answer = device.post(draft(interview, remarques="Reçoit les patients d’un confrère."))
    assert (answer.status_code, answer.json()["outcome"]) == (200, "accepte")
    report = InterviewReport.objects.get()
    assert report.written_at == FieldReport.objects.get().received_at == SENT_AT
    assert FieldReport.objects.get().device_time.year == 2031
    assert report.remarks == ""
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert InterviewNote.objects.get().body == "Reçoit les patients d’un confrère."
    assert JournalEntry.objects.filter(
        action="terrain.accepte", actor_id=interview.lead_id
    ).exists()


def test_an_answer_lost_on_the_way_writes_nothing_twice(interview, device):
    sent = draft(interview, engagement="Relire la fiche", engagement_date="2026-12-01")
    first, second = device.post(sent).json(), device.post(sent).json()
    assert first["edition"] == second["edition"] == 1
    assert reports() == (1, 1)
    assert interview.commitments.count() == 1


def test_another_text_under_the_same_revision_is_refused(interview, device):
    sent = draft(interview)
    device.post(sent)
    answer = device.post(again(sent, suite="revoir_3"))
    assert answer.status_code == 422
    assert "autre texte" in answer.json()["message"]
    assert InterviewReport.objects.get().next_step == "termine"


def test_a_later_revision_amends_though_its_device_never_had_the_answer(interview, device):
    sent = draft(interview)
    device.post(sent)
    answer = device.post(again(sent, revision=7, suite="revoir_3"))
    assert (answer.status_code, answer.json()["edition"]) == (200, 2)
    assert InterviewReport.objects.get().next_step == "revoir_3"
    assert reports() == (1, 1)


def test_an_older_revision_that_comes_late_changes_nothing(interview, device):
    sent = draft(interview, revision=7, suite="revoir_3")
    device.post(sent)
    answer = device.post({**again(sent, suite="termine"), "revision": 2})
    assert (answer.status_code, answer.json()["revision"]) == (200, 7)
    assert InterviewReport.objects.get().next_step == "revoir_3"


def test_missed_and_moved_are_told_too(interview, device):
    missed = draft(interview, tenue="manque")
    assert device.post(missed).status_code == device.post(missed).status_code == 200
    assert Interview.objects.get(pk=interview.pk).state == State.MISSED
    other = scheduled(interview.lead, starts=at(17, 17))
    moved = draft(other, tenue="reporte", motif="Cabinet fermé pour travaux")
    assert device.post(moved).status_code == device.post(moved).status_code == 200
    assert Interview.objects.get(pk=other.pk).state == State.PROPOSED


def test_the_conclusion_of_the_desk_is_not_erased_by_a_device(interview, device):
    sent = draft(interview)
    device.post(sent)
    InterviewReport.objects.update(conclusion="Situation normale.")
    device.post(again(sent, revision=2, suite="revoir_3"))
    report = InterviewReport.objects.get()
    assert (report.conclusion, report.next_step) == ("Situation normale.", "revoir_3")


def test_what_was_written_at_the_desk_meanwhile_waits_for_a_choice(interview, device):
    report_on(interview, written(conclusion="Écrit au bureau."))
    sent = draft(interview, remarques="Écrit au cabinet.")
    first, second = device.post(sent), device.post(sent)
    assert (first.status_code, second.status_code) == (409, 409)
    assert InterviewReport.objects.get().conclusion == "Écrit au bureau."
    assert FieldText.objects.count() == 0
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert FieldNote.objects.get().sent["remarques"] == "Écrit au cabinet."


def test_the_conflict_of_a_delegate_is_kept_in_the_open():
    visit = scheduled(kind=Kind.VISIT)
    report_on(visit, written())
    sent = draft(visit, form="administratif", remarques="Demande des dépliants.")
    assert Device(visit.lead).post(sent).status_code == 409
    assert FieldText.objects.get().sent["remarques"] == "Demande des dépliants."


def test_a_cancelled_interview_is_refused_and_said(interview, device):
    cancel(interview, Author(at=at(16), by=interview.lead_id), reason="Le cabinet a fermé")
    answer = device.post(draft(interview))
    assert answer.status_code == 422
    assert "annulé" in answer.json()["message"]
    assert FieldReport.objects.get().outcome == "refuse"
    assert reports() == (0, 1)


def test_what_was_refused_is_tried_again(interview, device):
    sent = draft(interview, engagement="Relire la fiche", engagement_date="2026-11-17")
    assert device.post(sent).status_code == 422
    with time_machine.travel(at(17, 16), tick=False):
        assert device.post(sent).json()["outcome"] == "accepte"
    assert reports() == (1, 1)


def test_an_unfinished_report_says_which_field(interview, device):
    answer = device.post(draft(interview, suite=""))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["suite"]
    assert reports() == (0, 0)


def test_a_number_of_a_patient_is_refused_and_not_kept(interview, device):
    answer = device.post(draft(interview, remarques="Voir 1 85 05 78 006 084"))
    assert answer.status_code == 422
    assert "sécurité sociale" in answer.json()["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"fields": {}}', '{"uuid": 3}'])
def test_what_is_not_a_report_is_refused(device, body):
    assert device.post(body).status_code == 400


def test_another_person_s_interview_is_as_if_absent(interview):
    other = Device(person("medecin_conseil", at="061"))
    elsewhere = Device(person("medecin_conseil", at="831"))
    absent = {**draft(interview), "interview": 999_999}
    answers = [other.post(draft(interview)), elsewhere.post(draft(interview)), other.post(absent)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json()["message"] for answer in answers}) == 1
    assert reports() == (0, 0)


def test_a_number_of_another_interview_is_refused(interview, device):
    sent = draft(interview)
    device.post(sent)
    other = scheduled(interview.lead, starts=at(17, 17))
    answer = device.post({**draft(other), "uuid": sent["uuid"]})
    assert answer.status_code == 422
    assert reports() == (1, 1)


def test_a_right_withdrawn_before_sending_refuses(interview, device):
    interview.lead.habilitations.update(valid_to="2026-11-17")
    assert device.post(draft(interview)).status_code == 403
    assert reports() == (0, 0)


def test_medical_words_are_not_filed_in_the_open_when_the_role_changed(interview, device):
    """A practitioner who became a delegate: what was written as medical stays on the device."""
    visit = scheduled(kind=Kind.VISIT)
    answer = Device(visit.lead).post(draft(visit, form="medical", remarques="Dépression"))
    assert answer.status_code == 422
    assert "droits" in answer.json()["message"]
    assert reports() == (0, 0)


def test_a_post_without_its_token_is_refused(interview):
    device = Device(interview.lead, checks=True)
    assert device.post(draft(interview)).status_code == 403
    token = device.ask("terrain-moi").json()["csrf"]
    assert device.post(draft(interview), **{"X-CSRFToken": token}).status_code == 200


def test_nothing_is_kept_on_the_way(interview, device):
    for name in ("terrain-moi", "terrain-entretiens"):
        assert "no-store" in device.ask(name)["Cache-Control"]
    assert "no-store" in device.post(draft(interview))["Cache-Control"]
    assert device.client.get(reverse("terrain-comptes-rendus"), secure=True).status_code == 405
