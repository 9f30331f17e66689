"""The roster and the notices through the client: filled by a head, gaps, refusals, who was told."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk
from sosij.models import Duty, Seat
from sosij.services.conduct import give_back, take
from sosij.services.watch import watch
from tests.accounts.factories import person
from tests.pages.reading import reads, text_of
from tests.sosij.duty_world import desk_world, put_on
from tests.sosij.help_world import at, held_by, received, seated


pytestmark = pytest.mark.django_db
PAGE = "/sos-ij/astreinte/"
# Wednesday 18 November 2026, in the afternoon.
NOW = at(18, 15)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def added(client, user, first, last, desk="061-medical"):
    said = {"personne": user.pk, "premier": first, "dernier": last}
    return client.post(f"{PAGE}?guichet={desk}", said, follow=True)


def test_a_head_fills_the_roster_and_sees_the_gaps(client, at_desk):
    at_desk(head=True)
    expert = seated()
    before = text_of(client.get(PAGE))
    assert "Aucune astreinte aujourd’hui" in before
    assert "4 périodes sans personne" in before
    done = text_of(added(client, expert, "2026-11-18", "2026-11-24"))
    assert "Astreinte enregistrée." in done
    assert f"{expert.full_name} est d’astreinte aujourd’hui" in done
    assert f"{expert.full_name}, du mercredi 18 au dimanche 22 novembre" in done
    assert "personne du mercredi 25 au vendredi 27 novembre" in done
    assert "personne du lundi 30 novembre au vendredi 4 décembre" in done
    assert "personne du lundi 7 au vendredi 11 décembre" in done
    duty = Duty.objects.get()
    assert (duty.since, duty.until) == (date(2026, 11, 18), date(2026, 11, 25))
    act = JournalEntry.objects.get(action="sosij.astreinte")
    assert act.reason == (f"service médical, du 18/11/2026 au 24/11/2026, compte {expert.pk}")


def test_each_refusal_stands_beside_its_field(client, at_desk):
    at_desk(head=True)
    expert, left = seated(), seated()
    Seat.objects.filter(user=left).update(until=date(2026, 11, 25))
    put_on(expert, since=date(2026, 12, 1), until=date(2026, 12, 5))
    refused = {
        ("2026-11-17", "2026-11-20", expert): ("premier", "à partir d’aujourd’hui"),
        ("2026-11-20", "2026-11-19", expert): ("dernier", "avant le premier"),
        ("2026-11-20", "2027-11-30", expert): ("dernier", "Un an au plus"),
        ("2026-11-20", "2026-11-25", left): ("personne", "pas de place à ce guichet"),
        ("2026-12-04", "2026-12-10", expert): ("premier", "du 01/12/2026 au 04/12/2026"),
        ("2026-12-04", "", expert): ("dernier", "Choisissez une date."),
    }
    for (first, last, who), (field, words) in refused.items():
        answer = added(client, who, first, last)
        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors[field]), (first, last)
        assert words in text_of(answer)
    assert Duty.objects.count() == 1
    assert not JournalEntry.objects.filter(action="sosij.astreinte").exists()


def test_somebody_of_another_desk_is_not_a_choice(client, at_desk):
    at_desk(head=True)
    social = seated(Role.SERVICE_SOCIAL, desk=Desk.SOCIAL)
    answer = added(client, social, "2026-11-20", "2026-11-21")
    assert answer.status_code == 422
    assert "personne" in answer.context["form"].errors
    assert not Duty.objects.exists()


def test_who_is_not_the_head_reads_and_writes_nothing(client, at_desk):
    reader = at_desk()
    seated(head=True)
    duty = put_on(reader)
    seen = client.get(PAGE)
    assert "Ajouter une astreinte" not in text_of(seen)
    assert "Le responsable du guichet" in text_of(seen)
    assert client.post(PAGE, {}).status_code == 403
    assert client.post(f"{PAGE}{duty.pk}/retirer/").status_code == 403
    assert Duty.objects.count() == 1


def test_the_chief_of_the_service_fills_every_desk_of_his_caisse(client, at_desk):
    at_desk(Role.MEDECIN_CHEF)
    social = seated(Role.SERVICE_SOCIAL, desk=Desk.SOCIAL)
    seated(desk=Desk.MEDICAL, caisse="831")
    added(client, social, "2026-11-20", "2026-11-21", desk="061-social")
    assert Duty.objects.get().desk == Desk.SOCIAL
    assert client.get(f"{PAGE}?guichet=831-medical").status_code == 404
    assert client.get(f"{PAGE}?guichet=061-rayon").status_code == 404


def test_a_head_of_one_desk_does_not_fill_another(client, at_desk):
    at_desk(head=True)
    social = seated(Role.SERVICE_SOCIAL, desk=Desk.SOCIAL)
    refused = added(client, social, "2026-11-20", "2026-11-21", desk="061-social")
    assert refused.status_code == 403


def test_a_duty_to_come_is_withdrawn_and_one_begun_ends(client, at_desk):
    head = at_desk(head=True)
    begun = put_on(head, since=date(2026, 11, 16), until=date(2026, 11, 21))
    to_come = put_on(head, since=date(2026, 11, 23), until=date(2026, 11, 28))
    over = put_on(head, since=date(2026, 11, 9), until=date(2026, 11, 14))
    asked = text_of(client.get(f"{PAGE}{to_come.pk}/retirer/"))
    assert "du lundi 23 au vendredi 27 novembre" in asked
    assert Duty.objects.count() == 3
    for duty, words in ((to_come, "retirée."), (begun, "retirée."), (over, "terminée")):
        assert words in text_of(client.post(f"{PAGE}{duty.pk}/retirer/", follow=True))
    kept = Duty.objects.order_by("since").values_list("since", "until")
    assert list(kept) == [
        (date(2026, 11, 9), date(2026, 11, 14)),
        (date(2026, 11, 16), date(2026, 11, 18)),
    ]
    assert JournalEntry.objects.filter(action="sosij.astreinte-retirer").count() == 2
    assert client.get(f"{PAGE}{to_come.pk}/retirer/").status_code == 404


def test_a_seat_that_ends_leaves_a_gap(client, at_desk):
    at_desk()
    left = seated()
    put_on(left, since=date(2026, 11, 16), until=date(2026, 12, 31))
    Seat.objects.filter(user=left).update(until=date(2026, 11, 26))
    seen = text_of(client.get(PAGE))
    assert "personne du jeudi 26 au vendredi 27 novembre" in seen


def test_a_desk_without_a_head_says_so(client, at_desk):
    at_desk()
    assert "n’a pas de responsable" in text_of(client.get(PAGE))
    chief = seated(head=True)
    assert f"le responsable : {chief.full_name}." in text_of(client.get(PAGE)).replace(
        "\u202f", " "
    )


def test_without_any_desk_the_page_is_empty(client):
    signed_in(client, person(Role.REPONDANT_SOS, at="061"))
    assert "Aucun guichet" in text_of(client.get(PAGE))


def test_nobody_else_enters(client):
    for role in (Role.MEDECIN_CONSEIL, Role.DIRECTION, Role.ADMIN_TECHNIQUE, Role.AUDITEUR):
        signed_in(client, person(role, at="061"))
        assert client.get(PAGE).status_code == 403, role


def test_the_page_of_a_request_says_who_was_told_and_when(client):
    world = desk_world()
    signed_in(client, world.head)
    for moment in (at(13, 18), at(17, 9), at(17, 13, 30)):
        watch(moment)
    seen = text_of(client.get(f"/sos-ij/{world.request.reference}/")).replace("\u202f", " ")
    expert, on_duty, head = (user.full_name for user in (world.expert, world.on_duty, world.head))
    expected = (
        f"Personne prévenue : {expert} (détenteur), horloge SOS IJ, ven. 13/11, 18 h",
        f"Personne prévenue : {on_duty} (astreinte), horloge SOS IJ, mar. 17/11, 9 h",
        f"Personne prévenue : {head} (responsable du guichet), mar. 17/11, 13 h 30",
    )
    for words in expected:
        assert words in seen


def test_nobody_told_is_not_silent(client, at_desk):
    expert = at_desk()
    request = held_by(expert)
    watch(at(17, 9))
    seen = text_of(client.get(f"/sos-ij/{request.reference}/")).replace("\u202f", " ")
    assert "Personne n’est prévenu : ni astreinte, ni responsable à ce guichet" in seen


def test_the_queue_marks_what_is_signalled_to_me(client):
    world = desk_world()
    other = received()
    watch(at(17, 9))
    signed_in(client, world.on_duty)
    mine = text_of(client.get("/sos-ij/?file=signalees"))
    assert world.request.reference in mine
    assert other.reference in mine
    assert "signalée à vous" in mine
    signed_in(client, world.expert)
    assert other.reference in text_of(client.get("/sos-ij/?file=signalees"))
    give_back(world.request, Author(at=at(17, 10), by=world.expert.pk))
    take(world.request, Author(at=at(17, 11), by=world.head.pk))
    assert world.request.reference not in text_of(client.get("/sos-ij/?file=signalees"))


def test_the_roster_costs_the_same_for_one_and_for_thirty(client, at_desk):
    head = at_desk(head=True)
    put_on(head, since=date(2026, 11, 16), until=date(2026, 11, 17))
    client.get(PAGE)
    first = reads(client, PAGE)
    for number in range(1, 13):
        put_on(seated(), since=date(2026, 11, 16 + number), until=date(2026, 11, 17 + number))
    then = reads(client, PAGE)
    assert len(first) == len(then) <= 12


def test_a_request_costs_the_same_for_one_notice_and_for_nine(client):
    world = desk_world()
    signed_in(client, world.head)
    address = f"/sos-ij/{world.request.reference}/"
    watch(at(13, 18))
    client.get(address)
    first = reads(client, address)
    other = held_by(world.expert)
    give_back(other, Author(at=at(12, 10), by=world.expert.pk))
    for _ in range(6):
        seated()
    watch(at(17, 9))
    assert other.notices.count() == 10
    address = f"/sos-ij/{other.reference}/"
    client.get(address)
    assert len(reads(client, address)) == len(first)
