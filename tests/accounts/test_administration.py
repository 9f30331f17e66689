"""The administration by HTTP: what each page shows, writes and refuses."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Habilitation, User
from accounts.permissions import can
from core.models import JournalEntry
from tests.accounts.factories import (
    DelegationFactory,
    HabilitationFactory,
    OrganisationFactory,
    UserFactory,
    caisse,
    nation,
    person,
)


pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 17)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 11, 17, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def admin():
    return person(Role.ADMIN_TECHNIQUE, full_name="Loïc Tavernel")


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def acts():
    return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


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


class TestHabilitations:
    def grant(self, client, user, **said):
        form = {
            "role": Role.DAM.value,
            "organisation": caisse("061").pk,
            "valid_from": "2026-11-17",
            "last_day": "",
            "reason": "Prise de poste",
            **said,
        }
        return client.post(reverse("admin-habilitation-accorder", args=[user.pk]), form)

    def test_granting_until_a_last_day_included(self, signed_in, admin):
        user = UserFactory()
        assert self.grant(signed_in, user, last_day="2026-11-30").status_code == 302
        held = user.habilitations.get()
        assert (held.granted_by, held.valid_to) == (admin, date(2026, 12, 1))
        assert "30/11/2026" in page(signed_in, "admin-compte", user.pk)

    def test_what_is_missing_or_reversed_is_said(self, signed_in):
        user = UserFactory()
        answer = self.grant(signed_in, user, role="", last_day="2026-11-01", reason="")
        shown = unescape(answer.content.decode())
        for sentence in ("Choisissez un rôle.", "suit le début", "Écrivez le motif"):
            assert sentence in shown
        assert not Habilitation.objects.filter(user=user).exists()

    def test_the_same_right_twice_is_refused_in_words(self, signed_in):
        user = UserFactory()
        self.grant(signed_in, user)
        assert "tient déjà ce rôle" in self.grant(signed_in, user).content.decode()

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


class TestLocalAdministrator:
    """An administrator of one caisse: the rest of the country answers 404."""

    @pytest.fixture
    def local(self, client):
        client.force_login(person(Role.ADMIN_TECHNIQUE, "061"))
        return client

    def test_sees_own_accounts_and_those_without_rights(self, local):
        person(Role.DAM, "061", full_name="Anne Ici")
        person(Role.DAM, "831", full_name="Bruno Ailleurs")
        UserFactory(full_name="Clara Sans-Droit")
        shown = page(local, "admin-comptes")
        assert "Anne Ici" in shown
        assert "Clara Sans-Droit" in shown
        assert "Bruno Ailleurs" not in shown

    @pytest.mark.parametrize(
        "name",
        [
            "admin-compte",
            "admin-compte-desactiver",
            "admin-compte-reactiver",
            "admin-habilitation-accorder",
            "admin-delegation-creer",
        ],
    )
    def test_another_caisses_account_does_not_exist(self, local, name):
        other = person(Role.DAM, "831")
        absent = local.get(reverse(name, args=[10**9]))
        answer = local.get(reverse(name, args=[other.pk]))
        assert answer.status_code == absent.status_code == 404
        assert local.post(reverse("admin-compte-lien", args=[other.pk])).status_code == 404

    def test_another_caisses_rights_do_not_exist(self, local):
        other = HabilitationFactory(organisation=caisse("831"))
        lent = DelegationFactory(organisation=caisse("831"))
        for name, row in (("habilitation", other), ("delegation", lent)):
            assert local.get(reverse(f"admin-{name}-terminer", args=[row.pk])).status_code == 404
        assert "Aucune habilitation" not in page(local, "admin-habilitations")
        assert other.user.full_name not in page(local, "admin-habilitations")

    def test_cannot_grant_outside(self, local):
        user = UserFactory()
        for at in (caisse("831"), nation(), caisse("831").parent):
            TestHabilitations().grant(local, user, organisation=at.pk)
        assert not user.habilitations.exists()
        TestHabilitations().grant(local, user)
        assert user.habilitations.exists()

    def test_a_region_counts_when_all_its_caisses_do(self, client):
        regional = OrganisationFactory(region=True)
        caisse("061"), caisse("831")
        client.force_login(person(Role.ADMIN_TECHNIQUE, regional))
        user = UserFactory()
        TestHabilitations().grant(client, user, organisation=regional.pk)
        assert user.habilitations.get().organisation == regional


class TestTakeOver:
    """Who hands over a link may choose the password: no account wider than its administrator."""

    @pytest.fixture
    def local(self, client):
        client.force_login(person(Role.ADMIN_TECHNIQUE, "061"))
        return client

    def acted(self, client, user):
        """What the three acts leave: is a link shown, is the account still in its first state."""
        before = user.is_active
        link = client.post(reverse("admin-compte-lien", args=[user.pk]), follow=True)
        verb = "desactiver" if before else "reactiver"
        client.post(reverse(f"admin-compte-{verb}", args=[user.pk]), {"reason": "Essai"})
        user.refresh_from_db()
        return "reset/key" in link.content.decode(), user.is_active != before

    @pytest.mark.parametrize("active", [True, False])
    @pytest.mark.parametrize(
        "wider",
        [
            lambda user: HabilitationFactory(user=user, national=True, role=Role.ADMIN_TECHNIQUE),
            lambda user: HabilitationFactory(user=user, organisation=caisse("831")),
            lambda user: HabilitationFactory(
                user=user, organisation=caisse("831"), valid_from=date(2027, 1, 1)
            ),
            lambda user: DelegationFactory(delegate=user, organisation=caisse("831")),
            lambda user: DelegationFactory(
                delegate=user, organisation=nation(), valid_from=date(2027, 1, 1)
            ),
        ],
        ids=["nation", "elsewhere", "elsewhere later", "lent elsewhere", "lent nation later"],
    )
    def test_an_account_that_also_holds_a_right_outside_is_left_alone(self, local, wider, active):
        caisse("831")
        user = person(Role.DAM, "061", is_active=active)
        wider(user)
        assert self.acted(local, user) == (False, False)
        assert not {"compte.lien-mot-de-passe", "compte.desactiver", "compte.reactiver"} & set(
            acts()
        )
        shown = page(local, "admin-compte", user.pk)
        assert "tient aussi un droit hors de votre périmètre" in shown
        assert "admin-compte-lien" not in shown
        assert f"/{user.pk}/desactiver" not in shown

    def test_the_refusal_is_said_in_words(self, local):
        user = person(Role.DAM, "061")
        HabilitationFactory(user=user, national=True)
        said = local.post(reverse("admin-compte-lien", args=[user.pk]), follow=True)
        assert "tient un droit hors de votre périmètre" in said.content.decode()
        address = reverse("admin-compte-desactiver", args=[user.pk])
        assert (
            "hors de votre périmètre" in local.post(address, {"reason": "Essai"}).content.decode()
        )

    def test_a_right_outside_that_ended_leaves_the_account_here(self, local):
        user = person(Role.DAM, "061")
        HabilitationFactory(user=user, organisation=caisse("831"), ended=True)
        DelegationFactory(delegate=user, organisation=caisse("831"), valid_to=date(2025, 1, 1))
        DelegationFactory(delegate=user, organisation=caisse("061"))
        assert self.acted(local, user) == (True, True)

    def test_an_account_with_only_delegations_is_not_free(self, local):
        elsewhere = DelegationFactory(organisation=caisse("831")).delegate
        here = DelegationFactory(organisation=caisse("061")).delegate
        assert local.get(reverse("admin-compte", args=[elsewhere.pk])).status_code == 404
        assert local.post(reverse("admin-compte-lien", args=[elsewhere.pk])).status_code == 404
        assert self.acted(local, here) == (True, True)

    def test_the_national_administrator_covers_everyone(self, signed_in):
        user = person(Role.DAM, "061")
        HabilitationFactory(user=user, national=True)
        assert self.acted(signed_in, user) == (True, True)


class TestJournal:
    @pytest.fixture
    def auditor(self, client):
        user = person(Role.AUDITEUR, full_name="Inès Calvi")
        client.force_login(user)
        return client

    def entry(self, **fields):
        values = {"action": "prescripteur.lire", "actor_id": 7, **fields}
        return JournalEntry.objects.create(**values)

    def test_reading_leaves_a_line_with_the_filters(self, auditor):
        page(auditor, "admin-journal", caisse="061", acte="compte")
        entry = JournalEntry.objects.get(action="journal.consulter")
        assert entry.reason == "acte=compte&caisse=061"

    def test_who_what_and_why_are_shown(self, auditor):
        user = UserFactory(full_name="Anne Aubert")
        self.entry(
            actor_id=user.pk,
            object_kind="prescripteur",
            object_id="10003456789",
            caisse="061",
            reason="Préparation",
        )
        self.entry(actor_id=None, system="nuit", action="profils.publier")
        self.entry(action="prescripteurs.lister", reason="page 2, 50 lignes")
        self.entry(action="import.exporter-rejets")
        shown = page(auditor, "admin-journal")
        assert "Liste des prescripteurs lue" in shown
        assert "Rejets d’un import exportés" in shown
        for said in ("Anne Aubert", "prescripteur 10003456789", "Préparation", "Système (nuit)"):
            assert said in shown

    @pytest.mark.parametrize(
        ("query", "kept"),
        [
            ({"personne": "aubert"}, {"A"}),
            ({"acte": "profils"}, {"B"}),
            ({"objet": "42"}, {"C"}),
            ({"caisse": "831"}, {"D"}),
            ({"du": "2026-11-18"}, set()),
            ({"du": "2026-11-17", "au": "2026-11-17", "acte": "prescripteur"}, {"A", "C", "D"}),
            ({"au": "hier"}, {"A", "B", "C", "D"}),
        ],
    )
    def test_each_filter_keeps_its_rows(self, auditor, query, kept):
        anne = UserFactory(full_name="Anne Aubert")
        self.entry(actor_id=anne.pk, reason="motif-A", at=datetime(2026, 11, 16, 23, tzinfo=UTC))
        now = datetime(2026, 11, 17, 8, tzinfo=UTC)
        self.entry(action="profils.publier", reason="motif-B", at=now)
        self.entry(object_kind="x", object_id="42", reason="motif-C", at=now)
        self.entry(caisse="831", reason="motif-D", at=now)
        shown = page(auditor, "admin-journal", **query)
        assert {letter for letter in "ABCD" if f"motif-{letter}" in shown} == kept

    def test_pages_follow_by_number(self, auditor):
        for number in range(55):
            self.entry(reason=f"acte-{number:02d}")
        shown = page(auditor, "admin-journal", acte="prescripteur")
        assert "acte-54" in shown
        assert "acte-04" not in shown
        older = auditor.get(reverse("admin-journal"), {"acte": "prescripteur"}).context["older"]
        shown = page(auditor, "admin-journal", acte="prescripteur", avant=older)
        assert "acte-04" in shown
        assert "Plus anciens" not in shown

    def test_an_auditor_of_one_caisse_reads_its_acts_only(self, client):
        client.force_login(person(Role.AUDITEUR, "061"))
        for code in ("061", "831", ""):
            self.entry(caisse=code, reason=f"motif-{code or 'national'}")
        shown = page(client, "admin-journal")
        assert "motif-061" in shown
        assert "motif-831" not in shown
        assert "motif-national" not in shown

    def test_the_administrator_does_not_read_the_journal(self, signed_in):
        assert signed_in.get(reverse("admin-journal")).status_code == 403


def test_who_sees_what_is_open_to_every_account(client):
    client.force_login(UserFactory())
    shown = page(client, "aide-droits")
    for said in ("Journal des accès", "Contrôle interne", "PSEUDO", "ce qui n’y est pas écrit"):
        assert said in shown


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
