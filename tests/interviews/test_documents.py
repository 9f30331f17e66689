"""The catalogue: a version closes the former, what was handed over stays, who writes it."""

from datetime import date

import pytest
import time_machine

from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import Kind
from interviews.models import Document, DocumentVersion
from interviews.selectors.documents import versions_on
from interviews.services.documents import Edition, add_document, add_version, withdraw
from tests.accounts.factories import person
from tests.interviews.desk_world import client_of
from tests.interviews.world import at
from tests.pages.reading import reads, text_of


pytestmark = pytest.mark.django_db
TYPED = {
    "titre": "Fiche repère lombalgie",
    "nature": "fiche",
    "version": "2024",
    "depuis": "2024-03-01",
    "lien": "https://www.ameli.fr/",
    "source": "Assurance Maladie",
    "entretiens": ["confraternel"],
}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(at(16, 9), tick=False):
        yield


@pytest.fixture
def author(db):
    return Author(at=at(16), by=person("medecin_chef", at="061").pk)


def memo(author, **fields):
    said = {"version": "2024", "since": date(2024, 1, 1), **fields}
    return add_document("Mémo", "memo", (Kind.PEER,), Edition(**said), author)


def test_a_new_version_closes_the_former_on_its_day(author):
    found = memo(author)
    add_version(found, Edition("2026", date(2026, 12, 1)), author)
    old, new = DocumentVersion.objects.order_by("since")
    assert (old.until, new.until) == (date(2026, 12, 1), None)
    for day, version in ((date(2026, 11, 30), "2024"), (date(2026, 12, 1), "2026")):
        (held,) = DocumentVersion.objects.on(day)
        assert held.version == version


def test_a_withdrawn_document_is_not_handed_over_any_more(author):
    found = memo(author)
    withdraw(found, date(2026, 11, 16), author)
    assert not DocumentVersion.objects.on(date(2026, 11, 16)).exists()
    assert DocumentVersion.objects.on(date(2026, 11, 15)).exists()
    with pytest.raises(Refusal, match="déjà retiré"):
        withdraw(found, date(2026, 11, 20), author)


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (Edition("2024", date(2026, 1, 1)), "déjà au catalogue"),
        (Edition("2025", date(2024, 1, 1)), "choisissez un jour qui suit"),
        (Edition("2025", date(2026, 1, 1), "http://ameli.fr"), "https"),
        (Edition(" ", date(2026, 1, 1)), "Nommez la version"),
    ],
)
def test_a_version_that_may_not_stand_is_refused(author, edition, words):
    found = memo(author)
    with pytest.raises(Refusal, match=words):
        add_version(found, edition, author)
    assert DocumentVersion.objects.get().until is None


def test_what_concerns_the_kind_comes_first(author):
    memo(author)
    add_document("Affiche", "depliant", (), Edition("1", date(2025, 1, 1)), author)
    perimeter = None  # the catalogue is the same for everybody
    found = versions_on(perimeter, date(2026, 11, 16), Kind.PEER)
    assert [one.document.title for one in found] == ["Mémo", "Affiche"]


def test_a_keeper_adds_a_version_and_withdraws_through_the_pages(db):
    client = client_of(person("medecin_chef", at="061"))
    assert client.post("/entretiens/documents/ajouter/", TYPED).status_code == 302
    found = Document.objects.get()
    client.post(
        f"/entretiens/documents/{found.pk}/version/",
        {"version": "2026", "depuis": "2026-11-16", "lien": "", "source": ""},
    )
    page = text_of(client.get("/entretiens/documents/"))
    assert "2024, du 01/03/2024 au 16/11/2026 exclu" in page
    assert "1 document au catalogue." in page
    client.post(f"/entretiens/documents/{found.pk}/retirer/", {"jour": "2026-12-01"})
    assert DocumentVersion.objects.get(version="2026").until == date(2026, 12, 1)
    assert JournalEntry.objects.filter(action__startswith="documents.").count() == 3


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"lien": "http://www.ameli.fr/"}, "commence par https"),
        ({"titre": ""}, "Donnez un titre"),
        ({"depuis": "hier"}, "Écrivez la date"),
    ],
)
def test_a_wrong_entry_is_said_beside_its_field(db, said, words):
    client = client_of(person("medecin_chef", at="061"))
    answer = client.post("/entretiens/documents/ajouter/", {**TYPED, **said})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Document.objects.exists()


def test_the_others_read_the_catalogue_and_write_nothing(author):
    found = memo(author)
    for role in ("dam", "secretariat_medical", "medecin_conseil"):
        client = client_of(person(role, at="061"))
        page = client.get("/entretiens/documents/").content.decode()
        assert "Mémo" in page
        assert "Nouvelle version" not in page
        for act in ("version", "retirer"):
            assert client.post(f"/entretiens/documents/{found.pk}/{act}/").status_code == 403
        assert client.post("/entretiens/documents/ajouter/", TYPED).status_code == 403


def test_the_list_is_filtered_and_costs_few_reads(author):
    memo(author)
    add_document("Vidéo", "video", (), Edition("1", date(2025, 1, 1)), author)
    client = client_of(person("dam", at="061"))
    assert "Mémo" not in text_of(client.get("/entretiens/documents/?nature=video")).split("État")[1]
    assert "Aucun document ici" in text_of(client.get("/entretiens/documents/?q=absent"))
    assert len(reads(client, "/entretiens/documents/")) <= 12
