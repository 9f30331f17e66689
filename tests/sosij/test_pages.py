"""The desk through the client: what each role sees, does, and never reads."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from core.models import JournalEntry
from sosij.enums import Desk, Motive, State
from sosij.models import HelpRequest, Opening
from tests.accounts.factories import HabilitationFactory, caisse, person
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import QUESTION, at, doctor, held_by, received, seated


pytestmark = pytest.mark.django_db
NOW = at(12, 10)


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(NOW, tick=False):
        yield


def sent(client, request, act, **said):
    return client.post(f"/sos-ij/{request.reference}/{act}/", said, follow=True)


def page(client, request):
    return client.get(f"/sos-ij/{request.reference}/")


def test_from_question_to_answer_in_the_browser_s_words(client, at_desk):
    at_desk()
    request = received(when=at(9, 11, 20))
    queue = text_of(client.get("/sos-ij/?file=qualifier"))
    assert "1 demande ouverte" in queue
    assert "1 à qualifier" in queue
    assert request.reference in queue
    assert QUESTION in text_of(page(client, request)).replace("’", "’")
    assert "Demande qualifiée." in text_of(sent(client, request, "qualifier", motifs=["poste"]))
    assert "Vous tenez la demande." in text_of(sent(client, request, "prendre"))
    done = text_of(
        sent(client, request, "repondre", texte="Une visite de préreprise est possible.")
    )
    assert "Réponse envoyée, demande close." in done
    assert "répondue dans le délai" in done
    request.refresh_from_db()
    assert request.state == State.ANSWERED
    assert request.in_time


def test_three_gestures_qualify(client, at_desk):
    """A motive, the button: level and desk come from the table."""
    at_desk(Role.SECRETARIAT_MEDICAL)
    request = received()
    sent(client, request, "qualifier", motifs=["invalidite"])
    request.refresh_from_db()
    assert (request.desk, request.level) == (Desk.MEDICAL, 2)


def test_an_administrative_desk_reads_its_part_and_nothing_else(client, at_desk):
    """Canary: the text of the doctor, and a note of the service médical."""
    expert = seated()
    request = held_by(expert, Motive.WORKPLACE)
    at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    assert page(client, request).status_code == 404
    HelpRequest.objects.filter(pk=request.pk).update(
        desk=Desk.BENEFITS, administrative_part="Subrogation à vérifier avec l’employeur"
    )
    seen = text_of(page(client, request))
    assert "Subrogation à vérifier" in seen
    assert "couvreur" not in seen
    assert "Poste de travail" in seen
    assert "couvreur" not in text_of(client.get("/sos-ij/"))


def test_the_control_of_the_canary_the_service_medical_reads_it(client, at_desk):
    request = received()
    at_desk()
    assert "couvreur" in text_of(page(client, request))


def test_what_is_not_qualified_is_the_service_medical_s(client, at_desk):
    request = received()
    at_desk(Role.SERVICE_SOCIAL, Desk.SOCIAL)
    assert page(client, request).status_code == 404
    assert request.reference not in text_of(client.get("/sos-ij/"))


def test_another_caisse_is_as_if_it_did_not_exist(client, at_desk):
    request = received(doctor(caisse="831", departement="83"))
    at_desk()
    assert page(client, request).status_code == 404
    assert sent(client, request, "qualifier", motifs=["poste"]).status_code == 404
    assert request.reference not in text_of(client.get("/sos-ij/"))


def test_a_clerk_answers_in_the_open(client, at_desk):
    clerk = at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    request = held_by(clerk, Motive.ADMINISTRATIVE)
    done = text_of(sent(client, request, "repondre", texte="L’employeur saisit la reprise."))
    assert "Réponse envoyée" in done
    assert "L’employeur saisit la reprise." in done


def test_a_refused_act_keeps_what_was_typed(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    answer = sent(client, request, "repondre", texte="Patient 1 84 12 06 088 012 en arrêt")
    assert answer.status_code == 422
    assert "numéro de sécurité sociale" in text_of(answer)
    assert "Patient 1 84 12 06 088 012 en arrêt" in answer.content.decode()
    short = sent(client, request, "suspendre", motif="medecin", precision="non")
    assert "dix caractères au moins" in text_of(short).replace("10", "dix")


def test_what_may_not_be_done_is_not_offered_and_is_refused(client, at_desk):
    expert = seated()
    request = held_by(expert)
    at_desk()
    seen = text_of(page(client, request))
    assert "Une autre personne tient cette demande." in seen
    assert "Envoyer et clore" not in seen
    assert "Une autre personne tient" in text_of(sent(client, request, "repondre", texte="Non"))
    assert sent(client, request, "inconnu").status_code == 404


def test_second_reading_through_the_pages(client, at_desk):
    expert = seated()
    request = held_by(expert, Motive.DISPUTE)
    client.force_login(expert, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Soumettre à seconde lecture" in text_of(page(client, request))
    sent(client, request, "proposer", texte="Le refus tient, article L. 315-1.")
    assert "attend la lecture" in text_of(page(client, request))
    at_desk(Role.MEDECIN_CHEF)
    assert "Le refus tient, article L. 315-1.</textarea>" in page(client, request).content.decode()
    sent(client, request, "valider", texte="Le refus tient, article L. 315-1.")
    request.refresh_from_db()
    assert request.state == State.ANSWERED


def test_a_request_typed_in_takes_a_number(client, at_desk):
    at_desk(Role.SECRETARIAT_MEDICAL)
    found = doctor()
    said = {
        "rpps": found.rpps,
        "canal": "telephone",
        "recue_le": "2026-11-12T09:30",
        "question": QUESTION,
    }
    answer = client.post("/sos-ij/saisir/", said, follow=True)
    assert "Demande 2026-00001 enregistrée." in text_of(answer)
    assert HelpRequest.objects.get().due_at == at(18, 18)
    late = client.post("/sos-ij/saisir/", {**said, "recue_le": "2026-11-13T09:30"})
    assert "à venir" in text_of(late)
    elsewhere = doctor(caisse="831", departement="83")
    refused = client.post("/sos-ij/saisir/", {**said, "rpps": elsewhere.rpps})
    assert "Aucun médecin en exercice" in text_of(refused)


def test_reading_marks_and_journals(client, at_desk):
    at_desk()
    request = received()
    assert "non lue" in text_of(client.get("/sos-ij/"))
    page(client, request)
    assert "non lue" not in text_of(client.get("/sos-ij/"))
    acts = JournalEntry.objects.filter(object_id=request.reference).values_list("action", flat=True)
    assert set(acts) == {"sosij.recevoir", "sosij.lire-textes"}
    assert not JournalEntry.objects.filter(reason__contains="couvreur").exists()


def test_the_queue_costs_the_same_for_one_and_forty(client, at_desk):
    expert = at_desk()
    held_by(expert)
    client.get("/sos-ij/")
    first = reads(client, "/sos-ij/")
    for _ in range(39):
        received()
    then = reads(client, "/sos-ij/")
    assert len(first) == len(then) <= 12


def test_late_and_near_are_said(client, at_desk):
    at_desk()
    received(when=at(4, 10))
    received(when=at(5, 17))
    with time_machine.travel(at(12, 19), tick=False):
        seen = text_of(client.get("/sos-ij/"))
    assert "1 en retard" in seen or "2 en retard" in seen
    assert ", dépassée" in seen


def test_nobody_else_enters(client):
    for role in (Role.MEDECIN_CONSEIL, Role.DAM, Role.DIRECTION, Role.CSAM, Role.AUDITEUR):
        user = person(role, at="061")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get("/sos-ij/").status_code == 403, role


def test_the_openings_decide(client, at_desk):
    at_desk(Role.SECRETARIAT_MEDICAL)
    found = doctor()
    Opening.objects.update(until=date(2026, 11, 1))
    answer = client.post(
        "/sos-ij/saisir/",
        {
            "rpps": found.rpps,
            "canal": "courriel",
            "recue_le": "2026-11-12T09:30",
            "question": QUESTION,
        },
    )
    assert "n’est pas ouvert" in text_of(answer)


def test_a_role_at_one_caisse_opens_no_desk_of_another(client, at_desk):
    """A répondant of the Var who is a clerk in Nice sees the clerk's requests of Nice."""
    expert = seated()
    mine, theirs = held_by(expert, Motive.WORKPLACE), received()
    user = at_desk(caisse="831")
    HabilitationFactory(user=user, role=Role.GESTIONNAIRE, organisation=caisse("061"))
    assert page(client, mine).status_code == 404
    assert page(client, theirs).status_code == 404
    HelpRequest.objects.filter(pk=mine.pk).update(desk=Desk.BENEFITS)
    seen = text_of(page(client, mine))
    assert "couvreur" not in seen
    assert "Partie administrative" in seen


