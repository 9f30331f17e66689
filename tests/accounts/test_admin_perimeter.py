"""What an administrator of one caisse reaches: its own people, and no account wider than them."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.accounts.admin_world import acts, grant, page
from tests.accounts.factories import (
    DelegationFactory,
    HabilitationFactory,
    OrganisationFactory,
    UserFactory,
    caisse,
    nation,
    person,
)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestLocalAdministrator:
    """An administrator of one caisse: the rest of the country answers 404."""

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
            grant(local, user, organisation=at.pk)
        assert not user.habilitations.exists()
        grant(local, user)
        assert user.habilitations.exists()

    def test_a_region_counts_when_all_its_caisses_do(self, client):
        regional = OrganisationFactory(region=True)
        caisse("061"), caisse("831")
        client.force_login(person(Role.ADMIN_TECHNIQUE, regional))
        user = UserFactory()
        grant(client, user, organisation=regional.pk)
        assert user.habilitations.get().organisation == regional


class TestTakeOver:
    """Who hands over a link may choose the password: no account wider than its administrator."""

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
