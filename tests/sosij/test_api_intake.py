"""The intake: an acknowledgement at once, one request for one key, and what is told of it."""

from datetime import datetime

import pytest
import time_machine

from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, HoldReason, Motive
from sosij.models import HelpRequest, IntakeKey, RequestText
from sosij.services.answer import answer, answer_by_phone, submit
from sosij.services.conduct import suspend, take
from sosij.services.intake_clients import new_token
from sosij.services.qualify import Reading, qualify
from tests.sosij.api_world import Portal, body_of
from tests.sosij.help_world import PARIS, QUESTION, at, doctor, seated


pytestmark = pytest.mark.django_db
REFERENCE = "2026-00001"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(at(9, 11, 20), tick=False):
        yield


@pytest.fixture
def portal(monday):
    return Portal()


def texts(reference=REFERENCE):
    request = HelpRequest.objects.get(reference=reference)
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        return list(RequestText.objects.filter(request=request).values_list("kind", "body"))


def held(desk=Desk.MEDICAL, motive=Motive.WORKPLACE):
    """The request just posted, in the hands of somebody of the desk."""
    user = seated(desk=desk)
    request = HelpRequest.objects.get(reference=REFERENCE)
    author = Author(at=at(10), by=user.pk)
    qualify(request, Reading((motive,)), author)
    return take(request, author), author


def test_a_request_is_acknowledged_at_once(portal):
    told = portal.ask()
    assert told.status_code == 201
    assert told["Cache-Control"] == "no-store"
    assert told.json() == {
        "reference": REFERENCE,
        "recue_le": "2026-11-09T11:20:00+01:00",
        "etat": "recue",
        "suspendue": False,
        "echeance": "2026-11-16T18:00:00+01:00",
        "repondue_le": None,
        "promesse": (
            "Réponse sous 4 jours ouvrés, au plus tard le lundi 16 novembre 2026 à 18h00."
        ),
    }
    request = HelpRequest.objects.get()
    assert (request.channel, request.regime, request.caisse) == ("portail", "RG", "061")
    assert texts() == [("question", QUESTION)]
    receipt = JournalEntry.objects.get(action="sosij.recevoir")
    assert (receipt.system, receipt.object_id) == ("portail-praticiens", REFERENCE)


def test_the_promise_is_at_the_hour_of_the_desk(portal):
    told = portal.ask(rpps=doctor(caisse="974", departement="974").rpps).json()
    assert told["promesse"].endswith("à 18h00.")
    assert datetime.fromisoformat(told["echeance"]).astimezone(PARIS).hour == 15


