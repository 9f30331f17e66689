"""The pages of the interviews through the client: who sees which, and what is on them."""

import pytest
import time_machine

from accounts.enums import Role
from core.models import JournalEntry
from interviews.enums import Kind, Owner
from interviews.services.report import Promised
from tests.interviews.pages_world import BACKEND, page, signed_in
from tests.interviews.world import at, doctor, held, proposed, scheduled, written
from tests.pages.reading import reads, text_of


pytestmark = pytest.mark.django_db
READERS = [Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF, Role.SECRETARIAT_MEDICAL, Role.DAM]


@pytest.fixture(autouse=True)
def wednesday():
    """Wednesday 18 November 2026, nine in the morning."""
    with time_machine.travel(at(18, 9), tick=False):
        yield


@pytest.mark.parametrize("role", READERS)
def test_the_service_reads_the_interviews_of_its_caisse(client, role):
    interview = scheduled(found=doctor(last_name="NAKACHE", first_name="SAMUEL"))
    signed_in(client, role)
    listed = text_of(client.get("/entretiens/"))
    assert "1 entretien en cours" in listed
    assert "Nakache Samuel" in listed
    seen = text_of(page(client, interview))
    assert "mardi 17 novembre 2026 à 14\u202fh\u202f30" in seen
    assert "n’est pas l’audition de l’article R148-1" in seen
    assert "12 rue Gioffredo, Nice" in seen
    assert JournalEntry.objects.filter(action="entretiens.lire").count() == 1


@pytest.mark.parametrize("role", READERS)
def test_another_caisse_is_as_if_it_did_not_exist(client, role):
    theirs = scheduled(
        found=doctor(caisse="831", departement="83", last_name="AUBERT"), caisse="831"
    )
    signed_in(client, role)
    address = f"/entretiens/{theirs.pk}/"
    assert client.get(address).content == client.get("/entretiens/987654/").content
    for act in ("planifier", "annuler", "participants"):
        assert client.get(f"{address}{act}/").status_code == 404
        assert client.post(f"{address}{act}/").status_code == 404
    for where in ("", "semaine/?semaine=2026-11-17&qui=service", "proposer/?q=aubert"):
        assert "Aubert" not in text_of(client.get(f"/entretiens/{where}"))
    assert (
        client.get(f"/entretiens/proposer/?prescripteur={theirs.prescriber.rpps}").status_code
        == 404
    )


def test_nobody_else_enters(client):
    scheduled()
    for role in (Role.GESTIONNAIRE, Role.DIRECTION, Role.CSAM, Role.AUDITEUR, Role.SERVICE_SOCIAL):
        signed_in(client, role)
        for where in ("", "semaine/", "proposer/", "1/", "1/clore/"):
            assert client.get(f"/entretiens/{where}").status_code == 403, (role, where)


def test_who_only_reads_is_offered_nothing(client):
    interview = scheduled()
    signed_in(client, Role.ADMIN_CAMPAGNE)
    seen = text_of(page(client, interview))
    assert "Ce que vous pouvez faire" not in seen
    assert "Proposer un entretien" not in text_of(client.get("/entretiens/"))
    assert client.get("/entretiens/proposer/").status_code == 403


def test_the_head_the_history_and_what_surrounds_an_interview(client):
    promise = Promised(Owner.DOCTOR, "Relire la fiche lombalgie", at(30).date())
    found = doctor()
    before = held(found=found, said=written(commitments=(promise,)), starts=at(5, 9))
    after = proposed(found=found, when=at(16), subject="Bilan de l’automne")
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    seen = text_of(page(client, after))
    assert "Donnez-lui une date." in seen
    assert "Bilan de l’automne" in seen
    assert "Entretien confraternel, jeu. 05/11/2026, 9\u202fh" in seen
    told = text_of(page(client, before))
    assert f"Tenu, par {before.lead.full_name}" in told
    assert "Relire la fiche lombalgie" in told
    assert "Le médecin, avant le 30/11/2026" in told


def test_a_commitment_past_its_day_is_said(client):
    promise = Promised(Owner.CAISSE, "Rappeler le médecin", at(10).date())
    interview = held(said=written(commitments=(promise,)), starts=at(5, 9))
    signed_in(client, Role.DAM)
    assert "date passée" in text_of(page(client, interview))


NUMBERS = {"Martin": "81000000001", "Aubert": "99000000001", "Visconti": "81000000003"}


def visit(**fields):
    return proposed(kind=Kind.VISIT, **fields)


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("", {"Martin", "Aubert", "Visconti"}),
        ("?qui=moi", {"Martin"}),
        ("?type=visite", {"Visconti"}),
        ("?etat=planifie", {"Martin"}),
        ("?periode=passe", {"Martin"}),
        ("?periode=sans-date", {"Aubert", "Visconti"}),
        ("?q=visc", {"Visconti"}),
        ("?q=990000000", {"Aubert"}),
        ("?qui=moi&type=visite", set()),
        ("?tri=n%27importe&etat=rien", {"Martin", "Aubert", "Visconti"}),
    ],
)
def test_the_filters_cut_the_list(client, asked, seen):
    mine = signed_in(client, Role.MEDECIN_CONSEIL)
    for name, made in {"Martin": scheduled, "Aubert": proposed, "Visconti": visit}.items():
        led = {"lead": mine} if made is scheduled else {}
        made(found=doctor(last_name=name, name_sort=name.lower(), rpps=NUMBERS[name]), **led)
    listed = text_of(client.get(f"/entretiens/{asked}"))
    assert {name for name, rpps in NUMBERS.items() if rpps in listed} == seen
    assert ("Tout effacer" in listed) == (not seen)


def test_the_list_is_sorted_by_date_both_ways(client):
    signed_in(client, Role.DAM)
    for name, day in (("PREMIER", 10), ("SECOND", 12)):
        scheduled(found=doctor(last_name=name), starts=at(day))
    proposed(found=doctor(last_name="SANSDATE"))
    down, up = (text_of(client.get(f"/entretiens/?tri={sort}")) for sort in ("-date", "date"))
    assert down.index("Second") < down.index("Premier") < down.index("Sansdate")
    assert up.index("Premier") < up.index("Second") < up.index("Sansdate")


def test_nothing_yet_says_what_to_do(client):
    signed_in(client, Role.DAM)
    seen = text_of(client.get("/entretiens/"))
    assert "Aucun entretien en cours." in seen
    assert "depuis la page d’un prescripteur" in seen


def test_a_page_costs_the_same_for_one_and_forty(client):
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    lead, found = scheduled(starts=at(20)).lead, doctor()
    interview = proposed(lead, found=found)
    addresses = ("/entretiens/", "/entretiens/semaine/", f"/entretiens/{interview.pk}/")
    for address in addresses:
        client.get(address)
    first = [len(reads(client, address)) for address in addresses]
    for hour in range(8, 18):
        scheduled(lead, found=found, starts=at(19, hour))
    assert [len(reads(client, address)) for address in addresses] == first
    assert max(first) <= 12, first


@pytest.mark.parametrize("made", [proposed, scheduled, held])
def test_who_leads_reads_his_interview_in_twelve_queries(client, made):
    """The row of the journal, which is written, is no read."""
    interview = made()
    client.force_login(interview.lead, backend=BACKEND)
    page(client, interview)
    asked = reads(client, f"/entretiens/{interview.pk}/")
    assert len([query for query in asked if not query.startswith("INSERT")]) <= 12
