"""A word that only practitioners may read, looked for in everything else.

It is in a report's remarks, a note, the number of a case, the note of an offer; then every address
of the interviews, every table outside the medical space and every mail is searched for it.
"""

import re

import pytest
import time_machine
from django.db import connection
from django.urls import get_resolver, reverse

from accounts.permissions import routes
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from interviews.enums import Kind, NextStep, OfferState, Proposal
from interviews.models import DiscussedCase
from interviews.services.notes import add_note
from interviews.services.offers import move_offer, offer
from interviews.services.report import sign
from tests.accounts.factories import caisse, person
from tests.interviews.desk_world import client_of
from tests.interviews.world import at, document, held, scheduled, written
from tests.pdf_text import words


pytestmark = pytest.mark.django_db
CANARY = "zibeline"
OTHERS = ("dam", "secretariat_medical", "admin_campagne", "gestionnaire")
OURS = ("entretiens/", "terrain/", "ma-journee", "contacts", "visites")


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(at(19, 9), tick=False):
        yield


@pytest.fixture
def interviews_told(db):
    """One to come with its cases, one held and signed with notes and offers, a delegate's visit."""
    caisse("061", "CPAM des Alpes-Maritimes")
    lead = person("medecin_conseil", at="061")
    by, given = Author(at=at(18), by=lead.pk), document()
    said = written(
        remarks=f"Suit une {CANARY}.", documents=(given.pk,), next_step=NextStep.SEE_AGAIN_3
    )
    done = held(lead, said=said)
    ahead = scheduled(lead, found=done.prescriber, starts=at(24))
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        for interview in (done, ahead):
            DiscussedCase.objects.create(
                interview=interview, caisse="061", letter="A", number=CANARY, rule="long-sans-ald"
            )
        add_note(done, f"Longue note, {CANARY}.", by)
        made = offer(done, "A", Proposal.SOCIAL, by)
        move_offer(made, OfferState.ACCEPTED, by, note=f"Accord, {CANARY}")
    sign(done, by)
    visit = held(kind=Kind.VISIT, found=done.prescriber, starts=at(18, 9))
    return [done, ahead, visit], lead


def addresses(interviews):
    """Every address of the interviews, for each of them."""
    for route in routes(get_resolver()):
        if not route.pattern.startswith(OURS):
            continue
        names = re.findall(r"<(?:[^:<>]+:)?([^<>]+)>", route.pattern)
        for one in interviews:
            known = {name: "signer" if name == "act" else one.pk for name in names}
            yield reverse(route.name, kwargs=known)
            if not names:
                break
    yield f"/entretiens/?q={CANARY}"
    for one in interviews:
        yield f"/prescripteurs/{one.prescriber.rpps}/"


def told(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = words(content) if content.startswith(b"%PDF") else content.decode("utf-8", "replace")
    return f"{answer.headers} {text}".casefold()


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_nor_file_gives_it_to_another_role(interviews_told, role, caplog):
    interviews, _ = interviews_told
    client = client_of(person(role, at="061"))
    answers = {address: client.get(address) for address in addresses(interviews)}
    assert len(answers) > 40
    assert [one for one, answer in answers.items() if answer.status_code >= 500] == []
    # The word that was searched is written back in its box.
    del answers[f"/entretiens/?q={CANARY}"]
    assert [one for one, answer in answers.items() if CANARY in told(answer)] == []
    assert CANARY not in caplog.text.casefold()


def test_the_delegate_who_leads_meets_it_in_none_of_his_acts(interviews_told):
    interviews, _ = interviews_told
    visit = interviews[-1]
    client = client_of(visit.lead)
    for act, said in (
        ("compte-rendu", {"duree": "40", "suite": "termine", "edition": "1"}),
        ("conclusion", {"conclusion": "Visite tenue.", "edition": "2"}),
        ("coordonnees", {"adresse": "cabinet@medecin.example"}),
        ("signer", {}),
        ("revoir", {}),
    ):
        done = client.post(f"/entretiens/{visit.pk}/{act}/", said, follow=True)
        assert CANARY not in told(done), act
    visit.refresh_from_db()
    assert visit.report.conclusion == "Visite tenue."
    assert visit.report.sent_at is not None


def test_no_table_outside_the_medical_space_holds_it(interviews_told):
    assert rows_with_the_canary("public") == {}
    assert rows_with_the_canary("medical").keys() == {
        "interview_case",
        "interview_note",
        "interview_offer_move",
    }


def rows_with_the_canary(schema):
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = %s::regnamespace AND NOT relispartition",
            [schema],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {schema}.{table} t WHERE t::text ILIKE %s", [f"%{CANARY}%"]
            )
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def test_the_word_is_there_for_who_may_read_it(interviews_told):
    (done, ahead, _), lead = interviews_told
    client = client_of(lead)
    assert told(client.get(f"/entretiens/{done.pk}/notes/")).count(CANARY) >= 3
    assert CANARY in told(client.get(f"/entretiens/{ahead.pk}/compte-rendu/"))
    assert CANARY in told(client.get(f"/entretiens/{ahead.pk}/preparer/"))
