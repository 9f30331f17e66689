"""Refusals: one shape, in French, without a word of what was received, here or in the logs."""

import logging
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sosij.models import HelpRequest, IntakeRate
from tests.sosij.api_world import Portal, body_of, piece


pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"
ENGLISH = re.compile(
    r"\b(the|this|that|not|field|valid|invalid|required|value|expected|must|may|null|list|item"
    r"|items|error|string|data|provided|but|got|type is|characters|blank|choice|parse|allowed)\b",
    re.IGNORECASE,
)
BODIES = [
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"question": NaN}',
    b"null",
    b"[]",
    b'"Kanarienvogel"',
    b"12",
    {},
    {"rpps": None, "question": None, "regime": None, "pieces": None},
    {"rpps": CANARY, "question": "", "regime": CANARY, "pieces": CANARY},
    {"rpps": 12345678901, "question": [CANARY], "regime": {CANARY: 1}, "pieces": [CANARY]},
    {"rpps": "1234567890\n", "question": True, "regime": 3, "pieces": [None, 12]},
    {"rpps": "١٢٣٤٥٦٧٨٩٠١", "question": f"{CANARY}\0", "regime": "rg"},
    {"rpps": "99900000001", "question": f"{CANARY} \ud800"},
    {"rpps": "99900000001", "question": CANARY * 1000},
    {"rpps": "99900000001", "question": "  \n "},
    {"rpps": "99900000001", "question": CANARY},
    {"rpps": "99900000001", "question": CANARY, "pieces": [{"nom": 1, "contenu": 2}]},
    {"rpps": "99900000001", "question": CANARY, "pieces": [{**piece(), "nom": f"{CANARY}\0"}]},
    {"rpps": "99900000001", "question": CANARY, "pieces": [piece(CANARY.encode(), CANARY)]},
]


@pytest.fixture
def portal():
    return Portal()


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_one_shape_in_french_without_what_was_received(portal, body, caplog):
    caplog.set_level(logging.DEBUG)
    told = portal.send("demandes/", body, **{"Idempotency-Key": "cle"})
    assert told.status_code in {400, 422}
    said = told.json()
    assert set(said) == {"code", "message", "champs"}
    assert re.fullmatch(r"[A-Z_]+", said["code"])
    sentences = [said["message"], *(text for texts in said["champs"].values() for text in texts)]
    assert all(text.endswith(".") for text in sentences), sentences
    assert not ENGLISH.search(" ".join(sentences)), sentences
    assert CANARY not in told.content.decode()
    assert CANARY not in caplog.text
    assert not HelpRequest.objects.exists()


def test_the_words_of_a_good_request_are_in_no_log(portal, caplog):
    caplog.set_level(logging.INFO)
    assert portal.ask(question=f"{CANARY} : que faire ?").status_code == 201
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("put", "demandes/", 405),
        ("options", "demandes/", 405),
        ("delete", "demandes/2026-00001/", 405),
        ("get", "demandes/2026-00001/retrait/", 405),
        ("get", "jeton/", 405),
        ("get", "demandes", 404),
        ("post", "demandes", 404),
        ("get", "rien/du/tout", 404),
    ],
)
def test_an_address_or_a_method_that_is_none_is_refused_in_the_same_shape(
    portal, method, path, status
):
    told = getattr(portal.http, method)(
        "/api/sos-ij/v1/" + path, headers=portal.headers, secure=True
    )
    assert told.status_code == status
    assert set(told.json()) == {"code", "message", "champs"}
    assert not ENGLISH.search(told.json()["message"])


@pytest.mark.parametrize("media", ["text/plain", "multipart/form-data; boundary=x", "", "x"])
def test_a_body_that_is_not_json_is_refused_with_what_is_accepted(portal, media):
    told = portal.http.post(
        "/api/sos-ij/v1/demandes/",
        b"rpps=1",
        content_type=media,
        headers={**portal.headers, "Idempotency-Key": "a"},
        secure=True,
    )
    assert told.status_code == 415
    assert "JSON" in told.json()["message"]


def test_whatever_is_accepted_the_answer_is_json(portal):
    told = portal.http.get(
        "/api/sos-ij/v1/demandes/?format=html",
        headers={**portal.headers, "Accept": "text/html"},
        secure=True,
    )
    assert (told.status_code, told["Content-Type"]) == (200, "application/json")


def test_a_doctor_for_whom_the_service_is_not_open_is_refused(portal):
    told = portal.ask(rpps="99999999999")
    assert (told.status_code, told.json()["code"]) == (422, "MEDECIN_INCONNU")


def test_a_complement_is_read_like_a_question(portal):
    portal.ask()
    path = f"demandes/{HelpRequest.objects.get().reference}/messages/"
    for body, status in (({}, 400), ({"texte": ""}, 400), ({"texte": " "}, 422)):
        assert portal.send(path, body).status_code == status
    told = portal.send(path, {"texte": "Le 1 84 12 06 088 012 bis"})
    assert (told.status_code, told.json()["code"]) == (422, "TEXTE_NIR")


def rate_row(portal, **fields):
    row = {"client": portal.client, "scope": "appel", "minute": timezone.now(), "calls": 1}
    return IntakeRate(**row | fields)


@pytest.mark.parametrize(
    ("constraint", "rows"),
    [
        ("intake_rate_counts", lambda portal: [rate_row(portal, calls=0)]),
        ("intake_rate_counts", lambda portal: [rate_row(portal, scope="autre")]),
        ("intake_rate_once", lambda portal: [rate_row(portal), rate_row(portal)]),
    ],
)
def test_the_database_refuses_rows_that_cannot_be(portal, constraint, rows):
    *good, last = rows(portal)
    for row in good:
        row.save()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        last.save()


def test_a_body_has_the_fields_of_the_description(portal):
    assert set(body_of()) == {"rpps", "question", "regime"}
    assert portal.ask(inconnu=CANARY).status_code == 201
