"""« Un seul geste » : what leaves for the doctor, once, and the interview that follows."""

import pytest
import time_machine

from core.journal import Author
from core.models import OutboxMessage
from interviews.enums import Kind, Motive, NextStep, State
from interviews.models import Interview, InterviewMove, InterviewReport
from interviews.services.report import sign
from tests.accounts.factories import caisse, person
from tests.interviews.desk_world import client_of
from tests.interviews.world import at, document, held, scheduled, written
from tests.pages.reading import reads, text_of
from tests.pdf_text import pages, words


pytestmark = pytest.mark.django_db
DOCTOR = {"adresse": "cabinet@medecin.example"}


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(at(18, 9), tick=False):
        yield


@pytest.fixture
def interview(db):
    caisse("061", "CPAM des Alpes-Maritimes")
    given = document(link="https://www.ameli.fr/")
    remarks = "Attend un avis de zibeline."
    return held(said=written(documents=(given.pk,), remarks=remarks))


def send(interview, **said):
    return client_of(interview.lead).post(
        f"/entretiens/{interview.pk}/coordonnees/", said or DOCTOR, follow=True
    )


def test_the_mail_leaves_once_with_the_coordinates_and_the_documents(interview):
    send(interview)
    mail = OutboxMessage.objects.get(key=f"entretien:{interview.pk}:coordonnees").payload
    assert mail["to"] == ["cabinet@medecin.example"]
    for said in (
        interview.lead.full_name,
        interview.lead.email,
        "service médical, CPAM des Alpes-Maritimes",
        "Mémo santé mentale, version 2025 : https://www.ameli.fr/",
        "mardi 17 novembre 2026",
    ):
        assert said in mail["body"], said
    assert "zibeline" not in mail["body"]
    assert InterviewReport.objects.get().sent_at == at(18, 9)
    assert "déjà partis" in text_of(send(interview))
    assert OutboxMessage.objects.filter(key__startswith="entretien:").count() == 1
    assert InterviewMove.objects.filter(event="envoyer").count() == 1


def test_a_wrong_address_sends_nothing(interview):
    assert "adresse complète" in text_of(send(interview, adresse="cabinet"))
    assert InterviewReport.objects.get().sent_at is None


def test_nothing_leaves_before_there_is_a_report():
    assert "Écrivez d’abord" in text_of(send(scheduled()))
    assert not OutboxMessage.objects.filter(key__startswith="entretien:").exists()


def test_the_page_shows_what_will_leave_and_costs_few_reads(interview):
    address = f"/entretiens/{interview.pk}/coordonnees/"
    secretary = client_of(person("secretariat_medical", at="061"))
    page = text_of(secretary.get(address))
    assert interview.lead.email in page
    assert "Mémo santé mentale, version 2025" in page
    assert len(reads(secretary, address)) <= 12


def test_the_letter_says_the_same_on_one_page(interview):
    content = client_of(interview.lead).get(f"/entretiens/{interview.pk}/suite.pdf").content
    said = words(content)
    for expected in (
        interview.lead.email,
        "Mémo santé mentale, version 2025",
        "le mardi 17 novembre 2026",
        "CPAM des Alpes-Maritimes",
    ):
        assert expected in said, expected
    assert "zibeline" not in said
    assert pages(content) == 1


def signed(**said):
    interview = held(said=written(**said))
    sign(interview, Author(at=at(18, 9), by=interview.lead_id))
    return interview


def see_again(interview):
    return client_of(interview.lead).post(f"/entretiens/{interview.pk}/revoir/", follow=True)


def test_seeing_again_proposes_the_next_interview_once():
    interview = signed(next_step=NextStep.SEE_AGAIN_3)
    assert "est proposé" in text_of(see_again(interview))
    following = Interview.objects.get(previous=interview)
    assert (following.kind, following.motive) == (Kind.FOLLOW_UP, Motive.FOLLOW_UP)
    assert (following.state, following.lead_id) == (State.PROPOSED, interview.lead_id)
    assert following.subject.endswith("à revoir en février 2027")
    assert "déjà proposé" in text_of(see_again(interview))
    assert Interview.objects.filter(previous=interview).count() == 1


def test_nothing_follows_what_is_done_or_not_signed():
    assert "ne demande pas" in text_of(see_again(signed()))
    unsigned = held(said=written(next_step=NextStep.SEE_AGAIN_6))
    assert "Signez d’abord" in text_of(see_again(unsigned))
    assert not Interview.objects.filter(previous__isnull=False).exists()
