"""The pages of contacts, webinars and visits: who opens them, their cost, what they never say."""

import pytest
import time_machine

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from interviews.enums import Channel, Kind, QuotaBy, Theme
from interviews.models import Contact, InterviewNote
from interviews.services import visit_targets as targets, visits
from interviews.services.webinars import Planned, plan_webinar
from prescribers.enums import RunState
from prescribers.models import Publication
from tests.accounts.factories import person
from tests.interviews.contacts_world import contact
from tests.interviews.world import at, doctor, held, written
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory


pytestmark = pytest.mark.django_db
CANARY = "zygomorphe-canari"


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(at(12), tick=False):
        yield


def signed_in(client, role, at="061"):
    user = person(role, at=at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def a_campaign(dam, count=1):
    pilot = person(Role.ADMIN_CAMPAGNE, at="061")
    by = Author(at=at(3), by=pilot.pk)
    said = visits.Written("Arrêts courts", at(2).date(), at(30).date(), QuotaBy.DELEGATE, 5)
    made = visits.create_campaign("061", Theme.IJ, said, by)
    targets.add_targets(made, [doctor().rpps for _ in range(count)], targets.Sharing([dam.pk]), by)
    return visits.open_campaign(made, by)


def typed(rpps, **fields):
    usual = {"rpps": rpps, "moyen": "appel", "sens": "vers", "resultat": "joint"}
    return {**usual, "le": "2026-11-11T09:00", "resume": "Rappel", "prochain": "", **fields}


def test_a_contact_is_typed_in_and_found_in_the_list(client):
    signed_in(client, Role.GESTIONNAIRE)
    found = doctor()
    answer = client.post("/contacts/saisir/", typed(found.rpps))
    assert answer.status_code == 302
    assert Contact.objects.get().at == at(11, 9)
    assert "Rappel" in text_of(client.get("/contacts/"))
    assert "Aucun contact ici." in text_of(client.get("/contacts/?suite=rappeler"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"resume": "1 85 05 78 006 084"}, "sécurité sociale"),
        ({"le": "2026-11-13T09:00"}, "à venir"),
        ({"resultat": "rappeler"}, "quel jour rappeler"),
        ({"rpps": "99999999999"}, "Aucun médecin de vos caisses"),
    ],
)
def test_a_refusal_is_beside_what_was_typed(client, fields, words):
    signed_in(client, Role.DAM)
    answer = client.post("/contacts/saisir/", {**typed(doctor().rpps), **fields})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_another_caisse_s_contact_is_as_if_absent(client):
    one = contact()
    signed_in(client, Role.DAM, at="831")
    for path in (f"/contacts/{one.pk}/", f"/contacts/{one.pk}/corriger/"):
        assert client.get(path).status_code == 404
    assert "Aucun contact ici." in text_of(client.get("/contacts/"))


def test_a_correction_and_an_end_are_made_from_the_page(client):
    signed_in(client, Role.DAM)
    one = contact(next_contact_on=at(11).date())
    assert "en retard" in text_of(client.get(f"/contacts/{one.pk}/"))
    client.post(f"/contacts/{one.pk}/fait/")
    fixed = typed("", motif="Le résumé était faux", resume="Rappel des fiches")
    answer = client.post(f"/contacts/{one.pk}/corriger/", fixed, follow=True)
    assert "Rappel des fiches" in text_of(answer)
    assert "Le résumé était faux" in text_of(client.get(f"/contacts/{one.pk}/"))


@pytest.mark.parametrize("role", [Role.DAM, Role.MEDECIN_CHEF, Role.ADMIN_CAMPAGNE])
def test_a_campaign_is_read_by_three_roles_and_changed_by_its_pilot(client, role):
    campaign = a_campaign(person(Role.DAM, at="061"))
    signed_in(client, role)
    seen = text_of(client.get(f"/visites/{campaign.pk}/"))
    assert "accompagne" in seen
    pilots = role == Role.ADMIN_CAMPAGNE
    assert ("Ajouter des médecins" in seen) is pilots
    changed = client.post(f"/visites/{campaign.pk}/clore/", {"phrase": "Objectif atteint hier"})
    assert changed.status_code == (302 if pilots else 403)


def test_a_delegate_sees_his_doctors_first_and_proposes_a_visit(client):
    dam = signed_in(client, Role.DAM)
    campaign = a_campaign(person(Role.DAM, at="061"), 2)
    by = Author(at=at(3), by=campaign.pilot_id)
    own = doctor(last_name="ZUNINO")
    targets.add_targets(campaign, [own.rpps], targets.Sharing([dam.pk]), by)
    page = f"/visites/{campaign.pk}/"
    assert len(client.get(page).context["targets"]) == 1
    assert len(client.get(f"{page}?dam=0").context["targets"]) == 3
    target = campaign.targets.get(prescriber=own)
    answer = client.post(f"/visites/cibles/{target.pk}/proposer/", {"canal": "cabinet"})
    target.refresh_from_db()
    assert answer.url == f"/entretiens/{target.interview_id}/"


