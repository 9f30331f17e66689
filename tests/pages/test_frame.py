"""What surrounds every page, and the pages of errors and health."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from accounts.enums import Role
from core.models import Job, JobStatus
from ijportal.pages import context
from ijportal.pages.views import errors, health
from prescribers.enums import RunState
from prescribers.services.night.extent import WHOLE, Extent
from prescribers.services.night.kinds import map_key, reduction_key
from tests.pages.reading import PUBLISHED_AT, text_of
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory


HOME = "/tableau-de-bord/"


def rail_of(response):
    menu = re.search(r'<nav class="ij-rail".*?</nav>', response.content.decode(), re.DOTALL)
    return re.findall(r'class="label">([^<]+)<', menu.group())[:-1]


@pytest.mark.django_db
def test_a_doctor_sees_the_caisse_the_role_and_the_places_open(client, doctor, run):
    page = client.get(HOME)

    assert "CPAM des Alpes-Maritimes" in text_of(page)
    assert "Médecin-conseil" in text_of(page)
    assert rail_of(page) == [
        "Ma journée",
        "Tableau de bord",
        "Prescripteurs",
        "Méthode",
        "Données",
        "Mes exports",
        "Entretiens",
        "Contacts",
    ]


@pytest.mark.django_db
def test_the_technician_sees_the_machine_and_no_search(client, technician, run):
    page = client.get("/traitements/")

    assert rail_of(page) == [
        "Ma journée",
        "Données",
        "Organisation SOS IJ",
        "Imports",
        "Traitements",
        "Comptes",
        "Habilitations",
    ]
    assert "data-search" not in page.content.decode()
    assert "France entière" in text_of(page)


@pytest.mark.django_db
def test_the_menu_marks_the_place_and_its_rooms(client, doctor, run):
    found = ProfileFactory(run=run)

    page = client.get(f"/prescripteurs/{found.rpps}/").content.decode()

    assert '<a href="/prescripteurs/" aria-current="page">' in page


@pytest.mark.django_db
def test_the_strip_says_the_run_and_the_last_complete_month(client, doctor, run):
    page = text_of(client.get(HOME))

    assert "Complet jusqu’en\u00a0décembre 2025" in page
    assert "janv. et févr. provisoires" in page
    assert "Calcul n° 12, nuit du 28/02 au 01/03/2026" in page


WARNING = "Calcul interrompu\u202f: profils du 01/03/2026."


def later_run(state, number=13):
    groups = [["061", "062"], ["831"]]
    parameters = {"groups": groups} | WHOLE.parameters
    return ProfileRunFactory(number=number, state=state, parameters=parameters)


def ended_job(key, status):
    failed = {"error_code": "RuntimeError"} if status == JobStatus.DEAD else {}
    ended = {"next_attempt_at": None, "finished_at": PUBLISHED_AT}
    return Job.objects.create(kind="essai", dedup_key=key, status=status, **ended, **failed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "word"),
    [
        (RunState.FAILED, "interrompu"),
        (RunState.REFUSED, "interrompu"),
        (RunState.HELD, "retenu"),
    ],
)
def test_a_setback_after_the_run_shown_is_said(client, doctor, run, state, word):
    later_run(state)

    assert WARNING.replace("interrompu", word) in text_of(client.get(HOME))


@pytest.mark.django_db
def test_a_study_that_failed_is_nobodys_business(client, doctor, run):
    study = {"groups": []} | Extent(6).parameters
    ProfileRunFactory(number=13, state=RunState.FAILED, parameters=study)

    assert "Calcul interrompu" not in text_of(client.get(HOME))


@pytest.mark.django_db
@pytest.mark.parametrize("status", [JobStatus.DEAD, JobStatus.CANCELLED])
@pytest.mark.parametrize("part", ["map", "reduction"])
def test_a_run_that_one_of_its_jobs_gave_up_is_said(client, doctor, run, part, status):
    stuck = later_run(RunState.COMPUTING)
    ended_job(map_key(stuck.pk, "831") if part == "map" else reduction_key(stuck.pk), status)

    assert WARNING in text_of(client.get(HOME))


@pytest.mark.django_db
def test_a_run_that_goes_well_is_not_said(client, doctor, run):
    """Neither the failures before the run shown, nor those that a newer run makes up for."""
    later_run(RunState.FAILED, number=11)
    assert "Calcul interrompu" not in text_of(client.get(HOME))

    refused = later_run(RunState.REFUSED)
    ended_job(reduction_key(refused.pk), JobStatus.DEAD)
    going = later_run(RunState.COMPUTING, number=14)
    ended_job(map_key(going.pk, "061"), JobStatus.DONE)
    assert "Calcul interrompu" not in text_of(client.get(HOME))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "state", "queries"),
    [
        (1, RunState.REFUSED, 2),
        (1, RunState.COMPUTING, 3),
        (20, RunState.COMPUTING, 3),
    ],
)
def test_the_strip_costs_three_queries_at_most(
    run, django_assert_num_queries, size, state, queries
):
    for number in range(13, 13 + size):
        ended_job(map_key(later_run(state, number=number).pk, "831"), JobStatus.DEAD)

    with django_assert_num_queries(queries):
        assert context._freshness().warning == WARNING


@pytest.mark.django_db
def test_synthetic_data_are_said_on_every_page(client, doctor, run, settings):
    settings.SYNTHETIC_DATA = True

    for address in (HOME, "/prescripteurs/", "/methode/", "/n-existe-pas/"):
        assert "Données synthétiques" in text_of(client.get(address))


@pytest.mark.django_db
def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(HOME)["Location"].startswith("/compte/")


def test_error_pages_ask_nothing_of_the_database():
    """No `db` fixture here: a query would raise."""
    request = RequestFactory().get("/")

    assert errors.not_found(request).status_code == 404
    assert errors.forbidden(request, PermissionDenied()).status_code == 403
    assert errors.failed(request).status_code == 500
    assert "rien n’a été enregistré" in text_of(errors.csrf_failure(request, "bad token"))


def test_alive_asks_nothing_of_the_database(client):
    assert client.get("/sante").json() == {"etat": "vivant"}


@pytest.mark.django_db
def test_ready_tells_each_part_and_the_age_of_the_run(client, run):
    answer = client.get("/pret")

    assert answer.status_code == 200
    assert answer.json().keys() == {"etat", "base", "redis", "migrations", "age_du_calcul_publie_h"}
    assert answer.json()["age_du_calcul_publie_h"] > 0


@pytest.mark.django_db
def test_not_ready_without_redis(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/pret")

    assert answer.status_code == 503
    assert answer.json()["redis"] == "hors service"


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client, monkeypatch):
    monkeypatch.setattr(health, "_all_applied", _never_applied)

    assert json.loads(client.get("/pret").content)["migrations"] == "hors service"


def _never_applied():
    return False


_never_applied.cache_clear = lambda: None


@pytest.mark.django_db
def test_the_declaration_of_accessibility_is_open_to_all(client):
    assert client.get("/accessibilite/").status_code == 200


@pytest.mark.django_db
def test_a_role_without_the_action_gets_the_page_of_refusal(client, signed_in):
    signed_in(Role.AUDITEUR)

    assert client.get(HOME).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role", [Role.MEDECIN_CONSEIL, Role.ADMIN_TECHNIQUE, Role.AUDITEUR, Role.CSAM]
)
def test_everybody_lands_on_a_page_that_opens(client, signed_in, role):
    signed_in(role)

    answer = client.get("/accueil/", follow=True)

    assert answer.redirect_chain == [("/ma-journee/", 302)]
    assert answer.status_code == 200