def test_the_same_key_answers_the_same_request(portal):
    body = body_of()
    first = portal.ask("cle-1", **body)
    again = portal.ask("cle-1", **body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert HelpRequest.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(portal):
    body = body_of()
    portal.ask("cle-1", **body)
    for changed in ({"question": "Autre question."}, {"regime": "MSA"}):
        told = portal.ask("cle-1", **{**body, **changed})
        assert (told.status_code, told.json()["code"]) == (422, "CLE_REUTILISEE")
    assert HelpRequest.objects.count() == 1


def test_keys_belong_to_their_client(portal):
    body = body_of()
    other = Portal("portail-msa")
    assert [who.ask("cle-1", **body).status_code for who in (portal, other)] == [201, 201]


@pytest.mark.parametrize("key", ["", " ", "clé", "a b", "x" * 101])
def test_a_key_is_obligatory_and_visible(portal, key):
    told = portal.ask(key)
    assert (told.status_code, told.json()["code"]) == (400, "CLE_ABSENTE")
    assert not HelpRequest.objects.exists()


def test_a_refused_request_leaves_nothing_and_its_key_can_serve_again(portal):
    body = body_of(question="Patient 1 84 12 06 088 012 en arrêt")
    told = portal.ask("cle-1", **body)
    assert (told.status_code, told.json()["code"]) == (422, "TEXTE_NIR")
    assert "184" not in told.content.decode().replace(" ", "")
    assert (HelpRequest.objects.count(), IntakeKey.objects.count()) == (0, 0)
    assert portal.ask("cle-1", **{**body, "question": QUESTION}).json()["reference"] == REFERENCE


def test_the_status_says_where_it_is_and_nothing_more(portal):
    portal.ask()
    request, author = held()
    told = portal.get(f"demandes/{REFERENCE}/").json()
    assert (told["etat"], told["reponse"]) == ("en_cours", None)
    suspend(request, HoldReason.DOCTOR, author, detail="Date de reprise à préciser")
    told = portal.get(f"demandes/{REFERENCE}/").json()
    assert (told["etat"], told["suspendue"], told["echeance"]) == ("suspendue", True, None)
    assert set(told) == {
        *("reference", "recue_le", "etat", "suspendue", "echeance", "repondue_le", "reponse"),
        *("pieces", "issues"),
    }


def test_an_answer_is_read_and_its_reading_is_in_the_journal(portal):
    portal.ask()
    request, author = held()
    answer(request, "Une visite de préreprise est possible.", author)
    assert not JournalEntry.objects.filter(action="sosij.reponse-lire").exists()
    told = portal.get(f"demandes/{REFERENCE}/").json()
    assert (told["etat"], told["repondue_le"]) == ("repondue", "2026-11-10T10:00:00+01:00")
    assert told["reponse"] == {
        "texte": "Une visite de préreprise est possible.",
        "par_telephone": False,
    }
    read = JournalEntry.objects.get(action="sosij.reponse-lire")
    assert (read.system, read.object_id, read.caisse) == ("portail-praticiens", REFERENCE, "061")


def test_an_answer_of_an_open_desk_and_one_by_phone_are_read_too(portal):
    portal.ask()
    request, author = held(Desk.BENEFITS, Motive.ADMINISTRATIVE)
    answer_by_phone(request, "Le salaire rétabli se saisit par l’employeur.", author)
    told = portal.get(f"demandes/{REFERENCE}/").json()["reponse"]
    assert told == {"texte": "Le salaire rétabli se saisit par l’employeur.", "par_telephone": True}


def test_a_draft_is_never_told(portal):
    portal.ask()
    request, author = held(motive=Motive.DISPUTE)
    submit(request, "Projet : le refus tient.", author)
    told = portal.get(f"demandes/{REFERENCE}/")
    assert told.json()["etat"] == "en_cours"
    assert "refus" not in told.content.decode()


def test_another_client_s_request_is_as_if_absent(portal):
    portal.ask()
    other = Portal("portail-msa")
    for call in (
        lambda who, reference: who.get(f"demandes/{reference}/"),
        lambda who, reference: who.send(f"demandes/{reference}/messages/", {"texte": "Oui."}),
        lambda who, reference: who.send(f"demandes/{reference}/retrait/", b""),
    ):
        seen, absent = call(other, REFERENCE), call(other, "2026-00099")
        assert seen.status_code == absent.status_code == 404
        assert seen.content == absent.content
        assert call(portal, REFERENCE).status_code < 300
    assert other.get("demandes/").json() == {"demandes": [], "suite": None}


@pytest.mark.parametrize("reference", ["x", "2026-00001%00", "2026-1", "é", "2026-00001'"])
def test_a_reference_that_is_none_is_absent(portal, reference):
    assert portal.get(f"demandes/{reference}/").status_code == 404


def test_the_list_is_walked_by_the_last_reference(portal, monkeypatch):
    monkeypatch.setattr("sosij.selectors.intake.PAGE", 2)
    found = doctor()
    for _ in range(3):
        portal.ask(rpps=found.rpps)
    first = portal.get("demandes/").json()
    assert [row["reference"] for row in first["demandes"]] == ["2026-00001", "2026-00002"]
    assert first["suite"] == "2026-00002"
    last = portal.get("demandes/", apres=first["suite"]).json()
    assert [row["reference"] for row in last["demandes"]] == ["2026-00003"]
    assert last["suite"] is None
    wrong = portal.get("demandes/", apres="2026-99999")
    assert (wrong.status_code, wrong.json()["champs"]) == (400, {"apres": ["Référence inconnue."]})


def test_a_complement_is_added_once_while_the_request_is_open(portal):
    portal.ask()
    request, author = held()
    with time_machine.travel(at(11, 9), tick=False):
        portal.token = new_token(portal.client)
        message = {"texte": "Reprise le 4."}
        sent = [portal.send(f"demandes/{REFERENCE}/messages/", message) for _ in range(2)]
    assert [told.status_code for told in sent] == [201, 200]
    assert texts() == [("question", QUESTION), ("question", "Reprise le 4.")]
    request.refresh_from_db()
    assert request.changed_at == at(11, 9)
    answer(request, "Une visite de préreprise est possible.", author)
    told = portal.send(f"demandes/{REFERENCE}/messages/", {"texte": "Et en décembre ?"})
    assert (told.status_code, told.json()["code"]) == (409, "DEMANDE_CLOSE")


def test_a_doctor_withdraws_until_the_answer_is_being_read(portal):
    portal.ask()
    for _ in range(2):
        told = portal.send(f"demandes/{REFERENCE}/retrait/", b"")
        assert (told.status_code, told.json()["etat"]) == (200, "close")
    request = HelpRequest.objects.get()
    assert (request.drop_reason, request.moves.count()) == ("retrait", 2)
    assert request.moves.last().system == "portail-praticiens"


def test_an_answer_in_second_reading_is_not_withdrawn(portal):
    portal.ask()
    request, author = held(motive=Motive.DISPUTE)
    submit(request, "Le refus tient.", author)
    told = portal.send(f"demandes/{REFERENCE}/retrait/", b"")
    assert (told.status_code, told.json()["code"]) == (409, "REPONSE_EN_RELECTURE")
