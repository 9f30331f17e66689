"""The verbs: what they write, the trace they leave, what they refuse."""

from datetime import date

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, OrganisationLabel, User
from accounts.permissions import can
from accounts.services import accounts, habilitations, organisations
from core.errors import AnonymousActError, Refusal
from core.models import JournalEntry
from tests.accounts.factories import HabilitationFactory, UserFactory, caisse, nation, person


pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 17)


@pytest.fixture
def admin():
    return person(Role.ADMIN_TECHNIQUE)


def traces(**fields):
    rows = JournalEntry.objects.filter(**fields).order_by("id")
    return [(row.action, row.actor_id, row.object_id) for row in rows]


def grant(user, by, **fields):
    return habilitations.grant_habilitation(
        user=user,
        role=fields.pop("role", Role.DAM),
        organisation=fields.pop("organisation", None) or caisse("061"),
        valid_from=fields.pop("valid_from", TODAY),
        reason="Prise de poste",
        by=by.pk,
        **fields,
    )


class TestAccounts:
    def test_opening_leaves_a_trace_and_no_password(self, admin):
        user = accounts.create_account(
            email=" Lea.Brun@Caisse.example ", full_name="Léa Brun", by=admin.pk
        )
        assert user.email == "lea.brun@caisse.example"
        assert not user.has_usable_password()
        assert traces() == [("compte.creer", admin.pk, str(user.pk))]

    def test_the_address_is_unique_whatever_its_case(self, admin):
        UserFactory(email="lea.brun@caisse.example")
        with pytest.raises(Refusal, match="existe déjà"):
            accounts.create_account(email="LEA.BRUN@caisse.example", full_name="Léa", by=admin.pk)

    def test_nobody_acts_without_a_name(self):
        with pytest.raises(AnonymousActError):
            accounts.create_account(email="a@caisse.example", full_name="A B", by=None)
        assert not User.objects.filter(email="a@caisse.example").exists()

    def test_deactivating_closes_at_once_and_reactivating_opens_again(self, admin):
        user = person(Role.DAM, "061")
        accounts.deactivate(user=user, reason="Départ", by=admin.pk, within=None)
        assert not can(User.objects.get(pk=user.pk), "tableau.lire", on=TODAY)
        accounts.reactivate(user=user, reason="Retour", by=admin.pk, within=None)
        assert can(User.objects.get(pk=user.pk), "tableau.lire", on=TODAY)
        assert [act for act, *_ in traces()] == ["compte.desactiver", "compte.reactiver"]

    def test_nobody_closes_their_own_account_nor_twice(self, admin):
        with pytest.raises(Refusal, match="Une autre personne"):
            accounts.deactivate(user=admin, reason="Essai", by=admin.pk, within=None)
        closed = UserFactory(closed=True)
        with pytest.raises(Refusal, match="déjà désactivé"):
            accounts.deactivate(user=closed, reason="Essai", by=admin.pk, within=None)

    def test_a_password_link_is_not_for_oneself_nor_a_closed_account(self, admin):
        path = accounts.password_path(user=UserFactory(), by=admin.pk, within=None)
        assert path.startswith("/compte/password/reset/key/")
        for user in (admin, UserFactory(closed=True)):
            with pytest.raises(Refusal):
                accounts.password_path(user=user, by=admin.pk, within=None)


class TestHabilitations:
    def test_granting_opens_the_right_and_leaves_a_trace(self, admin):
        user = UserFactory()
        given = grant(user, admin)
        assert can(user, "prescripteurs.lire", caisse="061", on=TODAY)
        entry = JournalEntry.objects.get(action="habilitation.accorder")
        assert (entry.actor_id, entry.object_id) == (admin.pk, str(given.pk))
        assert (entry.caisse, entry.reason) == ("061", "Prise de poste")

    def test_nobody_grants_or_ends_their_own(self, admin):
        with pytest.raises(Refusal, match="Une autre personne"):
            grant(admin, admin)
        own = admin.habilitations.get()
        with pytest.raises(Refusal, match="Une autre personne"):
            habilitations.end_habilitation(
                habilitation=own, valid_to=TODAY, on=TODAY, reason="Essai", by=admin.pk
            )

    def test_overlapping_dates_are_refused_and_following_ones_accepted(self, admin):
        user = UserFactory()
        grant(user, admin, valid_to=date(2026, 12, 1))
        with pytest.raises(Refusal, match="déjà ce rôle"):
            grant(user, admin, valid_from=date(2026, 11, 30))
        grant(user, admin, valid_from=date(2026, 12, 1))

    def test_a_closed_account_and_reversed_dates_are_refused(self, admin):
        with pytest.raises(Refusal, match="désactivé"):
            grant(UserFactory(closed=True), admin)
        with pytest.raises(Refusal, match="La fin"):
            grant(UserFactory(), admin, valid_to=TODAY)

    def test_ending_today_withdraws_at_once(self, admin):
        held = HabilitationFactory(role=Role.DAM)
        habilitations.end_habilitation(
            habilitation=held, valid_to=TODAY, on=TODAY, reason="Mutation", by=admin.pk
        )
        held.refresh_from_db()
        assert (held.valid_to, held.end_reason) == (TODAY, "Mutation")
        assert not can(held.user, "tableau.lire", on=TODAY)
        assert traces() == [("habilitation.terminer", admin.pk, str(held.pk))]

    def test_the_past_and_what_has_ended_stay_closed(self, admin):
        held = HabilitationFactory()
        with pytest.raises(Refusal, match="à venir"):
            habilitations.end_habilitation(
                habilitation=held, valid_to=date(2026, 11, 16), on=TODAY, reason="x", by=admin.pk
            )
        with pytest.raises(Refusal, match="déjà terminée"):
            habilitations.end_habilitation(
                habilitation=HabilitationFactory(ended=True),
                valid_to=TODAY,
                on=TODAY,
                reason="x",
                by=admin.pk,
            )

    def test_a_right_not_begun_ends_without_ever_being_in_force(self, admin):
        held = HabilitationFactory(valid_from=date(2027, 1, 1))
        habilitations.end_habilitation(
            habilitation=held, valid_to=TODAY, on=TODAY, reason="Erreur", by=admin.pk
        )
        held.refresh_from_db()
        assert held.valid_to == held.valid_from
        assert not can(held.user, "tableau.lire", on=held.valid_from)


