"""The library: what is kept of a model answer, who reads it, an insertion that loses nothing."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, EntryState, Motive, Side
from sosij.models import AnswerSource, LibraryEntry
from sosij.presenters.library import differences
from sosij.rules.library import sides_at, state_on
from sosij.services import library as keep
from sosij.services.answer import answer
from tests.accounts.factories import UserFactory
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, held_by
from tests.sosij.library_world import BODY, entry, last_of, written


pytestmark = pytest.mark.django_db
LIBRARY = "/sos-ij/bibliotheque/"
DUE = date(2026, 11, 11)
FORM = {
    "titre": "Temps partiel thérapeutique",
    "cote": "administrative",
    "motifs": ["invalidite", "poste"],
    "texte": "Il se prescrit comme un arrêt.",
    "revue": "2027-05-01",
}


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(at(12, 10), tick=False):
        yield


def author():
    return Author(at=at(12), by=UserFactory().pk)


def inserted(client, request, version, typed="", **said):
    address = f"/sos-ij/{request.reference}/inserer/{version.pk}/"
    return client.post(address, {"texte": typed, **said})


def test_a_version_more_keeps_the_one_before():
    found = entry()
    keep.amend_entry(found, written(body="Dès un mois."), author(), change="Le délai a changé")
    assert [one.body for one in found.versions.order_by("number")] == [BODY, "Dès un mois."]
    assert [one.number for one in found.versions.order_by("number")] == [1, 2]


def test_a_review_moves_the_date_and_nothing_else():
    found = entry(review_on=date(2026, 11, 10))
    assert state_on(at(12).date(), review_on=found.review_on, withdrawn=False) == EntryState.DUE
    keep.confirm_review(found, date(2027, 3, 1), by := author())
    found.refresh_from_db()
    assert (found.review_on, found.reviewed_by_id) == (date(2027, 3, 1), by.by)
    assert found.versions.count() == 1


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: entry(body="Patient 1 84 12 06 088 012"), "TEXTE_NIR"),
        (lambda: entry(title="Assuré 1 84 12 06 088 012"), "TITRE"),
        (lambda: entry(title=" "), "TITRE"),
        (lambda: entry(body=" "), "TEXTE_VIDE"),
        (lambda: entry(motives=()), "MOTIFS"),
        (lambda: entry(review_on=date(2026, 11, 9)), "DATE_REVUE"),
        (lambda: entry(review_on=date(2028, 11, 9)), "DATE_REVUE"),
        (lambda: keep.amend_entry(entry(), written(), author(), change="non"), "MOTIF_COURT"),
        (lambda: keep.withdraw_entry(entry(), author(), reason="non"), "MOTIF_COURT"),
    ],
)
def test_what_the_library_refuses(act, code):
    with pytest.raises(Refusal) as refused:
        act()
    assert refused.value.code == code


def test_a_withdrawn_entry_stays_as_it_is():
    found = entry()
    keep.withdraw_entry(found, author(), reason="Règle abrogée en octobre")
    for act in (
        lambda: keep.amend_entry(found, written(), author(), change="Un autre texte"),
        lambda: keep.confirm_review(found, date(2027, 1, 1), author()),
        lambda: keep.withdraw_entry(found, author(), reason="Une autre raison"),
    ):
        with pytest.raises(Refusal, match="retirée"):
            act()


def test_medical_answers_leave_from_the_service_medical_only():
    assert sides_at(Desk.MEDICAL) == {Side.MEDICAL, Side.OPEN}
    for desk in (Desk.SOCIAL, Desk.BENEFITS, Desk.MSA):
        assert sides_at(desk) == {Side.OPEN}


def test_the_list_is_filtered_by_motive_state_and_words(client, at_desk):
    at_desk()
    entry(title="Préreprise")
    entry(title="Invalidité", motives=(Motive.INVALIDITY,), body="La pension se demande.")
    entry(title="Ancienne", when=at(2), review_on=DUE)
    gone = entry(title="Périmée")
    keep.withdraw_entry(gone, author(), reason="Règle abrogée en octobre")

    def titles(query):
        page = text_of(client.get(LIBRARY + query))
        names = ("Préreprise", "Invalidité", "Ancienne", "Périmée")
        return {name for name in names if f"{name}Réponse administrative" in page}

    assert titles("") == {"Préreprise", "Invalidité", "Ancienne", "Périmée"}
    assert titles("?motif=invalidite") == {"Invalidité"}
    assert titles("?etat=a_revoir") == {"Ancienne"}
    assert titles("?etat=retiree") == {"Périmée"}
    assert titles("?etat=en_vigueur") == {"Préreprise", "Invalidité"}
    assert titles("?q=pension") == {"Invalidité"}
    assert titles("?q=rien+du+tout") == set()


def test_a_clerk_reads_the_administrative_answers_only(client, at_desk):
    medical, common = entry(Side.MEDICAL, title="Rachis opéré"), entry(title="Subrogation")
    at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    listed = text_of(client.get(LIBRARY))
    assert "Subrogation" in listed
    assert "Rachis" not in listed
    assert client.get(f"{LIBRARY}{common.pk}/").status_code == 200
    assert client.get(f"{LIBRARY}{medical.pk}/").status_code == 404
    assert client.get(f"{LIBRARY}ecrire/").status_code == 403
    assert client.post(f"{LIBRARY}{common.pk}/revoir/", {"revue": "2027-01-01"}).status_code == 403


def test_an_entry_is_written_amended_reviewed_and_withdrawn_on_its_pages(client, at_desk):
    at_desk()
    page = client.post(f"{LIBRARY}ecrire/", FORM, follow=True)
    assert "Réponse ajoutée" in text_of(page)
    found = LibraryEntry.objects.get()
    assert found.motives == ["invalidite", "poste"]
    address = f"{LIBRARY}{found.pk}/"
    said = {**FORM, "texte": "Il se prescrit comme un soin.", "changement": "Un mot corrigé"}
    page = client.post(f"{address}modifier/", said, follow=True).content.decode()
    assert "Nouvelle version enregistrée" in page
    assert '<del><span class="visually-hidden">retiré : </span>arrêt.</del>' in page
    assert '<ins><span class="visually-hidden">ajouté : </span>soin.</ins>' in page
    assert "comme un arrêt." in text_of(client.get(f"{address}?version=1"))
    page = client.post(f"{address}revoir/", {"revue": "2027-06-01"}, follow=True)
    assert "À revoir le 01/06/2027" in text_of(page)
    assert "Retirer" in text_of(client.get(f"{address}retirer/"))
    page = client.post(f"{address}retirer/", {"raison": "Règle abrogée en juin"}, follow=True)
    assert "Règle abrogée en juin" in text_of(page)
    acts = JournalEntry.objects.filter(action__startswith="sosij.bibliotheque-")
    kept = list(acts.order_by("id").values_list("action", flat=True))
    assert kept == [
        f"sosij.bibliotheque-{act}" for act in ("creer", "modifier", "revoir", "retirer")
    ]


def test_errors_stand_beside_their_fields(client, at_desk):
    at_desk()
    page = client.post(f"{LIBRARY}ecrire/", {**FORM, "texte": "Patient 1 84 12 06 088 012"})
    assert page.status_code == 422
    assert "numéro de sécurité sociale" in text_of(page)
    assert "Patient 1 84 12 06 088 012" in page.content.decode()
    found = entry()
    page = client.post(f"{LIBRARY}{found.pk}/revoir/", {"revue": "2020-01-01"})
    assert page.status_code == 422
    assert "Choisissez une date à venir" in text_of(page)


def test_an_insertion_keeps_what_is_typed_and_remembers_its_version(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    version = last_of(entry(Side.MEDICAL))
    assert "Visite de préreprise" in text_of(client.get(f"/sos-ij/{request.reference}/"))
    page = inserted(client, request, version, "Bonjour,\r\n").content.decode()
    assert f"Bonjour,\n\n{BODY}</textarea>" in page
    assert AnswerSource.objects.get().version == version
    assert "insérée dans aucune réponse" in text_of(client.get(LIBRARY))
    inserted(client, request, version)
    assert AnswerSource.objects.count() == 1
    answer(request, f"Bonjour, {BODY}", Author(at=at(12, 10), by=expert.pk))
    assert "insérée dans 1 réponse" in text_of(client.get(LIBRARY))
    assert "insérée dans 1 réponse" in text_of(client.get(f"{LIBRARY}{version.entry_id}/"))


def test_an_entry_to_be_reviewed_is_warned_of_before_it_is_inserted(client, at_desk):
    request = held_by(at_desk())
    version = last_of(entry(when=at(2), review_on=DUE))
    assert "À revoir depuis le 11/11/2026" in text_of(client.get(f"/sos-ij/{request.reference}/"))
    page = inserted(client, request, version, "Bonjour")
    assert page.status_code == 422
    assert "relisez-la avant de l’insérer" in text_of(page)
    assert "Bonjour</textarea>" in page.content.decode()
    assert AnswerSource.objects.count() == 0
    assert BODY in inserted(client, request, version, averti="oui").content.decode()


def test_what_may_not_be_inserted(client, at_desk):
    clerk = at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    request = held_by(clerk, Motive.ADMINISTRATIVE)
    motives = (Motive.ADMINISTRATIVE,)
    medical = last_of(entry(Side.MEDICAL, motives=motives, title="Du service médical"))
    old = last_of(found := entry(motives=motives))
    keep.amend_entry(found, written(motives=motives), author(), change="Une autre version")
    gone = last_of(withdrawn := entry(motives=motives, title="Périmée"))
    keep.withdraw_entry(withdrawn, author(), reason="Règle abrogée en octobre")
    page = text_of(client.get(f"/sos-ij/{request.reference}/"))
    assert "Visite de préreprise" in page
    assert "Du service médical" not in page
    assert "Périmée" not in page
    assert inserted(client, request, medical).status_code == 404
    for version in (old, gone):
        assert inserted(client, request, version).status_code == 422
    assert AnswerSource.objects.count() == 0


def test_a_medical_answer_is_not_inserted_at_another_desk(client, at_desk):
    """The service médical reads it, and answers here in the name of the social service."""
    expert = at_desk()
    request = held_by(expert)
    type(request).objects.filter(pk=request.pk).update(desk=Desk.SOCIAL)
    page = inserted(client, request, last_of(entry(Side.MEDICAL)))
    assert page.status_code == 422
    assert "ne part que du service médical" in text_of(page)


def test_nobody_inserts_into_what_another_holds(client, at_desk):
    request = held_by(at_desk())
    at_desk()
    inserted(client, request, last_of(entry()))
    assert AnswerSource.objects.count() == 0


def test_another_caisse_s_request_takes_no_insertion(client, at_desk):
    request = held_by(at_desk())
    version = last_of(entry())
    at_desk(caisse="831")
    assert inserted(client, request, version).status_code == 404


def test_differences_put_together_are_the_two_texts():
    before, after = "Un arrêt de travail\nse prescrit.", "Un arrêt se prescrit ici."
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "del") == after


@pytest.mark.parametrize("page", ["", "{entry}/", "ecrire/", "{entry}/modifier/"])
def test_the_pages_read_little(client, at_desk, page):
    at_desk()
    found = entry()
    for number in range(8):
        entry(title=f"Réponse {number}")
    address = LIBRARY + page.format(entry=found.pk)
    reads(client, address)
    assert len(reads(client, address)) <= 12
