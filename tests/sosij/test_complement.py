"""What a doctor adds: a passage that the desk sees, and the clock that runs again for him."""

import pytest
import time_machine

from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import DropReason, Event, HoldReason, Motive, State
from sosij.models import HelpRequest, IntakeClient, RequestFile
from sosij.services.answer import submit
from sosij.services.complement import Added, complement
from sosij.services.conduct import drop, suspend, take
from sosij.services.files import Incoming
from sosij.services.intake_clients import new_token
from sosij.services.qualify import Reading, qualify
from tests.pages.reading import text_of
from tests.sosij.api_world import JPEG, PDF, PNG, Portal, piece
from tests.sosij.help_world import at, held_by, received, seated


pytestmark = pytest.mark.django_db
PORTAL = IntakeClient(code="portail-praticiens")
DETAIL = "Date de la visite de préreprise"


def suspended(expert, why, day=12):
    return suspend(held_by(expert), why, Author(at=at(day), by=expert.pk), detail=DETAIL)


def added(request, text="La visite a eu lieu.", when=None, files=()):
    return complement(request, Added(text, files), PORTAL, when or at(13, 9, 30))


def test_a_doctor_who_was_awaited_starts_the_clock_again(expert):
    request = suspended(expert, HoldReason.DOCTOR)
    assert request.due_at is None
    held, new = added(request)
    assert new
    assert (held.state, held.holder_id) == (State.HELD, expert.pk)
    # Due on Monday at six; Thursday from ten and half an hour of Friday are given back: 8 h 30.
    assert held.due_at == at(17, 17, 30)
    assert list(held.suspensions.values_list("end", flat=True)) == [at(13, 9, 30)]
    move = held.moves.latest("id")
    assert (move.event, move.before, move.after) == (Event.COMPLETE, "suspendue", "en_cours")
    assert (move.system, move.by, move.at) == ("portail-praticiens", None, at(13, 9, 30))
    assert JournalEntry.objects.get(action="sosij.completer").system == "portail-praticiens"


@pytest.mark.parametrize("why", [HoldReason.INSURED, HoldReason.PARTNER])
def test_somebody_else_is_still_awaited(expert, why):
    held, new = added(suspended(expert, why))
    assert new
    assert (held.state, held.due_at) == (State.SUSPENDED, None)
    assert held.suspensions.filter(end__isnull=True).count() == 1
    assert held.moves.latest("id").event == Event.COMPLETE


def test_whoever_holds_it_takes_it_back_beyond_the_capacity():
    expert = seated(capacity=1)
    request = suspended(expert, HoldReason.DOCTOR)
    held_by(expert)
    held, _ = added(request)
    assert (held.state, held.holder_id) == (State.HELD, expert.pk)
    assert HelpRequest.objects.filter(holder=expert, state=State.HELD).count() == 2


def test_in_other_states_it_is_a_passage_and_nothing_moves(expert):
    to_qualify, held = received(), held_by(expert)
    read_again = submit(
        held_by(expert, Motive.DISPUTE), "Le refus tient.", Author(at=at(11), by=expert.pk)
    )
    for request in (to_qualify, held, read_again):
        then, new = added(request)
        assert new
        assert (then.state, then.due_at) == (request.state, request.due_at)
        assert then.moves.latest("id").event == Event.COMPLETE


def test_the_same_again_is_nothing_and_a_closed_request_takes_no_more(expert):
    request = held_by(expert)
    assert added(request)[1]
    assert not added(request, when=at(13, 10))[1]
    assert request.moves.filter(event=Event.COMPLETE).count() == 1
    request.refresh_from_db()
    drop(request, DropReason.DUPLICATE, Author(at=at(16), by=expert.pk), detail="Déjà répondue")
    assert not added(request, when=at(16, 11))[1]
    with pytest.raises(Refusal) as refused:
        added(request, "Autre chose.", when=at(16, 11))
    assert refused.value.code == "DEMANDE_CLOSE"


def test_a_call_that_waited_for_the_suspension_comes_after_it(expert):
    """Its clock was read before: the suspension may not end before it began."""
    request = suspended(expert, HoldReason.DOCTOR)
    held, _ = added(request, when=at(12, 9, 59))
    assert held.state == State.HELD
    assert held.suspensions.get().end == held.changed_at == at(12, 10)