def test_what_is_written_at_another_desk_is_said_to_be_read_there(client, at_desk):
    at_desk()
    clerk = seated(Role.GESTIONNAIRE, desk=Desk.BENEFITS)
    request = held_by(clerk, Motive.ADMINISTRATIVE)
    seen = text_of(page(client, request))
    assert "ce que vous écrivez ici y est lu. Rien de médical." in seen
    said = {"texte": "Épaule opérée, reprise fragile.", "vu": "medical"}
    late = client.post(f"/sos-ij/{request.reference}/note/", said)
    assert late.status_code == 422
    assert "a changé de guichet" in text_of(late)
    assert not request.desk_texts.exists()


def test_a_request_sent_where_one_does_not_see_leads_back_to_the_queue(client, at_desk):
    clerk = at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    request = held_by(clerk, Motive.ADMINISTRATIVE)
    sent_on = sent(client, request, "reorienter", guichet="medical", precision="Relève du médecin")
    assert sent_on.redirect_chain == [("/sos-ij/", 302)]
    assert "Demande réorientée." in text_of(sent_on)


def test_a_refused_form_shows_the_texts_and_journals_it(client, at_desk):
    at_desk()
    request = received()
    client.post(f"/sos-ij/{request.reference}/note/", {})
    read = JournalEntry.objects.filter(action="sosij.lire-textes", object_id=request.reference)
    assert read.count() == 1


