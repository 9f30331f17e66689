"""Proposing an interview from the page: the doctor, who leads, what he may lead, a date at once."""

import pytest
import time_machine

from accounts.enums import Role
from interviews.enums import Kind, State
from interviews.models import Interview
from prescribers.enums import RunState
from prescribers.models import PracticePlace, Publication
from tests.accounts.factories import person
from tests.interviews.pages_world import signed_in
from tests.interviews.world import at, doctor, scheduled
from tests.pages.reading import text_of
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory


pytestmark = pytest.mark.django_db
SAID = {"type": "confraternel", "motif": "signal", "canal": "cabinet", "minutes": "40"}


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(at(18, 9), tick=False):
        yield


def address(found, **more):
    asked = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/entretiens/proposer/?prescripteur={found.rpps}&{asked}"


def kinds_offered(client, found, lead):
    page = client.get(address(found, animateur=lead.pk)).content.decode()
    offered = page[page.index("id_proposer_type") :].split("</select>")[0]
    return {kind for kind in Kind if f'value="{kind.value}"' in offered}


@pytest.mark.parametrize("text", ["nakache", "NAKACHE samuel", "8100000"])
def test_a_doctor_is_found_inside_the_perimeter_alone(client, text):
    found = doctor(last_name="NAKACHE", name_sort="nakache samuel", rpps="81000004321")
    elsewhere = {"caisse": "831", "departement": "83", "rpps": "81000004399"}
    doctor(last_name="NAKACHE", name_sort="nakache samuel", **elsewhere)
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    seen = client.get(f"/entretiens/proposer/?q={text}").content.decode()
    assert f"?prescripteur={found.rpps}" in seen
    assert "81000004399" not in seen


def test_the_kinds_are_those_the_lead_may_lead(client):
    found, delegate = doctor(), person(Role.DAM, at="061")
    practitioner = signed_in(client, Role.MEDECIN_CONSEIL)
    assert kinds_offered(client, found, practitioner) == set(Kind) - {Kind.VISIT}
    assert kinds_offered(client, found, delegate) == {Kind.VISIT, Kind.SUPPORT, Kind.INSTALLATION}
    refused = client.post(address(found, animateur=delegate.pk), SAID)
    assert refused.status_code == 422
    assert "ne tient pas ce type" in text_of(refused)
    assert not Interview.objects.exists()


def test_a_proposal_waits_for_its_date_in_the_name_of_who_proposes(client):
    found = doctor()
    lead = signed_in(client, Role.MEDECIN_CONSEIL)
    answer = client.post(address(found), {**SAID, "objet": "Arrêts longs du dos"})
    interview = Interview.objects.get()
    assert answer.headers["Location"] == f"/entretiens/{interview.pk}/"
    assert (interview.state, interview.lead, interview.caisse) == (State.PROPOSED, lead, "061")
    assert interview.subject == "Arrêts longs du dos"


def test_a_date_at_once_plans_it_or_nothing_is_written(client):
    taken, found = scheduled(starts=at(24, 14)), doctor()
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    there = address(found, animateur=taken.lead_id)
    refused = client.post(there, {**SAID, "debut": "2026-11-24T14:10"})
    assert refused.status_code == 422
    assert "à cette heure" in text_of(refused)
    past = client.post(there, {**SAID, "debut": "2026-11-10T14:10"})
    assert "à venir" in text_of(past)
    assert not Interview.objects.exclude(pk=taken.pk).exists()
    client.post(there, {**SAID, "debut": "2026-11-24T16:00"})
    assert Interview.objects.exclude(pk=taken.pk).get().starts_at == at(24, 16)


def test_the_place_is_that_of_the_practice(client):
    found = doctor()
    PracticePlace.objects.create(
        prescriber=found, address="12 rue Gioffredo", postal_code="06000", commune="99999"
    )
    signed_in(client, Role.MEDECIN_CONSEIL)
    assert 'value="12 rue Gioffredo, 06000"' in client.get(address(found)).content.decode()


def test_a_number_of_a_patient_is_refused_beside_the_subject(client):
    found = doctor()
    signed_in(client, Role.MEDECIN_CONSEIL)
    said = {**SAID, "objet": "Situation de 1 85 05 78 006 084"}
    answer = client.post(address(found), said)
    assert answer.status_code == 422
    assert 'id="id_proposer_objet_error"' in answer.content.decode()
    assert said["objet"] in answer.content.decode()


def test_a_caisse_without_anybody_to_lead_says_so(client):
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    seen = client.get(address(doctor()))
    assert "Personne n’est habilité à tenir un entretien" in text_of(seen)
    assert client.post(address(doctor()), SAID).status_code == 422
    assert not Interview.objects.exists()


@pytest.mark.parametrize(("role", "offered"), [(Role.DAM, True), (Role.DIRECTION, False)])
def test_the_page_of_a_prescriber_leads_to_the_form(client, role, offered):
    """The button opens the form of this doctor, for who plans interviews at his caisse."""
    run = ProfileRunFactory(state=RunState.PUBLISHED, published_at=at(2))
    Publication.objects.create(id=1, run=run)
    profile = ProfileFactory(run=run, caisse="061", prescriber=doctor())
    signed_in(client, role)
    page = client.get(f"/prescripteurs/{profile.rpps}/")
    assert page.status_code == 200
    link = f"/entretiens/proposer/?prescripteur={profile.rpps}"
    assert (link in page.content.decode()) == offered
