"""Openings, seats, routes, the promise, through the pages: who may, what is refused and stays."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, Level, Motive, Regime
from sosij.models import LocalRoute, Opening, Seat
from sosij.presenters.openings import opening_groups
from sosij.rules.routing import route
from sosij.selectors.routes import local_rows
from sosij.services.conduct import take
from sosij.services.dated import cancel
from sosij.services.qualify import Reading, qualify
from sosij.services.routes import Wanted, add_route
from sosij.services.seats import close_seat
from tests.accounts.factories import HabilitationFactory, OrganisationFactory, caisse, person
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, doctor, received, seated


pytestmark = pytest.mark.django_db
NOW = at(12, 10)
TODAY, TOMORROW = date(2026, 11, 12), date(2026, 11, 13)
SET = "/sos-ij/organisation/"
SOURCE = "Note de service du 12/11/2026"


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed(client):
    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


@pytest.fixture
def chief(signed):
    return signed(person(Role.MEDECIN_CHEF, at="061"))


@pytest.fixture
def national(signed):
    user = signed(HabilitationFactory(role=Role.ADMIN_TECHNIQUE, national=True).user)
    for code in ("061", "831"):
        OrganisationFactory(code=code)
    return user


def sent(client, place, **said):
    return client.post(SET + place, said, follow=True)


# Who enters


@pytest.mark.parametrize("role", [Role.GESTIONNAIRE, Role.MEDECIN_CONSEIL, Role.REPONDANT_SOS])
def test_others_do_not_enter(client, signed, role):
    signed(person(role, at="061"))
    for place in ("", "places/", "routage/", "delai/", "places/donner/", "routage/ajouter/"):
        assert client.get(SET + place).status_code == 403, place
        assert client.post(SET + place).status_code == 403, place


def test_a_head_of_service_sets_nothing_of_another_caisse(client, chief):
    elsewhere = Seat.objects.get(user=seated(caisse="831"))
    line = LocalRoute.objects.create(
        caisse="831", desk=Desk.SOCIAL, level=1, since=date(2026, 1, 1), source=SOURCE
    )
    for place in (
        f"places/{elsewhere.pk}/changer/",
        f"places/{elsewhere.pk}/fermer/",
        f"routage/{line.pk}/fermer/",
    ):
        assert client.get(SET + place).status_code == 404
        assert sent(client, place, jusqua="2026-12-01", capacite=1).status_code == 404
    assert elsewhere.user.full_name not in text_of(client.get(SET + "places/"))
    assert SOURCE not in text_of(client.get(SET + "routage/"))
    refused = sent(client, "places/donner/", caisse="831", guichet="medical")
    assert "Sélectionnez un choix valide" in text_of(refused)


def test_the_openings_are_set_by_the_national_administration_alone(client, chief):
    Opening.objects.create(departement="06", specialty="MG", since=TODAY, source=SOURCE)
    seen = text_of(client.get(SET))
    assert "Médecine générale" in seen
    assert "Ouvrir le service" not in seen
    number = Opening.objects.get().pk
    for place in ("ouvrir/", f"ouvertures/{number}/fermer/"):
        assert "niveau national" in text_of(sent(client, place, jusqua="2026-12-01"))
    assert Opening.objects.get().until is None


def test_the_administration_gives_no_seat(client, national):
    given = Seat.objects.get(user=seated())
    assert "chef de service" in text_of(sent(client, "places/donner/"))
    assert client.get(f"{SET}places/{given.pk}/fermer/").status_code == 404
    assert given.user.full_name in text_of(client.get(SET + "places/"))


# Openings


def test_an_opening_is_written_announced_closed(client, national):
    said = {"departement": "2a", "specialite": "PSY", "depuis": "2026-12-01", "source": SOURCE}
    seen = text_of(sent(client, "ouvrir/", **said))
    assert "annoncée" in seen
    assert "à partir du 01/12/2026" in seen
    assert "Ouverture ajoutée" in seen
    row = Opening.objects.get()
    assert (row.departement, row.since) == ("2A", date(2026, 12, 1))
    assert "sera effacée" in text_of(client.get(f"{SET}ouvertures/{row.pk}/fermer/"))
    assert "Ouverture retirée." in text_of(sent(client, f"ouvertures/{row.pk}/fermer/"))
    assert not Opening.objects.exists()
    sent(client, "ouvrir/", **{**said, "depuis": "2026-11-12"})
    row = Opening.objects.get()
    today = sent(client, f"ouvertures/{row.pk}/fermer/", jusqua="2026-11-12")
    assert today.status_code == 422
    assert "Choisissez le 13/11/2026 ou plus tard." in text_of(today)
    sent(client, f"ouvertures/{row.pk}/fermer/", jusqua="2026-11-13")
    row.refresh_from_db()
    assert row.until == TOMORROW
    acts = JournalEntry.objects.filter(object_kind="ouverture SOS IJ").order_by("id")
    assert [act.action.rpartition("-")[2] for act in acts] == [
        "ouvrir", "retirer", "ouvrir", "fermer",
    ]  # fmt: skip
    assert all(act.actor_id == national.pk for act in acts)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"departement": "99"}, "code du département"),
        ({"departement": ""}, "code du département"),
        ({"specialite": ""}, "Choisissez une spécialité"),
        ({"depuis": "2026-11-11"}, "Choisissez le 12/11/2026 ou plus tard."),
        ({"source": "note"}, "10 caractères au moins"),
        ({"depuis": "2026-11-20"}, "déjà ouvert, ou annoncé"),
    ],
)
def test_an_opening_that_cannot_be_is_refused_beside_its_field(client, national, changed, words):
    Opening.objects.create(departement="06", specialty="MG", since=TODAY, source=SOURCE)
    said = {"departement": "06", "specialite": "MG", "depuis": "2026-11-12", "source": SOURCE}
    answer = sent(client, "ouvrir/", **{**said, **changed})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Opening.objects.count() == 1


def test_small_counts_of_one_place_hide_each_other():
    """Fifteen and three: three is hidden, and fifteen with it, as the report gives eighteen."""
    listed = [
        Opening(pk=n, departement="06", specialty=code, since=date(2026, 1, 1), source=SOURCE)
        for n, code in enumerate(("CHIR", "MG"))
    ]
    asked, there = {("06", "CHIR"): 3, ("06", "MG"): 15}, {("06", "CHIR"): 40, ("06", "MG"): 300}
    hidden = opening_groups(listed, asked, there, TODAY)[0].lines
    assert [(line.askers, line.targeted, line.rate) for line in hidden] == [
        ("NS", "40", "NS"),
        ("NS", "300", "NS"),
    ]
    shown = opening_groups(listed, {**asked, ("06", "CHIR"): 20}, there, TODAY)[0].lines
    assert [(line.askers, line.rate) for line in shown] == [("20", "50\u202f%"), ("15", "5\u202f%")]


# Seats


def test_a_seat_is_given_changed_closed(client, chief):
    expert = person(Role.REPONDANT_SOS, at="061")
    said = {
        "caisse": "061", "guichet": "medical", "personne": expert.email, "capacite": "5",
        "responsable": "oui", "depuis": "2026-11-12", "jusqua": "",
    }  # fmt: skip
    seen = text_of(sent(client, "places/donner/", **said))
    assert expert.full_name in seen
    assert "0 / 5" in seen
    assert "responsable du guichet" in seen
    given = Seat.objects.get()
    author = Author(at=NOW, by=expert.pk)
    take(qualify(received(), Reading((Motive.WORKPLACE,)), author), author)
    assert "1 / 5" in text_of(client.get(SET + "places/"))
    changed = {"capacite": "1", "responsable": "non"}
    seen = text_of(sent(client, f"places/{given.pk}/changer/", **changed))
    assert "complet" in seen
    assert "capacité 5, responsable, puis capacité 1" in seen
    assert "Rien n’a changé" in text_of(sent(client, f"places/{given.pk}/changer/", **changed))
    assert "Demandes tenues aujourd’hui" in text_of(client.get(f"{SET}places/{given.pk}/fermer/"))
    sent(client, f"places/{given.pk}/fermer/", jusqua="2026-11-13")
    given.refresh_from_db()
    assert given.until == TOMORROW
    assert not JournalEntry.objects.filter(reason__contains=expert.full_name).exists()


def test_the_role_that_is_missing_is_named(client, chief):
    clerk = person(Role.GESTIONNAIRE, at="061")
    elsewhere = person(Role.REPONDANT_SOS, at="831")
    said = {
        "caisse": "061", "guichet": "medical", "capacite": "5", "responsable": "non",
        "depuis": "2026-11-12",
    }  # fmt: skip
    for user in (clerk, elsewhere):
        answer = sent(client, "places/donner/", personne=user.email, **said)
        assert answer.status_code == 422
        assert "répondant sos ij" in text_of(answer).lower()
    assert "Aucun compte actif" in text_of(
        sent(client, "places/donner/", personne="nul@caisse.example", **said)
    )
    assert not Seat.objects.exists()
    sent(client, "places/donner/", personne=clerk.email, **{**said, "guichet": "prestations"})
    assert Seat.objects.get().desk == Desk.BENEFITS


def test_a_right_to_come_serves_a_seat_to_come(client, chief):
    expert = HabilitationFactory(
        role=Role.REPONDANT_SOS, organisation=caisse("061"), valid_from=date(2026, 12, 1)
    ).user
    said = {
        "caisse": "061", "guichet": "medical", "personne": expert.email, "capacite": "5",
        "responsable": "non",
    }  # fmt: skip
    assert sent(client, "places/donner/", depuis="2026-11-30", **said).status_code == 422
    assert sent(client, "places/donner/", depuis="2026-12-01", **said).status_code == 200
    given = Seat.objects.get()
    assert "Place retirée." in text_of(sent(client, f"places/{given.pk}/fermer/"))
    assert not Seat.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"capacite": "-1"}, "de 0 à 200"),
        ({"capacite": "beaucoup"}, "nombre entier"),
        ({"depuis": "2026-11-11"}, "Choisissez le 12/11/2026 ou plus tard."),
        ({"jusqua": "2026-11-12"}, "une fin qui suit le début"),
        ({}, "déjà une place à ce guichet"),
    ],
)
def test_a_seat_that_cannot_be_is_refused(client, chief, changed, words):
    expert = seated()
    said = {
        "caisse": "061", "guichet": "medical", "personne": expert.email, "capacite": "5",
        "responsable": "non", "depuis": "2026-11-12",
    }  # fmt: skip
    answer = sent(client, "places/donner/", **{**said, **changed})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Seat.objects.count() == 1


def test_seats_share_no_day_but_follow_each_other():
    first = Seat.objects.get(user=seated())
    Seat.objects.filter(pk=first.pk).update(until=TOMORROW)
    again = {"user": first.user, "caisse": "061", "desk": Desk.MEDICAL, "capacity": 1}
    Seat.objects.create(**again, since=TOMORROW, until=date(2026, 12, 1))
    with pytest.raises(IntegrityError, match="seat_no_overlap"), transaction.atomic():
        Seat.objects.create(**again, since=date(2026, 11, 30))
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Seat.objects.filter(pk=first.pk).update(since=date(2020, 1, 1))


# Routing


def line_said(**changed):
    return {
        "motif": "poste", "lieu": "caisse:061", "regime": "", "guichet": "social", "niveau": "1",
        "depuis": "2026-11-13", "source": SOURCE, **changed,
    }  # fmt: skip


def test_a_local_row_decides_from_its_first_day(client, signed, chief):
    seen = text_of(sent(client, "routage/ajouter/", **line_said()))
    assert "à venir" in seen
    assert SOURCE in seen
    request = received(doctor())
    author = Author(at=NOW, by=chief.pk)
    assert qualify(request, Reading((Motive.WORKPLACE,)), author).desk == Desk.MEDICAL
    later = Author(at=at(13, 10), by=chief.pk)
    assert qualify(request, Reading((Motive.WORKPLACE,)), later).desk == Desk.SOCIAL
    row = LocalRoute.objects.get()
    with time_machine.travel(at(16, 10), tick=False):
        signed(chief)
        today = sent(client, f"routage/{row.pk}/fermer/", jusqua="2026-11-16")
        assert "Choisissez le 17/11/2026 ou plus tard." in text_of(today)
        assert "Fermeture enregistrée." in text_of(
            sent(client, f"routage/{row.pk}/fermer/", jusqua="2026-11-17")
        )
    row.refresh_from_db()
    assert row.until == date(2026, 11, 17)
    assert (
        route(
            [Motive.WORKPLACE], caisse="061", regime="", on=TOMORROW, local=local_rows(TOMORROW)
        ).desk
        is Desk.SOCIAL
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"depuis": "2026-11-12"}, "Choisissez le 13/11/2026 ou plus tard."),
        ({"lieu": "caisse:831"}, "Sélectionnez un choix valide"),
        ({"lieu": "carsat:13"}, "Sélectionnez un choix valide"),
        ({"source": "note"}, "10 caractères au moins"),
        ({}, "Une ligne parle déjà"),
    ],
)
def test_a_row_that_cannot_be_is_refused(client, chief, changed, words):
    add_route(
        Wanted(Desk.SOCIAL, Level.FIRST, TOMORROW, SOURCE, Motive.WORKPLACE, caisse="061"),
        Author(at=NOW, by=chief.pk),
    )
    answer = sent(client, "routage/ajouter/", **line_said(**changed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert LocalRoute.objects.count() == 1


def test_a_row_never_says_otherwise_than_it_did():
    row = LocalRoute.objects.create(
        caisse="061", desk=Desk.SOCIAL, level=1, since=date(2026, 1, 1), source=SOURCE
    )
    for changed in ({"desk": "medical"}, {"level": 2}, {"since": date(2025, 1, 1)}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            LocalRoute.objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(Exception, match="déjà en vigueur"):
        cancel(row, TODAY)


def test_a_carsat_is_set_by_the_nation_and_serves_all_its_caisses(client, national):
    said = line_said(lieu="carsat:13", motif="autre")
    assert "Carsat Sud-Est" in text_of(sent(client, "routage/ajouter/", **said))
    assert "Choisissez une caisse" in text_of(
        sent(client, "routage/ajouter/", **line_said(lieu=""))
    )
    for code, desk in (("061", Desk.SOCIAL), ("831", Desk.SOCIAL), ("691", Desk.MEDICAL)):
        found = route(
            [Motive.OTHER], caisse=code, regime="", on=TOMORROW, local=local_rows(TOMORROW)
        )
        assert found.desk is desk, code


@pytest.mark.parametrize("motive", Motive)
@pytest.mark.parametrize("regime", Regime)
def test_the_simulator_says_what_the_rule_decides(client, chief, motive, regime):
    add_route(
        Wanted(Desk.BENEFITS, Level.FIRST, TOMORROW, SOURCE, Motive.WORKPLACE, caisse="061"),
        Author(at=NOW, by=chief.pk),
    )
    for day in (TODAY, TOMORROW):
        asked = {"motif": motive.value, "caisse": "061", "regime": regime.value, "jour": day}
        seen = text_of(client.get(SET + "routage/", asked))
        found = route([motive], caisse="061", regime=regime, on=day, local=local_rows(day))
        assert f"{found.desk.label}, niveau {found.level}" in seen
        where = "locale" if found.ident else "nationale"
        assert f"Ligne {where} :" in seen.replace("\u202f", " ").replace("\xa0", " ")


def test_the_simulator_asks_for_a_day(client, chief):
    seen = text_of(client.get(SET + "routage/", {"motif": "poste", "caisse": "061", "jour": "x"}))
    assert "Écrivez la date ainsi" in seen


# Before qualifying


def test_the_page_of_a_request_says_what_the_table_proposes(client, at_desk):
    at_desk()
    request = received()
    seen = text_of(client.get(f"/sos-ij/{request.reference}/"))
    assert "Complexité administrative : prestations, niveau 1 (ligne nationale)" in seen
    LocalRoute.objects.create(
        caisse="061", motive=Motive.ADMINISTRATIVE, desk=Desk.SOCIAL, level=2,
        since=date(2026, 1, 1), source=SOURCE,
    )  # fmt: skip
    seen = text_of(client.get(f"/sos-ij/{request.reference}/"))
    assert "Complexité administrative : service social, niveau 2 (ligne de la caisse)" in seen


# Read only, and its cost


def test_the_promise_is_read_with_its_source_and_its_doubt(client, chief):
    seen = text_of(client.get(SET + "delai/"))
    assert "4 jours ouvrés" in seen
    assert "à vérifier" in seen
    assert "La Réunion" in seen
    assert client.post(SET + "delai/").status_code == 405


@pytest.mark.parametrize("place", ["", "places/", "routage/"])
def test_a_page_costs_the_same_for_one_row_and_ten(client, chief, place):
    def add(n):
        seated(caisse="061")
        Opening.objects.create(departement=f"{n:02d}", specialty="MG", since=TODAY, source=SOURCE)
        LocalRoute.objects.create(
            caisse="061", desk=Desk.SOCIAL, level=1, source=SOURCE,
            since=date(2020 + n, 1, 1), until=date(2020 + n, 2, 1),
        )  # fmt: skip

    add(1)
    page = f"{SET}{place}?passees=oui"
    client.get(page)
    first = reads(client, page)
    for n in range(2, 11):
        add(n)
    assert len(reads(client, page)) == len(first) <= 12


def test_the_simulator_knows_no_table_before_the_first(client, chief):
    asked = {"motif": "autre", "caisse": "061", "regime": "RG", "jour": "2025-01-19"}
    shown = client.get(SET + "routage/", asked)
    assert "La table commence le 20/01/2025" in shown.content.decode()


def test_a_closing_is_not_moved_past_the_row_that_follows():
    """Closed in advance, replaced from that day: the first may not come back over the second."""
    first = seated()
    row = Seat.objects.get(user=first)
    close_seat(row, date(2026, 12, 1), Author(at=at(12), by=first.pk))
    Seat.objects.create(
        user=first, caisse="061", desk=Desk.MEDICAL, capacity=3, since=date(2026, 12, 1)
    )
    with pytest.raises(Refusal, match="prend la suite"):
        close_seat(row, date(2026, 12, 15), Author(at=at(12), by=first.pk))
