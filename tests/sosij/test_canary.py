"""A word that only the service médical may read, looked for in everything else.

It is in the question, the notes, the opinion, the drafts, the answer, the complement and the
attachment; then every page, file and table outside the medical space is searched for it.
"""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.enums import Role
from accounts.permissions import routes
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from sosij.enums import Desk, HoldReason, Motive, TextKind
from sosij.models import HelpRequest, RequestFile
from sosij.rules.desks import SERVICE_MEDICAL
from sosij.services.answer import add_text, answer, submit
from sosij.services.conduct import suspend, take
from sosij.services.qualify import Reading, qualify, redirect
from tests.accounts.factories import person
from tests.pdf_text import words
from tests.sosij.api_world import PDF, Portal, piece
from tests.sosij.help_world import QUESTION, at, doctor, received, seated


pytestmark = pytest.mark.django_db
CANARY = "zibeline"
SAID = f"{QUESTION} {CANARY}"
OTHERS = sorted(set(Role) - SERVICE_MEDICAL)


@pytest.fixture(autouse=True)
def thursday():
    """The portal numbers by its own clock: the year of the references is that of the world."""
    with time_machine.travel(at(12, 10), tick=False):
        yield


@pytest.fixture
def requests_told():
    """One to qualify, one read twice, one answered, one suspended, one gone to an open desk."""
    expert, clerk = seated(), seated(Role.GESTIONNAIRE, desk=Desk.BENEFITS)
    by = Author(at=at(10), by=expert.pk)
    portal = Portal()
    portal.ask(question=SAID, pieces=[piece(PDF + CANARY.encode(), f"{CANARY}.pdf")])
    for motive, act in (
        (Motive.DISPUTE, lambda r: submit(r, SAID, by)),
        (Motive.WORKPLACE, lambda r: answer(r, SAID, by)),
        (Motive.WORKPLACE, lambda r: suspend(r, HoldReason.DOCTOR, by, detail="Date attendue")),
    ):
        held = take(qualify(received(question=SAID), Reading([motive]), by), by)
        add_text(held, TextKind.NOTE, SAID, by)
        add_text(held, TextKind.EXPERT, SAID, by)
        act(held)
    gone = take(qualify(received(doctor(), question=SAID), Reading([Motive.OTHER]), by), by)
    add_text(gone, TextKind.NOTE, SAID, by)
    gone = redirect(gone, Desk.BENEFITS, by, reason="Relève des prestations")
    return take(gone, Author(at=at(11), by=clerk.pk)), clerk


def client_of(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses():
    """Every address of SOS IJ, for every request and file."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        files = list(RequestFile.objects.values_list("pk", flat=True))
    numbers = {"file_id": files, "reference": references(), "act": ["prendre"], "token": ["x"]}
    for route in routes(get_resolver()):
        if not route.pattern.startswith("sos-ij/"):
            continue
        names = re.findall(r"<(?:[^:<>]+:)?([^<>]+)>", route.pattern)
        for one in numbers["reference"] if "reference" in names else [""]:
            known = {name: numbers.get(name, [1])[0] for name in names} | {"reference": one}
            yield reverse(route.name, kwargs={name: known[name] for name in names})
    yield "/sos-ij/?q=2026"
    for rpps in HelpRequest.objects.values_list("rpps", flat=True):
        yield f"/prescripteurs/{rpps}/"


def references():
    return list(HelpRequest.objects.order_by("pk").values_list("reference", flat=True))


def told(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = words(content) if content.startswith(b"%PDF") else content.decode("utf-8", "replace")
    return f"{answer.headers} {text}".casefold()


def rows_with_the_canary(schema):
    """By table of a schema: rows where the word is written, in clear or as bytes."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = %s::regnamespace AND NOT relispartition",
            [schema],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {schema}.{table} t"
                " WHERE t::text ILIKE %s OR t::text ILIKE %s",
                [f"%{CANARY}%", f"%{CANARY.encode().hex()}%"],
            )
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_nor_file_gives_it_to_another_role(requests_told, role, caplog):
    client = client_of(person(role, at="061"))
    answers = {address: client.get(address, secure=True) for address in addresses()}

    assert len(answers) > 60
    assert [address for address, answer in answers.items() if answer.status_code >= 500] == []
    assert [address for address, answer in answers.items() if CANARY in told(answer)] == []
    assert CANARY not in caplog.text.casefold()


def test_the_desk_that_holds_the_request_reads_it_without_the_word(requests_told):
    gone, clerk = requests_told
    client = client_of(clerk)
    page = f"/sos-ij/{gone.reference}/"
    assert client.get(page, secure=True).status_code == 200
    for act, said in (
        ("note", {"texte": "Dossier vu."}),
        ("brouillon", {"texte": "À finir."}),
        ("suspendre", {"motif": "assure", "precision": "Accord attendu de la personne"}),
        ("reprendre", {}),
        ("repondre", {"texte": ""}),
        ("repondre", {"texte": "Le salaire se déclare en DSN."}),
    ):
        done = client.post(f"{page}{act}/", said, secure=True, follow=True)
        assert CANARY not in told(done)
    assert HelpRequest.objects.get(pk=gone.pk).state == "repondue"
    assert CANARY not in told(client.get(f"{page}reponse.pdf", secure=True))


def test_searching_the_word_finds_nothing(requests_told):
    _, clerk = requests_told
    found = told(client_of(clerk).get("/sos-ij/", {"q": CANARY}, secure=True))
    assert "2026-0000" not in found
    assert "2026-00005" in told(client_of(clerk).get("/sos-ij/", {"q": "2026"}, secure=True))


def test_no_table_outside_the_medical_space_holds_it(requests_told):
    assert rows_with_the_canary("public") == {}
    assert rows_with_the_canary("medical").keys() >= {"request_text", "request_file"}


def test_the_word_is_there_for_who_may_read_it(requests_told):
    client = client_of(seated())
    shown = [told(client.get(f"/sos-ij/{one}/", secure=True)) for one in references()]
    assert len(shown) == 5
    assert all(CANARY in page for page in shown)
