"""Dates through the client: slots, invitation, letter, file, hours, capacities, substitute."""

import pytest
import time_machine

from accounts.enums import Role
from interviews.enums import Kind
from interviews.models import Capacity, ConsultationHours, Interview, Invitation
from tests.accounts.factories import caisse, person
from tests.interviews.agenda_world import ADDRESS, TUESDAY, away, consults, invited, mails
from tests.interviews.ics import events
from tests.interviews.world import at, leading, proposed, scheduled
from tests.pages.reading import reads, text_of
from tests.pdf_text import words


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(at(12, 10), tick=False):
        caisse("061", "CPAM des Alpes-Maritimes")
        yield


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


def page(interview, rest=""):
    return f"/entretiens/{interview.pk}/{rest}"


def test_one_click_gives_the_date(client, signed_in):
    interview = proposed()
    consults(interview, TUESDAY, 9, 18)
    signed_in(interview.lead)
    shown = client.get(page(interview, "creneaux/"))
    assert "Mardi 17 novembreaucun" in " ".join(text_of(shown).split())
    assert "2026-11-17T" not in shown.content.decode()
    done = client.post(
        page(interview, "creneaux/"), {"debut": "2026-11-18T09:30:00+01:00"}, follow=True
    )
    assert "Date enregistrée." in text_of(done)
    assert Interview.objects.get().starts_at == at(18, 9, 30)


@pytest.mark.parametrize(
    ("said", "words_expected"),
    [
        ({"debut": "2026-11-17T10:00:00+01:00", "motif": "Le médecin le demande"}, "consulte"),
        ({"debut": "2026-11-18T10:00:00+01:00"}, "Dites pourquoi"),
        ({"debut": "2026-11-18T10:00:00+01:00", "motif": "ok"}, "en 10 caractères"),
        ({"debut": "2026-11-18T10:00:00"}, "Choisissez un créneau de la page"),
        ({"debut": "demain"}, "Choisissez un créneau de la page"),
    ],
)
def test_a_slot_refused_says_why(client, signed_in, said, words_expected):
    interview = scheduled()
    consults(interview, TUESDAY, 9, 12)
    signed_in(interview.lead)
    refused = client.post(page(interview, "creneaux/"), said)
    assert (refused.status_code, words_expected in text_of(refused)) == (422, True)
    assert Interview.objects.get().starts_at == at(17, 14, 30)


def test_the_doctor_is_invited_by_mail_then_by_letter(client, signed_in):
    interview = scheduled()
    signed_in(interview.lead)
    wrong = client.post(page(interview, "inviter/"), {"canal": "courriel", "adresse": "roux"})
    assert (wrong.status_code, "adresse électronique entière" in text_of(wrong)) == (422, True)
    assert 'value="roux"' in wrong.content.decode()
    done = client.post(
        page(interview, "inviter/"), {"canal": "courriel", "adresse": ADDRESS}, follow=True
    )
    assert f"Invitation par courriel à {ADDRESS}" in text_of(done)
    again = client.post(page(interview, "inviter/"), {"canal": "courriel", "adresse": ADDRESS})
    assert (again.status_code, "déjà partie" in text_of(again)) == (422, True)
    client.post(page(interview, "inviter/"), {"canal": "courrier"})
    assert list(Invitation.objects.values_list("channel", "address")) == [
        ("courriel", ADDRESS), ("courrier", ""),
    ]  # fmt: skip
    assert len(mails()) == 1


def test_the_letter_says_everything_and_no_figure(client, signed_in):
    interview = scheduled(subject="Arrêts pour lombalgie")
    signed_in(interview.lead)
    given = client.get(page(interview, "invitation.pdf"))
    assert (given.status_code, given["Content-Type"]) == (200, "application/pdf")
    said = words(given.content)
    for expected in (
        "CPAM des Alpes-Maritimes", "mardi 17 novembre 2026", "12 rue Gioffredo, Nice",
        interview.lead.full_name, interview.lead.email, "ou décliner", "ce n’est pas une procédure",
        "R148-1",
    ):  # fmt: skip
        assert expected in said
    assert "lombalgie" not in said


def test_without_a_date_there_is_no_paper(client, signed_in):
    interview = proposed()
    signed_in(interview.lead)
    for rest in ("invitation.pdf", "invitation.ics"):
        assert client.get(page(interview, rest)).status_code == 404
    assert client.get(page(interview, "inviter/")).status_code == 302


def test_one_s_own_agenda_and_nobody_else_s(client, signed_in):
    mine = scheduled()
    scheduled()
    scheduled(mine.lead, starts=at(12, 9))
    far = scheduled(mine.lead, starts=at(30, 9))
    signed_in(mine.lead)
    method, found = events(client.get("/entretiens/agenda.ics").content.decode())
    assert method == "PUBLISH"
    assert [event["UID"].split("@")[0] for event in found][-2:] == [
        f"entretien-{mine.pk}", f"entretien-{far.pk}",
    ]  # fmt: skip
    assert len(found) == 3
    short = client.get("/entretiens/agenda.ics?jours=7").content.decode()
    assert len(events(short)[1]) == 2
    assert mine.prescriber.last_name.lower() not in short.lower()
    client.logout()
    assert client.get("/entretiens/agenda.ics").status_code == 302


