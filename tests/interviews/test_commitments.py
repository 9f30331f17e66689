"""Commitments followed: mine or the service's, open, late, ended with a reason."""

from datetime import date

import pytest
import time_machine

from interviews.enums import Owner
from interviews.models import Commitment
from interviews.services.report import Promised
from tests.accounts.factories import person
from tests.interviews.desk_world import client_of
from tests.interviews.world import at, held, written
from tests.pages.reading import reads, text_of


pytestmark = pytest.mark.django_db
HERE = "/entretiens/engagements/"


@pytest.fixture
def lead(db):
    with time_machine.travel(at(17, 16), tick=False):
        lead = person("medecin_conseil", at="061")
        for words, day in (
            ("Relire la fiche", date(2026, 11, 20)),
            ("Rappeler", date(2026, 12, 1)),
        ):
            promise = Promised(Owner.DOCTOR, words, day)
            hour = 9 if words == "Rappeler" else 14
            held(lead, starts=at(16, hour), said=written(commitments=(promise,)))
    return lead


@pytest.fixture(autouse=True)
def later(lead):
    with time_machine.travel(at(25, 9), tick=False):
        yield


def test_mine_are_shown_first_and_the_late_ones_apart(lead):
    page = text_of(client_of(lead).get(HERE))
    assert "2 engagements ouverts que vous suivez." in page
    assert page.index("Relire la fiche") < page.index("Rappeler")
    assert "1 engagement en retard" in text_of(client_of(lead).get(f"{HERE}?etat=en-retard"))


def test_another_person_of_the_service_follows_none_and_sees_those_of_the_service(lead):
    other = client_of(person("medecin_conseil", at="061"))
    assert "Aucun engagement ouvert que vous suivez." in text_of(other.get(HERE))
    assert "Relire la fiche" in text_of(other.get(f"{HERE}?qui=service"))
    elsewhere = client_of(person("medecin_conseil", at="831"))
    assert "Relire la fiche" not in text_of(elsewhere.get(f"{HERE}?qui=service"))


def test_one_is_kept_the_other_is_dropped_with_its_reason(lead):
    first, second = Commitment.objects.order_by("due_on")
    client = client_of(lead)
    client.post(f"{HERE}{first.pk}/tenu/")
    assert "dix caractères" in text_of(client.post(f"{HERE}{second.pk}/abandonner/", {"motif": ""}))
    assert "10 caractères" in text_of(
        client.post(f"{HERE}{second.pk}/abandonner/", {"motif": "non"})
    )
    client.post(f"{HERE}{second.pk}/abandonner/", {"motif": "Le médecin a quitté la caisse"})
    page = text_of(client.get(f"{HERE}?etat=termines"))
    assert "2 engagements terminés" in page
    assert "Le médecin a quitté la caisse" in page
    assert "déjà clos" in text_of(client.post(f"{HERE}{first.pk}/tenu/", follow=True))


def test_a_pilot_reads_and_ends_none(lead):
    pilot = client_of(person("admin_campagne", at="061"))
    found = Commitment.objects.first()
    assert "Marquer tenu" not in text_of(pilot.get(f"{HERE}?qui=service"))
    assert pilot.post(f"{HERE}{found.pk}/tenu/").status_code == 403


def test_a_commitment_of_another_caisse_does_not_exist(lead):
    found = Commitment.objects.first()
    elsewhere = client_of(person("medecin_conseil", at="831"))
    assert elsewhere.post(f"{HERE}{found.pk}/tenu/").status_code == 404


def test_the_list_costs_few_reads(lead):
    assert len(reads(client_of(lead), HERE)) <= 12
