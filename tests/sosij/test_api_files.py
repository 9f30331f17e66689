"""Attachments: known by their content, measured, in quarantine until a scanner has spoken."""

import hashlib

import pytest

from core.database_role import DatabaseRole, database_role
from sosij.models import HelpRequest, RequestFile
from tests.sosij.api_world import JPEG, PDF, PNG, Portal, piece


pytestmark = pytest.mark.django_db
MB = 2**20


@pytest.fixture
def portal():
    return Portal()


def kept():
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        return list(RequestFile.objects.all())


def test_three_files_are_kept_behind_the_wall_unopened(portal):
    files = [piece(PDF), piece(PNG, "radio.png"), piece(JPEG, "photo.pdf")]
    assert portal.ask(pieces=files).status_code == 201
    assert [(row.name, row.media_type, row.scanned_at) for row in kept()] == [
        ("compte-rendu.pdf", "application/pdf", None),
        ("radio.png", "image/png", None),
        ("photo.pdf", "image/jpeg", None),
    ]
    first = kept()[0]
    assert (bytes(first.content), first.size) == (PDF, len(PDF))
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    with database_role(DatabaseRole.MEDICAL, {"831"}):
        assert not RequestFile.objects.exists()


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("PIECE_TYPE", [piece(b"PK\x03\x04 un document de bureau")]),
        ("PIECE_TYPE", [piece(b"MZ executable", "compte-rendu.pdf")]),
        ("PIECE_TYPE", [piece(b"x%PDF-1.7")]),
        ("PIECE_DOUBLE", [piece(PDF, "a.pdf"), piece(PDF, "b.pdf")]),
        ("PIECE_TAILLE", [piece(PDF + b"0" * (5 * MB))]),
        ("PIECES_TAILLE", [piece(PDF + bytes([n]) * (4 * MB + 9), f"{n}.pdf") for n in range(3)]),
        ("PIECE_NIR", [piece(name="1841206088012.pdf")]),
        ("PIECE_NIR", [piece(name="arret_1-84-12-06-088-012.pdf")]),
    ],
)
def test_a_file_is_refused_with_its_reason_and_nothing_stays(portal, code, files):
    told = portal.ask(pieces=files)
    assert (told.status_code, told.json()["code"]) == (422, code)
    assert not HelpRequest.objects.exists()
    assert "PDF, JPEG ou PNG" in told.json()["message"] or code != "PIECE_TYPE"


def test_the_largest_files_pass(portal):
    files = [piece(bytes(PDF) + bytes([n]) * (4 * MB - len(PDF)), f"{n}.pdf") for n in range(3)]
    assert portal.ask(pieces=files).status_code == 201
    assert sum(row.size for row in kept()) == 12 * MB


@pytest.mark.parametrize(
    ("field", "files"),
    [
        ("pieces", [piece(bytes([n]) + PDF) for n in range(4)]),
        ("pieces", {"nom": "x"}),
        ("pieces.0.contenu", [{"nom": "a.pdf", "contenu": "%%%"}]),
        ("pieces.0.contenu", [{"nom": "a.pdf", "contenu": "JVBERi0"}]),
        ("pieces.0.contenu", [{"nom": "a.pdf"}]),
        ("pieces.0.contenu", [{"nom": "a.pdf", "contenu": ""}]),
        ("pieces.0.nom", [{**piece(), "nom": "../../etc/passwd"}]),
        ("pieces.0.nom", [{**piece(), "nom": "a\r\nb.pdf"}]),
        ("pieces.0.nom", [{**piece(), "nom": "photo\u202efdp.png"}]),
        ("pieces.0.nom", [{**piece(), "nom": "a" * 121}]),
        ("pieces.0.corps", ["x"]),
    ],
)
def test_a_malformed_file_is_shown_by_its_field(portal, field, files):
    told = portal.ask(pieces=files)
    assert told.status_code == 400
    assert list(told.json()["champs"]) == [field]


def test_a_body_too_large_is_not_read(portal):
    told = portal.send("demandes/", b"x" * (17 * MB + 1), **{"Idempotency-Key": "a"})
    assert (told.status_code, told.json()["code"]) == (413, "CORPS_TROP_GRAND")


def test_a_request_is_received_whatever_the_scanner(portal, settings):
    """The number is given before anybody looks at a file: a scanner that hangs holds back none."""
    settings.SOSIJ_SCANNER = "tests.sosij.scanners.hangs"
    assert portal.ask(pieces=[piece()]).status_code == 201
    assert [(row.state, row.tried_at) for row in kept()] == [("quarantaine", None)]
