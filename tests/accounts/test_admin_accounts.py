"""Accounts by HTTP: the list, opening one with its link, closing it; and the first of all."""

from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import can
from core.models import JournalEntry
from tests.accounts.admin_world import TODAY, acts, page
from tests.accounts.factories import HabilitationFactory, UserFactory, caisse, person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestAccounts:
    def test_the_list_shows_rights_of_the_day_and_searches_all_words(self, signed_in):
        user = UserFactory(full_name="Élise Marchetti", email="elise@caisse.example")
        HabilitationFactory(user=user, organisation=caisse("061", "CPAM des Alpes-Maritimes"))
        HabilitationFactory(user=user, role=Role.DIRECTION, ended=True)
        shown = page(signed_in, "admin-comptes", q="marchetti ELISE@")
        assert "Élise Marchetti" in shown
        assert "Médecin-conseil, CPAM des Alpes-Maritimes" in shown
        assert "Direction" not in shown
        assert "Loïc Tavernel</a></th>" not in shown

    def test_the_state_filters_and_the_empty_list_says_what_to_do(self, signed_in):
        UserFactory(full_name="Paul Caro", closed=True)
        assert "Paul Caro" not in page(signed_in, "admin-comptes", etat="actif")
        assert "Paul Caro" in page(signed_in, "admin-comptes", etat="desactive")
        assert "Aucun compte avec ces filtres" in page(signed_in, "admin-comptes", q="zzz")

    def test_the_list_costs_the_same_for_3_and_40_accounts(self, signed_in, count_queries):
        HabilitationFactory.create_batch(3)
        page(signed_in, "admin-comptes")  # the first request of a session writes its clock
        few = count_queries(lambda: page(signed_in, "admin-comptes"))
        HabilitationFactory.create_batch(37)
        assert count_queries(lambda: page(signed_in, "admin-comptes")) == few <= 12

    def test_opening_an_account_shows_a_link_that_sets_the_password(self, signed_in, client):
        said = {"full_name": "Léa Brun", "email": "Lea.Brun@caisse.example"}
        answer = signed_in.post(reverse("admin-compte-ouvrir"), said)
        user = User.objects.get(email="lea.brun@caisse.example")
        link = answer.context["link"]
        assert link in answer.content.decode()
        assert acts() == ["compte.creer", "compte.lien-mot-de-passe"]

        client.logout()
        form = client.get(link, follow=True)
        password = "une phrase longue et calme"
        client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
        user.refresh_from_db()
        assert user.check_password(password)
        assert acts()[-1] == "compte.mot-de-passe"
        assert user.pk == JournalEntry.objects.latest("id").actor_id
        client.get(link, follow=True)  # the link is void now
        client.post(form.request["PATH_INFO"], {"password1": "autre", "password2": "autre"})
        user.refresh_from_db()
        assert user.check_password(password)

    def test_errors_stand_beside_their_field(self, signed_in):
        UserFactory(email="lea@caisse.example")
        said = {"full_name": "", "email": "Lea@caisse.example"}
        shown = unescape(signed_in.post(reverse("admin-compte-ouvrir"), said).content.decode())
        assert "Écrivez le prénom et le nom." in shown
        assert "Un compte existe déjà avec cette adresse." in shown
        assert shown.count('aria-invalid="true"') == 2
        assert 'id="id_email_error"' in shown

    def test_closing_asks_a_reason_then_confirms(self, signed_in):
        user = person(Role.DAM, "061")
        address = reverse("admin-compte-desactiver", args=[user.pk])
        assert "sessions ouvertes" in page(signed_in, "admin-compte-desactiver", user.pk)
        assert signed_in.post(address, {"reason": ""}).status_code == 200
        user.refresh_from_db()
        assert user.is_active
        assert signed_in.post(address, {"reason": "Départ"}).status_code == 302
        user.refresh_from_db()
        assert not user.is_active
        signed_in.post(reverse("admin-compte-reactiver", args=[user.pk]), {"reason": "Retour"})
        user.refresh_from_db()
        assert user.is_active

    def test_ones_own_account_offers_no_act(self, signed_in, admin):
        shown = page(signed_in, "admin-compte", admin.pk)
        assert "une autre personne doit changer vos droits" in shown
        assert "Désactiver" not in shown

    def test_a_link_for_a_closed_account_is_refused_in_words(self, signed_in):
        user = UserFactory(closed=True)
        address = reverse("admin-compte-lien", args=[user.pk])
        shown = signed_in.post(address, follow=True).content.decode()
        assert "réactivez-le d’abord" in shown


class TestFirstAccount:
    def test_it_opens_once(self, capsys):
        call_command("open_first_account", "a.durand@caisse.example", "Alix Durand")
        assert "/compte/password/reset/key/" in capsys.readouterr().out
        user = User.objects.get(email="a.durand@caisse.example")
        assert can(user, "administration.comptes", on=TODAY)
        entry = JournalEntry.objects.filter(action="habilitation.accorder").get()
        assert entry.system == "installation"
        with pytest.raises(CommandError, match="existe déjà"):
            call_command("open_first_account", "b@caisse.example", "B")
