"""Rights by HTTP: granted, ended, listed, lent; and the page that says who sees what."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Habilitation
from accounts.permissions import can
from tests.accounts.admin_world import TODAY, grant, page
from tests.accounts.factories import HabilitationFactory, UserFactory, person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestHabilitations:
    def test_granting_until_a_last_day_included(self, signed_in, admin):
        user = UserFactory()
        assert grant(signed_in, user, last_day="2026-11-30").status_code == 302
        held = user.habilitations.get()
        assert (held.granted_by, held.valid_to) == (admin, date(2026, 12, 1))
        assert "30/11/2026" in page(signed_in, "admin-compte", user.pk)

    def test_what_is_missing_or_reversed_is_said(self, signed_in):
        user = UserFactory()
        answer = grant(signed_in, user, role="", last_day="2026-11-01", reason="")
        shown = unescape(answer.content.decode())
        for sentence in ("Choisissez un rôle.", "suit le début", "Écrivez le motif"):
            assert sentence in shown
        assert not Habilitation.objects.filter(user=user).exists()

    def test_the_same_right_twice_is_refused_in_words(self, signed_in):
        user = UserFactory()
        grant(signed_in, user)
        assert "tient déjà ce rôle" in grant(signed_in, user).content.decode()

    def test_ending_asks_date_and_reason(self, signed_in):
        held = HabilitationFactory(role=Role.DAM)
        address = reverse("admin-habilitation-terminer", args=[held.pk])
        assert "Mettre fin à cette habilitation" in page(
            signed_in, "admin-habilitation-terminer", held.pk
        )
        late = signed_in.post(address, {"valid_to": "2026-11-16", "reason": "Mutation"})
        assert "Choisissez aujourd’hui ou une date à venir." in unescape(late.content.decode())
        signed_in.post(address, {"valid_to": "2026-11-17", "reason": "Mutation"})
        assert not can(held.user, "tableau.lire", on=TODAY)
        again = signed_in.post(address, {"valid_to": "2026-11-17", "reason": "Mutation"})
        assert "déjà terminée" in again.content.decode()

    def test_the_list_filters_by_state_role_and_name(self, signed_in):
        HabilitationFactory(user__full_name="Anne Aubert", role=Role.DAM)
        HabilitationFactory(user__full_name="Bruno Baud", role=Role.DAM, ended=True)
        HabilitationFactory(user__full_name="Clara Costa", valid_from=date(2027, 1, 1))
        expected = {
            "": {"Anne Aubert"},
            "terminees": {"Bruno Baud"},
            "a-venir": {"Clara Costa"},
            "toutes": {"Anne Aubert", "Bruno Baud", "Clara Costa"},
        }
        for state, names in expected.items():
            shown = page(signed_in, "admin-habilitations", etat=state)
            found = {n for n in ("Anne Aubert", "Bruno Baud", "Clara Costa") if n in shown}
            assert found == names, state
        shown = page(signed_in, "admin-habilitations", etat="toutes", role="dam", q="baud")
        assert "Bruno Baud" in shown
        assert "Anne Aubert" not in shown

    def test_lending_and_taking_back_a_role(self, signed_in):
        chief, other = person(Role.MEDECIN_CHEF, "061"), UserFactory(email="b@caisse.example")
        said = {
            "held": chief.habilitations.get().pk,
            "delegate": "B@caisse.example",
            "valid_from": "2026-11-17",
            "last_day": "2026-11-20",
            "reason": "Congé",
        }
        address = reverse("admin-delegation-creer", args=[chief.pk])
        wrong = signed_in.post(address, {**said, "delegate": "x@caisse.example"})
        assert "Aucun compte actif" in wrong.content.decode()
        assert signed_in.post(address, said).status_code == 302
        assert can(other, "tableau.lire", on=TODAY)
        lent = other.delegations_received.get()
        assert other.full_name in page(signed_in, "admin-compte", chief.pk)
        assert chief.full_name in page(signed_in, "admin-delegation-terminer", lent.pk)
        signed_in.post(reverse("admin-delegation-terminer", args=[lent.pk]), {"reason": "Retour"})
        assert not can(other, "tableau.lire", on=TODAY)


def test_who_sees_what_is_open_to_every_account(client):
    client.force_login(UserFactory())
    shown = page(client, "aide-droits")
    for said in ("Journal des accès", "Contrôle interne", "PSEUDO", "ce qui n’y est pas écrit"):
        assert said in shown
