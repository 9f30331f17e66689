"""The report: counts by hand, small ones hidden, the file equal to the page."""

import csv
import io

import pytest
import time_machine

from accounts.enums import Role
from core.journal import Author
from sosij.enums import Motive, Outcome
from sosij.models import HelpRequest
from sosij.presenters.outcomes import outcome_lines
from sosij.services.answer import answer
from sosij.services.outcomes import ask_outcomes, tell_outcome
from sosij.services.qualify import Reading, qualify
from tests.accounts.factories import person
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, doctor, held_by, received


pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def year(expert):
    """Twenty-four answered: 12 invalidity in time, 12 workplace of which all late; 12 open."""
    found = doctor()
    for motive, day in ((Motive.INVALIDITY, 12), (Motive.WORKPLACE, 18)):
        for _ in range(12):
            request = held_by(expert, motive, found=found)
            answer(request, "Une réponse.", Author(at=at(day, 12), by=expert.pk))
    for _ in range(12):
        qualify(received(found), Reading((Motive.OTHER,)), Author(at=at(10), by=expert.pk))
    # Not qualified yet: in no count.
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
    assert "36 demandes, 24 répondues, dont 50\u202f% dans le délai" in page().content.decode()
    values = rows(client)
    assert values["Réponses", "Reçues", "Demandes"] == "36"
    assert values["Réponses", "Répondues dans le délai", "Part"] == "50,0%"
    # Nets: 12 hours and 48 hours; the median of 24 is half way.
    median = values["Délai de réponse", "P50, médiane", "Temps net"]
    assert median.replace("\u202f", " ") == "3 j 3 h"
    invalidity = str(Motive.INVALIDITY.label)
    assert values["Motifs", invalidity, "Demandes"] == "12"
    assert values["Niveaux", "Niveau 2", "Part"] == "66,7%"
    assert values["Niveaux", "Niveau 1", "Demandes"] == "12"
    assert values["Que sont devenues les situations\u202f?", "Ensemble", "À 30 jours"] == "24"


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
    assert rows(client)["Réponses", "Reçues", "Demandes"] == "36"
    client.force_login(person(Role.GESTIONNAIRE, at="061"), backend=LOGIN)
    assert page().status_code == 403


def test_the_report_reads_little(client, page):
    page()
    assert len(reads(client, "/sos-ij/bilan/")) <= 14


def test_the_period_and_the_departement_cut_the_page_and_its_file(client, page):
    def received_in(query):
        text = client.get(f"/sos-ij/bilan.csv?{query}").content.decode()
        listed = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")
        return {tuple(row[:3]): row[3] for row in listed}["Réponses", "Reçues", "Demandes"]

    assert received_in("du=2026-11&au=2026-11") == "36"
    assert received_in("du=2026-01&au=2026-10") == "0"
    # The wrong way round is put right; nonsense is the default.
    assert received_in("du=2026-12&au=2026-10") == "36"
    assert received_in("du=hier&au=2031-01&departement=99") == "36"
    assert received_in("departement=06") == "36"
    seen = text_of(client.get("/sos-ij/bilan/?du=2026-01&au=2026-10"))
    assert "De janvier 2026 à octobre 2026, aucune demande." in seen


def test_the_outcomes_come_first_once_they_are_told(client, page, year):
    assert "On ne le sait pas encore" in text_of(page())
    for request in HelpRequest.objects.filter(state="repondue")[:12]:
        tell_outcome(request, 30, Outcome.BACK, Author(at=at(20, month=12), by=year.pk))
    seen = text_of(page()).replace("\u202f", " ")
    assert "À 30 jours de la réponse : reprise du travail 12." in seen
    assert seen.index("Que sont devenues") < seen.index("36 demandes, 24 répondues")


@pytest.mark.parametrize("figure", ["issues-30", "issues-90", "mois", "motifs", "delais"])
def test_each_figure_is_a_file_of_the_same_numbers(client, page, figure):
    shown = text_of(page()).replace("\u202f", "").replace("\xa0", "")
    text = client.get(f"/sos-ij/bilan/{figure}.csv?du=2026-01&au=2026-12").content.decode()
    for row in list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))[1:]:
        for cell in row:
            assert cell.lstrip("'").replace("\u202f", "").replace("\xa0", "") in shown
    drawing = client.get(f"/sos-ij/bilan/{figure}.svg")
    assert drawing.content.startswith(b"<svg")
    assert client.get(f"/sos-ij/bilan/{figure}.exe").status_code == 404


def test_an_outcome_is_written_from_the_day_of_the_question_with_nothing_chosen(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    with time_machine.travel(at(12, 10), tick=False):
        answer(request, "Une réponse.", Author(at=at(12), by=expert.pk))
        assert "Consigner ce qu’elle est devenue" not in text_of(
            client.get(f"/sos-ij/{request.reference}/")
        )
    with time_machine.travel(at(14, 10, month=12), tick=False):
        ask_outcomes(at(14, month=12))
        client.force_login(expert, backend=LOGIN)
        page = client.get(f"/sos-ij/{request.reference}/")
        assert "Consigner ce qu’elle est devenue" in text_of(page)
        empty = client.post(f"/sos-ij/{request.reference}/issue/", {})
        assert empty.status_code == 422
        assert "Dites ce que la situation est devenue." in text_of(empty)
        choice = page.content.decode().split('name="issue"')[1].split("</select>")[0]
        assert choice.index('value="" selected') < choice.index('value="reprise"')


def test_what_was_told_late_in_the_evening_has_its_local_day(year):
    """Half past midnight in Nice is the day before in universal time."""
    request = HelpRequest.objects.filter(state="repondue").first()
    tell_outcome(request, 30, Outcome.BACK, Author(at=at(21, 0, 30, month=12), by=year.pk))
    line = outcome_lines(request.outcomes.select_related("by").order_by("horizon"))[0]
    assert line.words.endswith("le 21/12/2026")