def test_a_campaign_elsewhere_is_as_if_absent(client):
    campaign = a_campaign(person(Role.DAM, at="061"))
    target = campaign.targets.get()
    signed_in(client, Role.DAM, at="831")
    assert client.get(f"/visites/{campaign.pk}/").status_code == 404
    assert client.get(f"/visites/cibles/{target.pk}/").status_code == 404
    assert client.post(f"/visites/cibles/{target.pk}/proposer/").status_code == 404


def test_a_filtered_list_gives_its_doctors(client):
    campaign = a_campaign(person(Role.DAM, at="061"))
    signed_in(client, Role.ADMIN_CAMPAGNE)
    (dam,) = {target.assigned_id for target in campaign.targets.all()}
    said = {"dam": [dam], "priorite": "2", "liste": "https://portail.example/prescripteurs/"}
    answer = client.post(f"/visites/{campaign.pk}/ajouter/", said)
    assert (answer.status_code, "aucun filtre" in text_of(answer)) == (422, True)
    said = {**said, "liste": "", "numeros": f"{doctor().rpps}\n{doctor().rpps}"}
    assert client.post(f"/visites/{campaign.pk}/ajouter/", said).status_code == 302
    assert campaign.targets.count() == 3


@pytest.mark.parametrize("role", [Role.DAM, Role.ADMIN_CAMPAGNE])
def test_the_pages_cost_the_same_for_one_and_twenty(client, role):
    dam = person(Role.DAM, at="061")
    signed_in(client, role)
    campaign = a_campaign(dam)
    webinar = plan_webinar(
        Planned("Psychiatrie", Theme.IJ, "061", at(10)), dam, Author(at=at(3), by=dam.pk)
    )
    contact(by=dam)
    addresses = (
        "/contacts/", "/webinaires/", f"/webinaires/{webinar.pk}/", "/visites/",
        f"/visites/{campaign.pk}/",
    )  # fmt: skip
    for address in addresses:
        client.get(address)
    first = [len(reads(client, address)) for address in addresses]
    for _ in range(20):
        contact(by=dam)
    by = Author(at=at(3), by=campaign.pilot_id)
    targets.add_targets(campaign, [doctor().rpps for _ in range(20)], targets.Sharing([dam.pk]), by)
    assert [len(reads(client, address)) for address in addresses] == first
    assert max(first) <= 12, first


@pytest.fixture
def profiled(run):
    return ProfileFactory(run=run, prescriber=doctor(), caisse="061")


@pytest.fixture
def run(db):
    made = ProfileRunFactory(number=12, state=RunState.PUBLISHED, published_at=at(1))
    Publication.objects.create(id=1, run=made)
    return made


def test_past_exchanges_stand_on_the_doctor_s_page_without_a_medical_byte(client, profiled):
    found = profiled.prescriber
    contact(found, summary="Rappel du mémo lombalgie")
    held(found=found, starts=at(6), said=written(remarks=CANARY, conclusion="Reverra en mars"))
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert InterviewNote.objects.get().body == CANARY
    signed_in(client, Role.DAM)
    answer = client.get(f"/prescripteurs/{found.rpps}/echanges/")
    seen = text_of(answer)
    assert "Rappel du mémo lombalgie" in seen
    assert "Reverra en mars" in seen
    assert CANARY not in answer.content.decode()


def test_who_reads_no_interview_sees_the_contacts_alone(client, profiled):
    found = profiled.prescriber
    contact(found)
    held(found=found, starts=at(6), said=written(conclusion="Reverra en mars"))
    signed_in(client, Role.GESTIONNAIRE)
    seen = text_of(client.get(f"/prescripteurs/{found.rpps}/echanges/"))
    assert "Rappel du mémo" in seen
    assert "Reverra en mars" not in seen


def test_no_page_of_a_delegate_holds_a_medical_byte(client):
    dam = signed_in(client, Role.DAM)
    campaign = a_campaign(dam)
    target = campaign.targets.get()
    held(found=target.prescriber, starts=at(6), said=written(remarks=CANARY))
    contact(target.prescriber)
    visit = targets.propose_visit(target, Channel.PRACTICE, Author(at=at(4), by=dam.pk))
    assert visit.kind == Kind.VISIT
    for address in (
        "/contacts/", "/contacts/echanges/", "/contacts/echanges.csv?du=2026-11-01&au=2026-11-30",
        "/webinaires/", "/visites/", f"/visites/{campaign.pk}/", f"/visites/cibles/{target.pk}/",
        f"/contacts/{Contact.objects.get().pk}/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert CANARY not in answer.content.decode()
