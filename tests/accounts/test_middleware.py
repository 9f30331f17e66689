"""Every request passes two gates: the end of the session, the perimeter of its action."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts import roles
from accounts.enums import FieldClass, Role
from accounts.middleware import SEEN
from core.models import JournalEntry
from tests.accounts.factories import UserFactory, caisse, person


pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def acts():
    return list(JournalEntry.objects.order_by("id").values_list("action", "object_id", "reason"))


class TestPerimeter:
    def test_a_visitor_is_sent_to_sign_in_and_back(self, client):
        answer = client.get("/murs/?q=nice")
        assert answer.status_code == 302
        assert answer["Location"] == "/compte/login/?next=/murs/%3Fq%3Dnice"

    def test_a_visitors_post_is_not_replayed(self, client):
        assert client.post("/murs/")["Location"] == "/compte/login/?next=/accueil/"

    def test_htmx_leaves_the_whole_page_for_sign_in(self, client):
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/murs/?page=2"}
        answer = client.get("/murs/", headers=headers)
        assert answer.status_code == 200
        assert answer["HX-Redirect"] == "/compte/login/?next=/murs/%3Fpage%3D2"
        assert answer.content == b""

    def test_a_view_without_action_is_refused_to_everyone(self, client):
        assert client.get("/oubliee/").status_code == 403
        client.force_login(person(Role.DIRECTION))
        assert client.get("/oubliee/").status_code == 403

    def test_the_public_pages_need_nobody(self, client):
        answer = client.get("/ouverte/").json()
        assert answer == {
            "role": "ijportal_gestion",
            "caisses": "",
            "action": None,
            "signed_in": False,
        }

    def test_a_closed_route_does_not_exist(self, client):
        for path in ("/compte/signup/", "/compte/email/", "/compte/password/reset/"):
            assert client.get(path).status_code == 404

    def test_the_role_and_the_caisses_reach_postgresql(self, client):
        client.force_login(person(Role.DAM, "061"))
        answer = client.get("/murs/").json()
        assert answer == {
            "role": "ijportal_gestion",
            "caisses": "061",
            "action": "tableau.lire",
            "signed_in": True,
        }

    def test_a_region_and_the_nation_reach_postgresql(self, client):
        caisse("061"), caisse("831")
        client.force_login(person(Role.DIRECTION, caisse("061").parent))
        assert client.get("/murs/").json()["caisses"] == "061,831"
        client.force_login(person(Role.DIRECTION))
        assert client.get("/murs/").json()["caisses"] == "*"

    @pytest.mark.parametrize("word", [FieldClass.MEDICAL, FieldClass.PSEUDO])
    def test_only_a_walled_class_takes_the_medical_role(self, client, monkeypatch, word):
        known = roles.rights()
        walled = dataclasses.replace(known.action("tableau.lire"), classes=frozenset({word}))
        opened = dataclasses.replace(known, actions={**known.actions, "tableau.lire": walled})
        monkeypatch.setattr(roles, "rights", lambda: opened)
        client.force_login(person(Role.MEDECIN_CONSEIL, "061"))
        answer = client.get("/murs/").json()
        assert (answer["role"], answer["caisses"]) == ("ijportal_medical", "061")

    def test_a_wrong_role_is_refused_and_journalled(self, client):
        user = person(Role.CSAM, "061")
        client.force_login(user)
        answer = client.get("/murs/")
        assert answer.status_code == 403
        assert acts() == [("acces.refuse", "tableau.lire", "")]

    def test_a_right_withdrawn_between_two_requests_is_gone(self, client):
        user = person(Role.DAM, "061")
        client.force_login(user)
        assert client.get("/murs/").status_code == 200
        user.habilitations.update(valid_to=NINE.date())
        assert client.get("/murs/").status_code == 403
        assert client.get("/moi/").status_code == 200

    def test_a_deactivated_account_is_out_at_once(self, client):
        user = person(Role.DAM, "061")
        client.force_login(user)
        user.is_active = False
        user.save()
        assert client.get("/murs/").status_code == 302

    def test_pages_with_data_are_not_kept_by_the_browser(self, client):
        client.force_login(person(Role.DAM, "061"))
        assert client.get("/murs/")["Cache-Control"] == "private, no-store"
        assert not client.get("/ouverte/").has_header("Cache-Control")


class TestSessionEnd:
    @pytest.fixture
    def signed_in(self, client):
        client.force_login(UserFactory())
        client.get("/moi/")
        return client

    def test_29_minutes_idle_go_on_and_30_end(self, signed_in, clock):
        clock.shift(timedelta(minutes=29))
        assert signed_in.get("/moi/").status_code == 200
        clock.shift(timedelta(minutes=30))
        answer = signed_in.get("/moi/")
        assert answer["Location"] == "/compte/login/?next=/moi/&fin=inactivite"
        assert acts() == [("compte.session-terminee", "", "inactivite")]

    def test_ten_hours_end_even_the_busiest_session(self, signed_in, clock):
        for _ in range(29):
            clock.shift(timedelta(minutes=20))
            assert signed_in.get("/moi/").status_code == 200
        clock.shift(timedelta(minutes=20))
        assert signed_in.get("/moi/")["Location"].endswith("fin=duree")

    def test_an_ended_session_is_a_visitor_on_a_public_page(self, signed_in, clock):
        clock.shift(timedelta(minutes=31))
        assert signed_in.get("/ouverte/").json()["signed_in"] is False
        assert signed_in.get("/moi/").status_code == 302

    def test_the_clock_is_written_once_a_minute_at_most(self, signed_in, clock):
        clock.shift(timedelta(seconds=59))
        signed_in.get("/moi/")
        assert signed_in.session[SEEN] == NINE.timestamp()
        clock.shift(timedelta(seconds=1))
        signed_in.get("/moi/")
        assert signed_in.session[SEEN] == NINE.timestamp() + 60

    def test_a_page_that_refreshes_itself_keeps_nobody_in(self, signed_in, clock):
        for _ in range(2):
            clock.shift(timedelta(minutes=15))
            answer = signed_in.get("/moi/", headers={"X-Sans-Activite": "1"})
        assert answer.status_code == 302


class TestSignIn:
    PASSWORD = "une phrase longue et calme"

    @pytest.fixture
    def lea(self):
        user = person(Role.DAM, "061", email="lea.brun@caisse.example")
        user.set_password(self.PASSWORD)
        user.save()
        return user

    def sign_in(self, client, password):
        said = {"login": "Lea.Brun@caisse.example", "password": password}
        return client.post("/compte/login/?next=/murs/", said)

    def test_coming_in_and_going_out_are_journalled(self, client, lea):
        assert self.sign_in(client, self.PASSWORD)["Location"] == "/murs/"
        assert client.get("/murs/").status_code == 200
        client.post("/compte/logout/")
        assert client.get("/murs/").status_code == 302
        assert [act for act, *_ in acts()] == ["compte.connexion", "compte.deconnexion"]

    def test_a_wrong_password_opens_nothing(self, client, lea):
        self.sign_in(client, "une autre phrase")
        assert client.get("/murs/").status_code == 302
        assert acts() == []

    def test_five_wrong_passwords_lock_even_the_right_one(self, client, lea):
        for _ in range(5):
            answer = self.sign_in(client, "une autre phrase")
        assert answer.status_code == 429
        assert self.sign_in(client, self.PASSWORD).status_code == 429
        assert client.get("/murs/").status_code == 302
