"""What a device carries away: mine, around today; a delegate gets no medical byte; no total."""

import re

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import Kind
from interviews.models import DiscussedCase, InterviewNote
from interviews.services.report import sign
from tests.accounts.factories import person
from tests.interviews.field_world import Device, draft
from tests.interviews.world import at, document, held, proposed, scheduled
from tests.pages.reading import reads


pytestmark = pytest.mark.django_db
CANARY = "zibeline"


@pytest.fixture(autouse=True)
def the_day_before():
    with time_machine.travel(at(16, 9), tick=False):
        yield


def case(interview, letter="A", number="7KT3P"):
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        DiscussedCase.objects.create(
            interview=interview,
            caisse=interview.caisse,
            letter=letter,
            number=number,
            rule=CANARY,
        )


def test_only_mine_of_the_two_weeks_are_carried():
    mine = scheduled(starts=at(17, 14))
    near = scheduled(mine.lead, starts=at(29, 9))
    far = scheduled(mine.lead, starts=at(1, 9, month=12))
    proposed(mine.lead)
    other = scheduled()
    ids = [line["id"] for line in Device(mine.lead).carried()["interviews"]]
    assert ids == [mine.pk, near.pk]
    assert not {far.pk, other.pk} & set(ids)


def test_a_signed_report_is_no_longer_carried():
    told = held(starts=at(12, 14))
    device = Device(told.lead)
    assert [line["edition"] for line in device.carried()["interviews"]] == [1]
    sign(told, Author(at=at(13), by=told.lead_id))
    assert device.carried()["interviews"] == []


def test_a_practitioner_s_case_is_named_by_its_letter_and_number_only():
    interview = scheduled()
    case(interview)
    answer = Device(interview.lead).ask("terrain-entretiens")
    assert answer.json()["interviews"][0]["cases"] == [["A", "A · 7KT3P"]]
    assert CANARY not in answer.content.decode()
    assert "situations" in [field["name"] for field in answer.json()["forms"]["medical"]]


def test_a_delegate_gets_no_medical_byte():
    """Letters, numbers, rules and notes are planted on his own visit, then looked for."""
    visit = scheduled(kind=Kind.VISIT, starts=at(17, 14))
    case(visit, number="ZB7LN")
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        InterviewNote.objects.create(
            interview=visit, caisse="061", body=CANARY, by_id=visit.lead_id, written_at=at(16)
        )
    with time_machine.travel(at(18, 9), tick=False):
        device = Device(visit.lead)
        first = draft(visit, form="administratif", remarques="Demande des dépliants.")
        answers = [
            device.ask("terrain-moi"),
            device.ask("terrain-entretiens"),
            device.post(first),
            device.post({**first, "uuid": "0b5b2a35-53a9-4b44-9a0b-7f1f0e6b3f11"}),
            device.post({**first, "form": "medical"}),
            device.ask("terrain"),
            device.client.get(reverse("entretien-conflit", args=[visit.pk]), secure=True),
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409, 422, 200, 200]
    said = b" ".join(answer.content for answer in answers).decode()
    assert [word for word in (CANARY, "ZB7LN", "ituation") if word in said] == []
    line = answers[1].json()["interviews"][0]
    assert "cases" not in line
    assert list(answers[1].json()["forms"]) == ["administratif"]


def test_no_figure_of_the_doctor_is_carried():
    interview = scheduled()
    line = Device(interview.lead).carried()["interviews"][0]
    assert set(line) == {
        "id", "starts", "kind", "channel", "place", "doctor", "state", "edition", "form", "cases",
    }  # fmt: skip


def test_the_catalogue_of_the_day_comes_with_the_form():
    given = document()
    interview = scheduled()
    form = Device(interview.lead).carried()["forms"]["medical"]
    (field,) = [field for field in form if field["name"] == "documents"]
    assert field["options"] == [[str(given.pk), "Mémo santé mentale · 2025"]]
    # Twelve fields at most when it was held (`tenue` among them).
    assert len([field for field in form if field["when"] in {"", "tenu"}]) <= 12


def test_the_person_is_named_by_a_word_that_says_nothing():
    first, second = person(Role.DAM, at="061"), person(Role.DAM, at="061")
    told = [Device(user).ask("terrain-moi").json()["person"] for user in (first, second, first)]
    assert told[0] == told[2] != told[1]
    assert re.fullmatch(r"[0-9a-f]{32}", told[0])
    assert JournalEntry.objects.filter(action="terrain.emporter").count() == 0
    Device(first).carried()
    assert JournalEntry.objects.filter(action="terrain.emporter", actor_id=first.pk).count() == 1


def test_it_is_read_in_twelve_queries():
    lead = person("medecin_conseil", at="061")
    for hour in range(8, 18, 2):
        case(scheduled(lead, starts=at(17, hour)))
    document()
    device = Device(lead)
    assert len(device.carried()["interviews"]) == 5
    assert len(reads(device.client, reverse("terrain-entretiens"))) <= 12
