"""Drafts: kept for who writes, on his side of the wall, gone with the answer, never lost."""

import pytest
import time_machine
from django.db import connection

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, DropReason, Motive
from sosij.models import DeskDraft, RequestDraft
from sosij.services.answer import answer, send_back, submit
from sosij.services.conduct import drop
from sosij.services.drafts import keep_draft
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, held_by, seated


pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = "Une visite de préreprise dès la sixième semaine."


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(at(12, 14, 5), tick=False):
        yield


def kept(client, request, text=TYPED, **said):
    posted = {"texte": text, "vu": request.desk, **said}
    return client.post(f"/sos-ij/{request.reference}/brouillon/", posted, follow=True)


def typed(client, request, text):
    """As htmx posts it while one types."""
    address = f"/sos-ij/{request.reference}/brouillon/"
    headers = {"HX-Request": "true"}
    return client.post(address, {"texte": text, "vu": request.desk}, headers=headers)


def page(client, request):
    return client.get(f"/sos-ij/{request.reference}/")


def words_of(response):
    return text_of(response).replace("\u202f", " ")


def test_the_button_keeps_and_the_next_visit_shows(client, at_desk):
    request = held_by(at_desk())
    said = words_of(kept(client, request))
    assert "Brouillon du 12 novembre, 14 h 05, gardé." in said
    seen = page(client, request)
    assert f"{TYPED}</textarea>" in seen.content.decode()
    assert "Brouillon du 12 novembre, 14 h 05" in words_of(seen)


def test_what_is_typed_is_kept_without_a_page(client, at_desk):
    request = held_by(at_desk())
    said = typed(client, request, "Une première phrase")
    assert said.status_code == 200
    assert words_of(said).strip() == "Brouillon du 12 novembre, 14 h 05, gardé"
    typed(client, request, "Une première phrase, puis une autre.")
    assert RequestDraft.objects.get().body == "Une première phrase, puis une autre."
    # One line of the journal for the draft, however often it is kept; none of its words.
    entries = JournalEntry.objects.filter(action="sosij.brouillon")
    assert entries.count() == 1
    assert not JournalEntry.objects.filter(reason__contains="première").exists()
    typed(client, request, "  ")
    assert not RequestDraft.objects.exists()


def test_a_number_is_refused_beside_the_box_and_nothing_is_kept(client, at_desk):
    request = held_by(at_desk())
    number = "Patient 1 84 12 06 088 012"
    assert "numéro de sécurité sociale" in text_of(typed(client, request, number))
    refused = kept(client, request, number)
    assert refused.status_code == 422
    assert number in refused.content.decode()
    assert not RequestDraft.objects.exists()


def test_a_draft_is_its_author_s_alone(client, at_desk):
    first = seated()
    request = held_by(first)
    keep_draft(request, TYPED, Author(at=at(12), by=first.pk))
    at_desk()
    assert TYPED not in page(client, request).content.decode()


def test_behind_the_wall_for_the_service_medical_in_the_open_elsewhere(client, at_desk):
    kept(client, held_by(at_desk(), Motive.WORKPLACE))
    assert (RequestDraft.objects.count(), DeskDraft.objects.count()) == (1, 0)
    kept(client, held_by(at_desk(Role.GESTIONNAIRE, Desk.BENEFITS), Motive.ADMINISTRATIVE))
    assert (RequestDraft.objects.count(), DeskDraft.objects.count()) == (1, 1)


@pytest.mark.parametrize("caisse", ["061", "831"])
def test_the_database_shows_a_draft_inside_its_caisse_only(caisse):
    expert = seated()
    request = held_by(expert)
    keep_draft(request, TYPED, Author(at=at(12), by=expert.pk))
    with database_role(DatabaseRole.MEDICAL, {caisse}):
        assert RequestDraft.objects.exists() is (caisse == "061")


def test_management_may_not_read_the_table_of_medical_drafts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('ijportal_gestion', 'medical.request_draft', 'SELECT'),"
            " has_table_privilege('ijportal_medical', 'medical.request_draft', 'SELECT')"
        )
        assert cursor.fetchone() == (False, True)


def test_it_is_gone_with_the_answer_and_stays_when_the_answer_is_refused(client, at_desk):
    request = held_by(at_desk())
    kept(client, request)
    address = f"/sos-ij/{request.reference}/repondre/"
    assert client.post(address, {"texte": "Patient 1 84 12 06 088 012"}).status_code == 422
    assert RequestDraft.objects.get().body == TYPED
    client.post(address, {"texte": TYPED})
    assert not RequestDraft.objects.exists()


def test_a_text_that_arrives_after_the_answer_is_not_kept(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    answer(request, TYPED, Author(at=at(12), by=expert.pk))
    assert "n’est pas gardé" in text_of(typed(client, request, "Une phrase de plus"))
    assert not RequestDraft.objects.exists()


def test_nobody_keeps_a_draft_of_what_another_holds():
    request = held_by(seated())
    with pytest.raises(Refusal, match="n’est pas gardé"):
        keep_draft(request, TYPED, Author(at=at(12), by=seated().pk))


def test_a_project_written_since_stands_before_an_older_draft(client, at_desk):
    holder, reader = seated(), at_desk(Role.MEDECIN_CHEF)
    request = held_by(holder, Motive.DISPUTE)
    by = Author(at=at(11), by=holder.pk)
    submit(request, "Premier projet.", by)
    keep_draft(request, "Ma relecture du premier.", Author(at=at(11, 11), by=reader.pk))
    assert "Ma relecture du premier.</textarea>" in page(client, request).content.decode()
    send_back(request, Author(at=at(11, 12), by=reader.pk), note="À préciser")
    submit(request, "Second projet.", Author(at=at(11, 13), by=holder.pk))
    assert "Second projet.</textarea>" in page(client, request).content.decode()


def test_the_draft_of_a_request_that_somebody_closed_is_shown_then_removed(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    kept(client, request)
    chief = Author(at=at(12, 15), by=seated().pk)
    drop(request, DropReason.WITHDRAWN, chief, detail="Le médecin la retire")
    seen = page(client, request).content.decode()
    assert f"readonly>{TYPED}</textarea>" in seen
    assert "Brouillon retiré." in text_of(kept(client, request, retirer="1"))
    assert not RequestDraft.objects.exists()


@pytest.mark.parametrize("act", ["repondre", "note"])
def test_what_was_typed_for_a_request_closed_meanwhile_is_shown_again(client, at_desk, act):
    expert = at_desk()
    request = held_by(expert)
    chief = Author(at=at(12, 15), by=seated().pk)
    drop(request, DropReason.WITHDRAWN, chief, detail="Le médecin la retire")
    late = client.post(f"/sos-ij/{request.reference}/{act}/", {"texte": TYPED})
    assert late.status_code == 409
    assert "Votre texte n’a pas été envoyé, copiez-le" in text_of(late)
    assert f"readonly>{TYPED}</textarea>" in late.content.decode()


def test_a_draft_costs_no_read_more(client, at_desk):
    """It is looked for whether there is one or not."""
    request = held_by(at_desk())
    page(client, request)
    before = reads(client, f"/sos-ij/{request.reference}/")
    kept(client, request)
    assert len(reads(client, f"/sos-ij/{request.reference}/")) == len(before)
