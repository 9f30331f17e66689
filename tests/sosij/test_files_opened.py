"""An attachment in the browser: opened by whom may, when it is clean, and never run there."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.models import JournalEntry
from sosij.enums import Desk, FileState, Motive
from sosij.models import HelpRequest, RequestFile
from sosij.services.files import Incoming, store_files
from sosij.services.scanning import settle
from tests.accounts.factories import HabilitationFactory, caisse
from tests.pages.reading import reads, text_of
from tests.sosij.api_world import PDF, PNG
from tests.sosij.help_world import QUESTION, at, doctor, held_by, received, seated


pytestmark = pytest.mark.django_db
NOW = at(12, 10)


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(NOW, tick=False):
        yield


def with_file(request=None, verdict=FileState.CLEAN, name="compte-rendu opéré.pdf", content=PDF):
    found = request or received()
    store_files(found, [Incoming(name, content)], at(9, 11, 30))
    with database_role(DatabaseRole.MEDICAL, {found.caisse}):
        file = RequestFile.objects.filter(request=found).latest("pk")
    if verdict is not FileState.QUARANTINED:
        settle(file.pk, verdict, NOW)
    return found, f"/sos-ij/{found.reference}/pieces/{file.pk}/"


def test_a_clean_file_is_given_to_save_and_never_to_run(client, at_desk):
    at_desk()
    request, address = with_file()
    given = client.get(address)
    assert (given.status_code, given.content) == (200, PDF)
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment; filename*=utf-8''compte-rendu%20op")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given["Cache-Control"] == "private, no-store"
    assert f'href="{address}"' in client.get(f"/sos-ij/{request.reference}/").content.decode()
    opened = JournalEntry.objects.get(action="sosij.piece-ouvrir")
    assert (opened.object_id, opened.caisse) == (request.reference, "061")
    assert "opéré" not in opened.reason


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (FileState.QUARANTINED, "en quarantaine"),
        (FileState.INFECTED, "refusée par l’antivirus"),
    ],
)
def test_any_other_is_listed_with_its_reason_and_does_not_open(client, at_desk, verdict, said):
    at_desk()
    request, address = with_file(verdict=verdict)
    assert client.get(address).status_code == 404
    page = client.get(f"/sos-ij/{request.reference}/")
    assert said in text_of(page)
    assert "compte-rendu opéré.pdf" in text_of(page)
    assert address not in page.content.decode()
    assert not JournalEntry.objects.filter(action="sosij.piece-ouvrir").exists()


def test_no_desk_without_a_medical_right_opens_or_lists_one(client, at_desk):
    """Canary, at the desks of benefits and of the social service, for their own requests too."""
    for role, desk in ((Role.GESTIONNAIRE, Desk.BENEFITS), (Role.SERVICE_SOCIAL, Desk.SOCIAL)):
        request, address = with_file(held_by(seated()))
        at_desk(role, desk)
        HelpRequest.objects.filter(pk=request.pk).update(desk=desk)
        assert client.get(address).status_code == 403
        assert "opéré" not in text_of(client.get(f"/sos-ij/{request.reference}/"))


def test_another_caisse_or_another_request_is_as_if_it_did_not_exist(client, at_desk):
    at_desk()
    _, elsewhere = with_file(received(doctor(caisse="831", departement="83")))
    assert client.get(elsewhere).status_code == 404
    _, address = with_file()
    other = received()
    ident = address.rstrip("/").rpartition("/")[2]
    assert client.get(f"/sos-ij/{other.reference}/pieces/{ident}/").status_code == 404
    assert client.get(address).status_code == 200


def test_a_role_at_one_caisse_opens_no_file_of_another(client, at_desk):
    """A répondant of the Var who is a clerk in Nice."""
    clerk = seated(Role.GESTIONNAIRE, desk=Desk.BENEFITS)
    request, address = with_file(held_by(clerk, Motive.ADMINISTRATIVE))
    user = at_desk(caisse="831")
    HabilitationFactory(user=user, role=Role.GESTIONNAIRE, organisation=caisse("061"))
    assert client.get(f"/sos-ij/{request.reference}/").status_code == 200
    assert client.get(address).status_code == 404


def test_files_add_no_read_to_the_page(client, at_desk):
    at_desk()
    request = received()
    address = f"/sos-ij/{request.reference}/"
    client.get(address)
    before = reads(client, address)
    with_file(request)
    with_file(request, FileState.QUARANTINED, content=PNG)
    assert len(reads(client, address)) == len(before)


def typed(**fields):
    return {
        "rpps": doctor().rpps,
        "canal": "courriel",
        "recue_le": "2026-11-12T09:30",
        "question": QUESTION,
        **fields,
    }


def test_a_request_is_typed_in_with_its_files(client, at_desk):
    at_desk(Role.SECRETARIAT_MEDICAL)
    files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.png", PNG)]
    answer = client.post("/sos-ij/saisir/", typed(pieces=files), follow=True)
    assert "Demande 2026-00001 enregistrée." in text_of(answer)
    seen = text_of(answer)
    assert "a.pdf" in seen
    assert "b.png" in seen
    assert "en quarantaine" in seen


@pytest.mark.parametrize(
    ("said", "files"),
    [
        ("type accepté", [SimpleUploadedFile("a.pdf", b"MZ executable")]),
        ("5 Mo au plus", [SimpleUploadedFile("a.pdf", PDF + b"0" * 5 * 2**20)]),
        ("3 pièces au plus", [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(4)]),
        ("numéro de sécurité sociale", [SimpleUploadedFile("1841206088012.pdf", PDF)]),
        ("deux fois", [SimpleUploadedFile(name, PDF) for name in ("a.pdf", "b.pdf")]),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field_and_nothing_is_kept(client, at_desk, said, files):
    at_desk(Role.SECRETARIAT_MEDICAL)
    for file in files:
        file.seek(0)
    answer = client.post("/sos-ij/saisir/", typed(pieces=files))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert QUESTION in text_of(answer)
    assert not HelpRequest.objects.exists()


def test_files_lost_to_another_refusal_are_said_to_be_lost(client, at_desk):
    at_desk(Role.SECRETARIAT_MEDICAL)
    files = [SimpleUploadedFile("a.pdf", PDF)]
    answer = client.post("/sos-ij/saisir/", typed(pieces=files, rpps="1"))
    assert "choisissez-les de nouveau" in text_of(answer)
