"""The page and the sheet that prepare an interview: the published figures, and nobody's patient."""

import re
import zlib
from datetime import date

import pytest
import time_machine

from core.database_role import DatabaseRole, database_role
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import Kind, Owner
from interviews.models import DiscussedCase, Document
from interviews.services.documents import Edition, add_document
from interviews.services.report import Promised
from prescribers.presenters.indicators import indicators
from tests.accounts.factories import person
from tests.interviews.desk_world import attached, client_of, prepared_doctor, runs
from tests.interviews.world import at, held, scheduled, written
from tests.pages.reading import reads, text_of
from tests.pdf_text import pages, words
from tests.prescribers.profiles_world import insufficient


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(at(16, 9), tick=False):
        yield


@pytest.fixture
def run(db):
    return runs()


@pytest.fixture
def profile(run):
    return prepared_doctor(run)


def peer(profile, **fields):
    return scheduled(person("medecin_conseil", at="061"), found=profile.prescriber, **fields)


def visit(profile, **fields):
    return scheduled(person("dam", at="061"), kind=Kind.VISIT, found=profile.prescriber, **fields)


def keep_all(client, interview, page):
    values = re.findall(r'name="situation"[^>]*value="(\w+)"', page)
    return client.post(f"/entretiens/{interview.pk}/situations/", {"situation": values})


def plain(text):
    return " ".join(str(text).split())


def test_the_sheet_has_the_figures_of_the_published_profile(profile):
    interview = peer(profile)
    content = client_of(interview.lead).get(f"/entretiens/{interview.pk}/fiche.pdf").content
    said = words(content)
    for line in indicators(profile):
        assert plain(" ".join([line.name, line.observed, line.expected, line.ratio])) in said
    assert "Calcul n° 12" in said
    assert "12 480 jours indemnisés" in said
    assert pages(content) <= 2


def test_the_sheet_has_no_colour(profile):
    interview = peer(profile)
    content = client_of(interview.lead).get(f"/entretiens/{interview.pk}/fiche.pdf").content
    assert colours(content) == set()


def colours(content):
    """What is drawn in a colour; the ink and the rules of the page are greys, within 0.12 of it."""
    found = set()
    for stream in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL):
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:
            continue
        for red, green, blue in re.findall(
            rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", drawn
        ):
            parts = [float(one) for one in (red, green, blue)]
            if max(parts) - min(parts) > 0.12:
                found.add(tuple(parts))
    return found


def test_a_practitioner_keeps_five_cases_at_most_and_each_is_journalled(profile):
    interview = peer(profile)
    client = client_of(interview.lead)
    page = client.get(f"/entretiens/{interview.pk}/preparer/")
    assert "5 situations retenues" in plain(text_of(page))
    keep_all(client, interview, page.content.decode())
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        kept = list(DiscussedCase.objects.values_list("letter", "rule"))
    assert [letter for letter, _ in kept] == ["A", "B", "C", "D", "E"]
    opened = JournalEntry.objects.filter(action="prescripteurs.dossier-ouvrir")
    assert opened.count() == 5
    assert opened.first().reason.startswith(f"Préparation de l’entretien n° {interview.pk}")
    sheet = words(client.get(f"/entretiens/{interview.pk}/fiche.pdf").content)
    assert "Situations à discuter" in sheet
    assert "plus de 18 mois" in sheet
    assert opened.count() == 10


def test_a_number_that_no_rule_retains_is_not_kept(profile):
    interview = peer(profile)
    client_of(interview.lead).post(
        f"/entretiens/{interview.pk}/situations/", {"situation": ["ZZZZZ"]}
    )
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert not DiscussedCase.objects.exists()


def test_a_delegate_has_no_line_of_a_patient_and_no_query_for_one(profile):
    interview = visit(profile)
    client = client_of(interview.lead)
    read = reads(client, f"/entretiens/{interview.pk}/preparer/")
    assert not [sql for sql in read if "interview_case" in sql or "leave" in sql.split("FROM")[-1]]
    assert len(selects(read)) <= 12
    page = text_of(client.get(f"/entretiens/{interview.pk}/preparer/"))
    sheet = words(client.get(f"/entretiens/{interview.pk}/fiche.pdf").content)
    for said in (page, sheet):
        assert "Dr Thierry Peyrac" in said
        assert "Situation" not in said
    assert client.post(f"/entretiens/{interview.pk}/situations/").status_code == 403


def test_the_page_of_a_practitioner_costs_few_reads(profile):
    interview = peer(profile)
    read = reads(client_of(interview.lead), f"/entretiens/{interview.pk}/preparer/")
    assert [sql for sql in read if "interview_case" in sql]
    assert len(selects(read)) <= 12


def selects(read):
    """The journal and the session are written: they are no reads."""
    return [sql for sql in read if not sql.startswith(("INSERT", "UPDATE"))]


def test_what_was_said_before_and_the_documents_of_the_day_are_there(profile):
    promise = Promised(Owner.DOCTOR, "Relire la fiche lombalgie", date(2026, 11, 30))
    lead = person("medecin_conseil", at="061")
    held(
        lead,
        found=profile.prescriber,
        starts=at(10, 9),
        said=written(commitments=(promise,)),
    )
    by = Author(at=at(2), by=person("medecin_chef", at="061").pk)
    add_document("Mémo A", "memo", (Kind.PEER,), Edition("2025", date(2025, 1, 1)), by)
    add_document("Vieux mémo", "memo", (), Edition("2027", date(2027, 1, 1)), by)
    interview = scheduled(lead, found=profile.prescriber, starts=at(20))
    said = words(client_of(lead).get(f"/entretiens/{interview.pk}/fiche.pdf").content)
    assert "10/11/2026, entretien confraternel" in said
    assert "Le médecin : Relire la fiche lombalgie, avant le 30/11/2026 ; ouvert" in said
    assert "Mémo A, version 2025" in said
    assert "Vieux mémo" not in said
    assert Document.objects.count() == 2


def test_below_the_minima_the_sheet_says_so(run):
    less = attached(insufficient(run, "ZANNIER", obs_days=31_337))
    interview = peer(less)
    said = words(client_of(interview.lead).get(f"/entretiens/{interview.pk}/fiche.pdf").content)
    assert "Effectif insuffisant" in said
    assert "aucun chiffre n’est à discuter" in said
    assert "31 337" not in said


def test_another_caisse_s_interview_is_not_prepared(profile):
    interview = peer(profile)
    elsewhere = client_of(person("medecin_conseil", at="831"))
    assert elsewhere.get(f"/entretiens/{interview.pk}/preparer/").status_code == 404
    assert elsewhere.get(f"/entretiens/{interview.pk}/fiche.pdf").status_code == 404