def test_a_dispute_is_not_answered_by_phone_alone(client, at_desk):
    expert = at_desk()
    request = held_by(expert, Motive.DISPUTE)
    assert "Consigner une réponse par téléphone" not in text_of(page(client, request))
    sent(client, request, "telephone", texte="Dit de vive voix")
    request.refresh_from_db()
    assert request.state == State.HELD


@pytest.mark.parametrize("act", ["repondre", "note", "brouillon", "issue", "inserer/1"])
def test_the_address_of_an_act_opened_again_shows_the_request(client, at_desk, act):
    page = f"/sos-ij/{held_by(at_desk()).reference}/"
    again = client.get(f"{page}{act}/")
    assert (again.status_code, again.headers["Location"]) == (302, page)


def test_an_opinion_of_an_expert_is_kept_as_one_in_the_medical_space_only(client, at_desk):
    medical = held_by(at_desk())
    administrative = held_by(seated(desk=Desk.BENEFITS), Motive.ADMINISTRATIVE)
    for request in (medical, administrative):
        page = f"/sos-ij/{request.reference}/"
        said = {"texte": "Une reprise à mi-temps est réaliste.", "nature": "expertise"}
        client.post(f"{page}note/", said)
    assert "Avis d’expert" in text_of(client.get(f"/sos-ij/{medical.reference}/"))
    assert "Avis d’expert" not in text_of(client.get(f"/sos-ij/{administrative.reference}/"))


def test_typing_a_request_asks_for_the_token_of_its_page(at_desk):
    """Its receiver is put in place before the check: the check must still be made."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(at_desk(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/sos-ij/saisir/", {"question": QUESTION}, secure=True).status_code == 403
    assert not HelpRequest.objects.exists()


def test_an_attachment_is_never_written_on_a_disk_in_clear(client, at_desk, monkeypatch):
    def refused(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refused)
    at_desk()
    large = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + b"0" * 4_000_000)
    said = {"rpps": doctor().rpps, "question": QUESTION, "canal": "telephone", "pieces": large}
    answer = client.post("/sos-ij/saisir/", said | {"recue_le": "2026-11-10T10:00"})
    assert answer.status_code == 302