def test_the_page_warns_of_the_consultations_and_of_an_old_letter(client, signed_in):
    interview = scheduled()
    signed_in(interview.lead)
    client.post(page(interview, "inviter/"), {"canal": "courrier"})
    consults(interview, TUESDAY, 14, 16)
    shown = text_of(client.get(page(interview)))
    assert "La date choisie tombe pendant ce temps" in shown
    assert "donne une autre date" not in shown
    client.post(
        page(interview, "creneaux/"),
        {"debut": "2026-11-19T09:30:00+01:00", "motif": "Le médecin le demande"},
    )
    after = text_of(client.get(page(interview)))
    assert "donne une autre date" in after
    assert "La date choisie tombe" not in after


@pytest.mark.parametrize("may", [True, False])
def test_the_substitute_takes_it_in_one_click_when_he_may(client, signed_in, may):
    interview = scheduled()
    role = leading(Kind.PEER) if may else Role.SECRETARIAT_MEDICAL
    substitute = person(role, at="061")
    away(interview.lead, 16, 19, substitute)
    signed_in(person(Role.SECRETARIAT_MEDICAL, at="061"))
    shown = text_of(client.get(page(interview)))
    assert f"{interview.lead.full_name} est absent(e) du 16/11/2026 au 18/11/2026" in shown
    assert f"remplaçant(e) : {substitute.full_name}" in shown
    assert (f"Confier à {substitute.full_name}" in shown) is may
    client.post(page(interview, "remplacant/"))
    assert (Interview.objects.get().lead == substitute) is may


def test_consultations_are_written_and_withdrawn_from_the_interview(client, signed_in):
    interview = scheduled()
    signed_in(interview.lead)
    here = page(interview, "consultations/")
    said = {
        "jour": "1",
        "debut": "14:00",
        "fin": "16:30",
        "depuis": "2026-11-12",
        "source": "cabinet",
    }
    assert "Heures ajoutées." in text_of(client.post(here, said, follow=True))
    twice = client.post(here, said)
    assert (twice.status_code, "recouvrent" in text_of(twice)) == (422, True)
    (row,) = ConsultationHours.objects.all()
    assert "Heures retirées." in text_of(client.post(here, {"retirer": row.pk}, follow=True))
    other = consults(scheduled(), TUESDAY, 9, 12)
    assert client.post(here, {"retirer": other.pk}).status_code == 404
    assert list(ConsultationHours.objects.all()) == [other]


def test_one_declares_for_oneself_the_head_for_the_service(client, signed_in):
    lead, other = person(Role.MEDECIN_CONSEIL, at="061"), person(Role.DAM, at="061")
    said = {"caisse": "061", "heures": "7.5", "depuis": "2026-11-12"}
    here = "/entretiens/disponibilites/"
    signed_in(lead)
    assert client.post(here, {**said, "personne": other.pk}).status_code == 422
    client.post(here, {**said, "personne": lead.pk})
    assert list(Capacity.objects.values_list("user", "minutes")) == [(lead.pk, 450)]
    assert other.full_name not in text_of(client.get(here))
    signed_in(person(Role.MEDECIN_CHEF, at="061"))
    client.post(here, {**said, "personne": other.pk})
    shown = text_of(client.get(here))
    assert lead.full_name in shown
    assert other.full_name in shown
    signed_in(person(Role.MEDECIN_CHEF, at="831"))
    assert lead.full_name not in text_of(client.get(here))
    signed_in(person(Role.SECRETARIAT_MEDICAL, at="061"))
    assert client.post(here, {**said, "personne": lead.pk}).status_code == 422
    assert Capacity.objects.count() == 2


PAGES = ("creneaux/", "inviter/", "consultations/")
REST = (*PAGES, "invitation.pdf", "invitation.ics", "remplacant/")


@pytest.mark.parametrize("rest", REST)
def test_another_caisse_does_not_see_it_and_a_reader_does_not_plan(client, signed_in, rest):
    interview = scheduled()
    signed_in(person(Role.MEDECIN_CONSEIL, at="831"))
    assert client.get(page(interview, rest)).status_code == 404
    assert client.post(page(interview, rest), {"canal": "courrier"}).status_code in {404, 405}
    signed_in(person(Role.ADMIN_CAMPAGNE, at="061"))
    assert client.get(page(interview, rest)).status_code == 403
    assert not Invitation.objects.exists()


def test_few_reads(client, signed_in):
    interview = scheduled()
    consults(interview, TUESDAY, 9, 12)
    invited(interview, day=12)
    away(interview.lead, 16, 19, person(Role.MEDECIN_CONSEIL, at="061"))
    signed_in(interview.lead)
    own = [page(interview, rest) for rest in ("", *PAGES)]
    for address in (*own, "/entretiens/disponibilites/", "/entretiens/agenda.ics"):
        client.get(address)
        selected = [sql for sql in reads(client, address) if not sql.startswith("INSERT")]
        assert len(selected) <= 12, (address, len(selected))