class TestDelegations:
    def lend(self, delegator, delegate, by, **fields):
        period = {"valid_from": TODAY, "valid_to": date(2026, 12, 1), **fields}
        return habilitations.delegate(
            delegator=delegator,
            delegate=delegate,
            role=Role.MEDECIN_CHEF,
            organisation=caisse("061"),
            reason="Congé",
            by=by.pk,
            **period,
        )

    def test_lending_and_taking_back(self, admin):
        chief, other = person(Role.MEDECIN_CHEF, "061"), UserFactory()
        lent = self.lend(chief, other, admin)
        assert can(other, "tableau.lire", on=TODAY)
        habilitations.end_delegation(delegation=lent, on=TODAY, reason="Retour", by=admin.pk)
        assert not can(other, "tableau.lire", on=TODAY)
        assert [act for act, *_ in traces()] == ["delegation.creer", "delegation.terminer"]

    def test_only_a_held_role_is_lent_to_another_person(self, admin):
        chief = person(Role.MEDECIN_CHEF, "831")
        with pytest.raises(Refusal, match="ne tient pas ce rôle"):
            self.lend(chief, UserFactory(), admin)
        with pytest.raises(Refusal, match="autre personne"):
            self.lend(chief, chief, admin)
        with pytest.raises(Refusal, match="Une autre personne"):
            self.lend(chief, admin, admin)

    def test_the_end_follows_the_start(self, admin):
        with pytest.raises(Refusal, match="La fin"):
            self.lend(person(Role.MEDECIN_CHEF, "061"), UserFactory(), admin, valid_to=TODAY)


class TestOrganisations:
    def upsert(self, label="CPAM des Alpes-Maritimes", since=date(2020, 1, 1), region="93"):
        return organisations.upsert_caisse(
            code="061",
            label=label,
            region_code=region,
            region_label=f"Région {region}",
            valid_from=since,
            by=None,
            system="import",
        )

    def test_a_caisse_comes_with_its_region_and_the_nation(self):
        nice = self.upsert()
        assert (nice.parent.kind, nice.parent.code) == (OrganisationKind.REGION, "93")
        assert nice.parent.parent == nation()
        assert Organisation.objects.count() == 3

    def test_the_same_line_twice_changes_and_says_nothing(self):
        self.upsert()
        before = (JournalEntry.objects.count(), OrganisationLabel.objects.count())
        self.upsert(since=date(2026, 1, 1))
        assert (JournalEntry.objects.count(), OrganisationLabel.objects.count()) == before

    def test_a_new_label_closes_the_old_one_on_its_day(self):
        nice = self.upsert()
        self.upsert("Caisse de la Côte d’Azur", date(2026, 1, 1))
        said = nice.labels.values_list("label", "valid_from", "valid_to")
        assert list(said) == [
            ("CPAM des Alpes-Maritimes", date(2020, 1, 1), date(2026, 1, 1)),
            ("Caisse de la Côte d’Azur", date(2026, 1, 1), None),
        ]
        labelled = Organisation.objects.with_label(date(2025, 12, 31)).get(pk=nice.pk)
        assert labelled.label == "CPAM des Alpes-Maritimes"

    def test_an_older_file_does_not_rename(self):
        nice = self.upsert(since=date(2026, 1, 1))
        self.upsert("Ancien nom", date(2020, 1, 1))
        assert [row.label for row in nice.labels.all()] == ["CPAM des Alpes-Maritimes"]

    def test_a_correction_of_the_same_day_replaces(self):
        nice = self.upsert()
        self.upsert("CPAM de Nice")
        assert [row.label for row in nice.labels.all()] == ["CPAM de Nice"]

    def test_a_caisse_moves_to_another_region(self):
        self.upsert()
        assert self.upsert(region="84").parent.code == "84"
        assert ("organisme.rattacher", None, "caisse:061") in traces()
