"""The token: who gets one, how long it opens, and that nothing else opens."""

import base64
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from core.models import JournalEntry
from sosij.models import IntakeClient
from sosij.services.intake_clients import renew_secret
from tests.sosij.api_world import ROOT, Portal
from tests.sosij.help_world import seated


pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
GRANT = "grant_type=client_credentials"


@pytest.fixture
def portal():
    return Portal()


def asked(body=GRANT, **headers):
    return Client().post(ROOT + "jeton/", body, content_type=FORM, headers=headers, secure=True)


def basic(code, secret):
    return {"Authorization": "Basic " + base64.b64encode(f"{code}:{secret}".encode()).decode()}


def in_body(portal):
    return f"{GRANT}&client_id={portal.client.code}&client_secret={portal.secret}"


def test_a_token_by_the_header_or_by_the_body_opens_the_api(portal):
    for told in (asked(**basic(portal.client.code, portal.secret)), asked(in_body(portal))):
        assert told.status_code == 200
        assert (told["Cache-Control"], told["Pragma"]) == ("no-store", "no-cache")
        token = told.json()
        assert (token["token_type"], token["expires_in"]) == ("Bearer", 900)
        portal.token = token["access_token"]
        assert portal.get("demandes/").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("", 400, "invalid_request"),
        ("grant_type=", 400, "invalid_request"),
        ("grant_type=password", 400, "unsupported_grant_type"),
        (f"{GRANT}&{GRANT}", 400, "invalid_request"),
        (f"{GRANT}&client_id=portail-praticiens", 400, "invalid_request"),
    ],
)
def test_errors_of_the_form_are_those_of_the_rfc(portal, body, status, error):
    told = asked(body, **basic(portal.client.code, portal.secret))
    assert (told.status_code, told.json()["error"]) == (status, error)
    assert told.json()["error_description"].isascii()
    assert told["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("portail-praticiens", "faux"),
        basic("inconnu", "faux"),
        basic("a\0b", "faux"),
        {"Authorization": "Basic ???"},
        {"Authorization": "Basic /w=="},
        {"Authorization": "Digest x"},
    ],
)
def test_an_unproven_client_gets_a_challenge(portal, headers):
    told = asked(**headers)
    assert (told.status_code, told.json()["error"]) == (401, "invalid_client")
    assert told["WWW-Authenticate"] == 'Basic realm="SOS IJ"'


def test_the_form_is_a_small_form(portal):
    as_json = Client().post(ROOT + "jeton/", {}, content_type="application/json", secure=True)
    assert (as_json.status_code, as_json.json()["code"]) == (415, "TYPE_DE_CORPS")
    assert asked("a=" + "x" * 8200).status_code == 413
    assert asked("&".join(f"a{n}=1" for n in range(1100))).status_code == 400


def test_a_token_lives_a_quarter_of_an_hour(portal):
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=14, seconds=50)):
        assert portal.get("demandes/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=15, seconds=10)):
        told = portal.get("demandes/")
    assert (told.status_code, told.json()["code"]) == (401, "JETON_REFUSE")
    assert told["WWW-Authenticate"] == 'Bearer realm="SOS IJ"'


def test_a_client_closed_or_with_a_new_secret_loses_its_tokens(portal):
    IntakeClient.objects.update(until=timezone.localdate())
    assert portal.get("demandes/").status_code == 401
    assert asked(**basic(portal.client.code, portal.secret)).status_code == 401
    IntakeClient.objects.update(until=None)
    assert portal.get("demandes/").status_code == 200
    renew_secret(portal.client.code, system="essai")
    assert portal.get("demandes/").status_code == 401
    assert asked(in_body(portal)).status_code == 401


def test_a_client_not_yet_open_has_no_token(portal):
    IntakeClient.objects.update(since=timezone.localdate() + timedelta(days=1))
    assert asked(in_body(portal)).status_code == 401


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "Basic eA==", "Bearer é", "x"])
@pytest.mark.parametrize("path", ["demandes/", "demandes/2026-00001/", "rien/"])
def test_without_a_token_nothing_opens_not_even_with_a_session(header, path):
    client = Client()
    client.force_login(seated(), backend="allauth.account.auth_backends.AuthenticationBackend")
    headers = {"Authorization": header} if header else {}
    told = client.get(ROOT + path, headers=headers, secure=True)
    assert told.status_code == 401
    assert set(told.json()) == {"code", "message", "champs"}
    assert told["WWW-Authenticate"].startswith("Bearer")


def test_an_altered_token_is_refused(portal):
    head, _, tail = portal.token.partition(":")
    portal.token = f"{head[:-2]}AA:{tail}"
    assert portal.get("demandes/").status_code == 401


def test_the_command_opens_a_client_and_shows_its_secret_once(capsys):
    call_command("ouvrir_client_sos", "portail-msa", "Portail de la MSA")
    told = capsys.readouterr().out
    secret = told.split("client_secret : ")[1].split()[0]
    client = IntakeClient.objects.get(code="portail-msa")
    assert client.label == "Portail de la MSA"
    assert client.since == timezone.localdate() > date(2025, 1, 1)
    assert secret not in client.secret
    assert asked(**basic("portail-msa", secret)).status_code == 200
    opened = JournalEntry.objects.get(action="sosij.client-ouvrir")
    assert (opened.system, opened.object_id) == ("installation", "portail-msa")
    call_command("ouvrir_client_sos", "portail-msa", "--nouveau-secret")
    assert asked(**basic("portail-msa", secret)).status_code == 401


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Portail MSA"], "minuscules"),
        (["portail-praticiens"], "existe déjà"),
        (["inconnu", "--nouveau-secret"], "Aucun client"),
    ],
)
def test_the_command_says_in_french_what_it_refuses(portal, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("ouvrir_client_sos", *arguments)