def test_the_desk_sees_it_unread_and_in_the_thread(client, at_desk):
    expert = at_desk()
    request = suspended(expert, HoldReason.DOCTOR)
    with time_machine.travel(at(12, 12), tick=False):
        client.get(f"/sos-ij/{request.reference}/")
        assert "non lue" not in text_of(client.get("/sos-ij/"))
    added(request)
    with time_machine.travel(at(13, 10), tick=False):
        client.force_login(expert, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "non lue" in text_of(client.get("/sos-ij/"))
        seen = text_of(client.get(f"/sos-ij/{request.reference}/"))
    assert "Précision reçue du médecin, portail-praticiens" in seen
    assert "La visite a eu lieu." in seen
    assert "suspendue" not in seen.split("Espace médical")[0]


def kept(request):
    return list(RequestFile.objects.filter(request=request).values_list("name", flat=True))


def test_files_come_with_it_and_the_same_one_twice_is_one(expert):
    request = held_by(expert)
    photo = Incoming("photo.png", PNG)
    assert added(request, files=[photo])[1]
    assert not added(request, files=[photo])[1]
    assert kept(request) == ["photo.png"]
    # The same words with another file are news.
    assert added(request, files=[photo, Incoming("arret.pdf", PDF)])[1]
    assert kept(request) == ["photo.png", "arret.pdf"]


def numbered(*numbers, weight=0):
    return [Incoming(f"{n}.pdf", PDF + str(n).encode() + b"0" * weight) for n in numbers]


def test_a_request_has_nine_files_over_its_life(expert):
    request = held_by(expert)
    for start in (0, 3, 6):
        added(request, f"Envoi {start}", files=numbered(start, start + 1, start + 2))
    with pytest.raises(Refusal) as refused:
        added(request, "Envoi 9", files=numbered(9))
    assert refused.value.code == "PIECES_NOMBRE"
    assert len(kept(request)) == 9


def test_and_so_many_bytes_over_its_life(expert, monkeypatch):
    monkeypatch.setattr("sosij.services.files.LARGEST_OF_A_REQUEST", 100)
    request = held_by(expert)
    added(request, "Envoi 1", files=numbered(1, weight=50))
    with pytest.raises(Refusal) as refused:
        added(request, "Envoi 2", files=numbered(2, weight=50))
    assert refused.value.code == "PIECES_TAILLE"


def test_the_portal_sends_files_with_its_complement():
    with time_machine.travel(at(11, 9), tick=False):
        portal = Portal()
        portal.ask(pieces=[piece()])
        path = "demandes/2026-00001/messages/"
        portal.token = new_token(portal.client)
        body = {"texte": "Voici la photo.", "pieces": [piece(JPEG, "photo.jpg")]}
        assert [portal.send(path, body).status_code for _ in range(2)] == [201, 200]
        told = portal.get("demandes/2026-00001/").json()["pieces"]
        assert [(one["nom"], one["etat"]) for one in told] == [
            ("compte-rendu.pdf", "quarantaine"),
            ("photo.jpg", "quarantaine"),
        ]
        for code, wrong in (
            ("PIECE_TYPE", piece(b"MZ executable", "photo.jpg")),
            ("PIECE_NIR", piece(PNG, "1841206088012.png")),
        ):
            refused = portal.send(path, {"texte": "Encore.", "pieces": [wrong]})
            assert (refused.status_code, refused.json()["code"]) == (422, code)
        crowd = [piece(PDF + bytes([n]), f"{n}.pdf") for n in range(4)]
        assert portal.send(path, {"texte": "Encore.", "pieces": crowd}).status_code == 400
    assert HelpRequest.objects.get().moves.filter(event=Event.COMPLETE).count() == 1


def test_the_status_given_back_is_that_after_the_resumption(expert):
    with time_machine.travel(at(9, 11), tick=False):
        portal = Portal()
        portal.ask()
    request = HelpRequest.objects.get()
    author = Author(at=at(10), by=expert.pk)
    qualify(request, Reading((Motive.WORKPLACE,)), author)
    suspend(take(request, author), HoldReason.DOCTOR, author, detail=DETAIL)
    with time_machine.travel(at(12, 9), tick=False):
        portal.token = new_token(portal.client)
        told = portal.send("demandes/2026-00001/messages/", {"texte": "La visite a eu lieu."})
    assert (told.json()["etat"], told.json()["suspendue"]) == ("en_cours", False)
    assert told.json()["echeance"] is not None
