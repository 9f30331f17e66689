"""The report: counts by hand, small ones hidden, the file equal to the page."""

import csv
import io

import pytest
import time_machine

from accounts.enums import Role
from sosij.enums import Motive, Outcome
from sosij.models import HelpRequest
from sosij.services.answer import answer
from sosij.services.authors import Author
from sosij.services.outcomes import ask_outcomes, tell_outcome
from tests.accounts.factories import person
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, doctor, held_by, received


pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def year(expert):
    """Twenty-four answered: 12 invalidity in time, 12 workplace of which all late; 3 open."""
    found = doctor()
    for motive, day in ((Motive.INVALIDITY, 12), (Motive.WORKPLACE, 18)):
        for _ in range(12):
            request = held_by(expert, motive, found=found)
            answer(request, "Une réponse.", Author(at=at(day, 12), by=expert.pk))
    for _ in range(3):
        received(found)
    ask_outcomes(at(20, month=12))
    return expert


@pytest.fixture
def page(client, year):
    with time_machine.travel(at(20, 10, month=12), tick=False):
        client.force_login(person(Role.DIRECTION, at="061"), backend=LOGIN)
        yield lambda: client.get("/sos-ij/bilan/")


def rows(client):
    text = client.get("/sos-ij/bilan.csv").content.decode()
    listed = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))[1:]
    return {(table, line, column): value for table, line, column, value in listed}


def test_the_counts_are_those_counted_by_hand(client, page):
    assert "27 demandes, 24 répondues, dont 50\u202f% dans le délai" in page().content.decode()
    values = rows(client)
    assert values["Délais", "Reçues", "Valeur"] == "27"
    assert values["Délais", "Dans le délai", "Valeur"] == "50%"
    # Nets: 12 hours and 48 hours; the median of 24 is half way.
    assert values["Délais", "Temps net médian", "Valeur"].replace("\u202f", " ") == "3 j 3 h"
    invalidity = str(Motive.INVALIDITY.label)
    assert values["Motifs", invalidity, "Demandes"] == "12"
    assert values["Niveaux", "Niveau 2", "Part"] == "100%"
    assert values["Que sont devenues les situations\u202f?", "Demandées", "À 30 jours"] == "24"


def test_small_counts_are_hidden_and_cannot_be_found_by_subtraction(client, page, year):
    author = Author(at=at(20, month=12), by=year.pk)
    for request in HelpRequest.objects.filter(state="repondue")[:5]:
        tell_outcome(request, 30, Outcome.BACK, author)
    values = rows(client)
    table = "Que sont devenues les situations\u202f?"
    assert values[table, "Reprise du travail", "À 30 jours"] == "NS"
    # 24 asked, 5 told: the 19 others would give the 5 back.
    assert values[table, "Demandée, sans réponse", "À 30 jours"] == "NS"


def test_the_page_says_what_the_file_says(client, page):
    shown = text_of(page()).replace("\u202f", "").replace("\xa0", "")
    for (table, line, _), value in rows(client).items():
        assert table.replace("\u202f", "") in shown
        assert line in shown
        assert value.replace("\u202f", "").lstrip("'").replace("%", "") in shown


def test_another_caisse_is_not_counted_and_a_desk_does_not_enter(client, page):
    received(doctor(caisse="831", departement="83"))
    assert rows(client)["Délais", "Reçues", "Valeur"] == "27"
    client.force_login(person(Role.GESTIONNAIRE, at="061"), backend=LOGIN)
    assert page().status_code == 403


def test_the_report_reads_little(client, page):
    page()
    assert len(reads(client, "/sos-ij/bilan/")) <= 14
