"""Every route of the URLconf, for anybody: anonymous, wrong role, right role, other caisse."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import roles
from accounts.enums import Access, Role
from accounts.permissions import Route, routes
from core.jobs import enqueue
from prescribers.models import ImportBatch
from prescribers.services.night.kinds import NIGHT
from tests.accounts.factories import person
from tests.sosij.library_world import entry as model_answer
from tests.sosij.survey_world import open_link


LOGIN = "/compte/login/"
# What no change of droits.yaml may silently open: role → a route that must stay shut.
NEVER = {
    Role.CSAM: ["prescripteurs", "tableau-de-bord", "traitements", "admin-comptes", "donnees"],
    Role.SERVICE_SOCIAL: [
        "prescripteurs",
        "tableau-de-bord",
        "traitements",
        "admin-comptes",
        "donnees",
    ],
    Role.ADMIN_TECHNIQUE: ["prescripteurs", "tableau-de-bord", "prescripteurs-csv"],
    Role.AUDITEUR: ["prescripteurs", "tableau-de-bord", "admin-comptes"],
    Role.MEDECIN_CONSEIL: ["admin-comptes", "admin-journal", "admin-habilitations", "imports"],
    Role.DAM: ["admin-comptes", "admin-journal", "traitements", "imports"],
    Role.ADMIN_CAMPAGNE: ["admin-comptes", "import-deposer"],
}


@contextmanager
def undone() -> Iterator[None]:
    """One cell of the matrix changes nothing for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def addresses(country, actors):
    """An existing object of caisse 061 for each argument of a route."""
    job = enqueue(kind=NIGHT, dedup_key="matrice", payload={}, by=None)
    own = next(doctor for doctor in country if doctor.caisse == "061")
    open_link("lien-du-questionnaire", closes=date(2200, 1, 1))
    arguments = {
        "number": actors[Role.CSAM].pk,
        "rpps": own.rpps,
        "figure": "evolution",
        "file_format": "csv",
        "case": "BCDFG",
        "job_id": job.pk,
        "export_id": 1,
        "reference": "2026-00001",
        "act": "prendre",
        "duty_id": 1,
        "entry_id": model_answer(by=actors[Role.REPONDANT_SOS].pk).pk,
        "version_id": 1,
        "survey_id": 1,
        "token": "lien-du-questionnaire",
        "file_id": 1,
        "batch_id": ImportBatch.objects.order_by("pk").first().pk,
        "uidb36": "1",
        "key": "set-password",
    }

    def address(route: Route) -> str:
        names = re.findall(r"<(?:[^:<>]+:)?([^<>]+)>", route.pattern)
        known = {name: arguments[name] for name in names if name in arguments}
        if set(known) == set(names) and route.name:
            try:
                return reverse(route.name, kwargs=known)
            except Exception:  # noqa: BLE001 (a regex route: its closed or public page has a default)
                return reverse(route.name, args=["MQ", "set-password"][: len(names)])
        return reverse(route.name, args=["x"] * max(1, route.pattern.count("(?P<")))

    return address


def every_route() -> list[Route]:
    return list(routes(get_resolver()))


def test_no_route_is_missing_an_action():
    assert [route.pattern for route in every_route() if route.action is None] == []
    assert len(every_route()) >= 30


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# No token; or not the method of the address, which is said before who asks.
WITHOUT_TOKEN = {401, 405}


def refused(answer) -> bool:
    return answer.status_code in {403, 404}


def sent_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize("method", ["get", "post"])
def test_anonymous_enters_public_routes_only(addresses, method):
    for route in every_route():
        access = roles.action_named(route.action).access
        with undone():
            answer = getattr(Client(), method)(addresses(route), secure=True)
        if access is Access.PUBLIC:
            assert answer.status_code < 500, route
        elif access is Access.CLOSED:
            assert answer.status_code == 404, route
        elif access is Access.CLIENT:
            assert answer.status_code in WITHOUT_TOKEN, route
        else:
            assert sent_to_sign_in(answer), (route, answer.status_code)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_enters_what_droits_yaml_says(addresses, actors, role, method):
    for route in every_route():
        action = roles.action_named(route.action)
        with undone():  # signed in for each cell: one of the routes signs out
            client = signed_in(actors[role])
            answer = getattr(client, method)(addresses(route), secure=True)
        assert answer.status_code < 500, route
        if action.access is Access.CLOSED:
            assert answer.status_code == 404, route
        elif action.access is Access.CLIENT:  # a session opens nothing there
            assert answer.status_code in WITHOUT_TOKEN, (route, role)
        elif action.access is Access.ROLES and role not in action.roles:
            assert answer.status_code == 403, (route, role)
        else:
            assert answer.status_code != 403, (route, role)
            assert action.access is Access.PUBLIC or not sent_to_sign_in(answer), (route, role)


@pytest.mark.parametrize("role", NEVER)
def test_a_hand_written_list_of_shut_doors(country, actors, role):
    client = signed_in(actors[role])
    for name in NEVER[role]:
        assert client.get(reverse(name), secure=True).status_code == 403, name


READERS = [role for role in Role if role in roles.action_named("prescripteurs.lire").roles]


@pytest.mark.parametrize("role", READERS)
def test_another_caisse_s_prescriber_is_as_if_absent(country, role):
    client = signed_in(person(role, "831"))
    own = next(doctor for doctor in country if doctor.caisse == "831")
    other = next(doctor for doctor in country if doctor.caisse == "061")
    tabs = ("evolution/", "comparables/", "structure/", "historique/")
    for path in ("", *tabs, "figures/evolution.csv"):
        # The control: the same reader opens the same page of the own caisse.
        assert client.get(f"/prescripteurs/{own.rpps}/{path}", secure=True).status_code == 200
        seen = client.get(f"/prescripteurs/{other.rpps}/{path}", secure=True)
        absent = client.get(f"/prescripteurs/99999999999/{path}", secure=True)
        assert seen.status_code == absent.status_code == 404
        assert seen.content == absent.content
    listed = client.get(reverse("prescripteurs"), secure=True).content.decode()
    exported = client.get(reverse("prescripteurs-csv"), secure=True).content.decode()
    for text in (listed, exported):
        assert own.rpps in text
        assert other.rpps not in text


def test_a_right_withdrawn_between_two_requests_is_gone(country, actors):
    user = actors[Role.MEDECIN_CONSEIL]
    client = signed_in(user)
    assert client.get(reverse("prescripteurs"), secure=True).status_code == 200
    user.habilitations.update(valid_to="2024-02-01")
    assert client.get(reverse("prescripteurs"), secure=True).status_code == 403
