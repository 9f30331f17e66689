"""Who may do what, where, on which day."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import can, perimeter_for, rights_of
from core.database_role import ALL_CAISSES
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


def test_a_caisse_opens_itself_only():
    user = person(Role.DAM, "061")
    assert perimeter_for(user, "prescripteurs.lire", TODAY).caisses == {"061"}
    assert can(user, "prescripteurs.lire", caisse="061", on=TODAY)
    assert not can(user, "prescripteurs.lire", caisse="831", on=TODAY)


def test_a_region_opens_its_caisses_and_no_other():
    caisse("061"), caisse("831")
    other = OrganisationFactory(region=True, code="84")
    OrganisationFactory(code="011", parent=other)
    user = person(Role.ADMIN_CAMPAGNE, Organisation.objects.get(kind="region", code="93"))
    perimeter = perimeter_for(user, "tableau.lire", TODAY)
    assert perimeter.caisses == {"061", "831"}
    assert not perimeter.is_national


def test_the_nation_opens_all():
    perimeter = perimeter_for(person(Role.DIRECTION), "tableau.lire", TODAY)
    assert perimeter.caisses is ALL_CAISSES
    assert perimeter.is_national
    assert perimeter.covers("974")


def test_a_carsat_opens_no_caisse():
    user = person(Role.SERVICE_SOCIAL, OrganisationFactory(carsat=True))
    assert rights_of(user, TODAY).grants[0].caisses == frozenset()


def test_only_the_grants_whose_role_opens_the_action_count():
    user = person(Role.DAM, "061")
    HabilitationFactory(user=user, role=Role.AUDITEUR, organisation=nation())
    perimeter = perimeter_for(user, "prescripteurs.lire", TODAY)
    assert perimeter.caisses == {"061"}
    assert perimeter.roles == {Role.DAM}


def test_a_role_that_the_action_does_not_list_is_refused():
    user = person(Role.CSAM, "061")
    assert perimeter_for(user, "prescripteurs.lire", TODAY) is None
    assert not can(user, "prescripteurs.lire", on=TODAY)


@pytest.mark.parametrize(
    ("start", "end", "open_"),
    [
        (date(2026, 11, 17), None, True),
        (date(2026, 11, 18), None, False),
        (date(2026, 1, 1), date(2026, 11, 18), True),
        (date(2026, 1, 1), date(2026, 11, 17), False),  # the first day without the right
    ],
)
def test_dates_open_and_close_the_right(start, end, open_):
    held = HabilitationFactory(valid_from=start, valid_to=end)
    assert can(held.user, "tableau.lire", on=TODAY) is open_


def test_visitors_and_closed_accounts_hold_nothing():
    closed = person(Role.DIRECTION, is_active=False)
    for user in (AnonymousUser(), closed):
        assert not can(user, "tableau.lire", on=TODAY)
        assert not can(user, "compte.soi", on=TODAY)
        assert can(user, "public", on=TODAY)


def test_an_account_without_role_has_its_own_account_only():
    user = UserFactory()
    assert can(user, "compte.soi", on=TODAY)
    assert can(user, "aide.droits", on=TODAY)
    assert not can(user, "compte.soi", caisse="061", on=TODAY)
    assert not can(user, "tableau.lire", on=TODAY)
    assert not can(person(Role.ADMIN_TECHNIQUE), "fermee", on=TODAY)


class TestDelegation:
    @pytest.fixture
    def lent(self):
        chief = person(Role.MEDECIN_CHEF, "061")
        return DelegationFactory(
            delegator=chief, role=Role.MEDECIN_CHEF, organisation=caisse("061")
        )

    def test_it_gives_the_role_for_the_period(self, lent):
        assert perimeter_for(lent.delegate, "tableau.lire", TODAY).caisses == {"061"}
        assert perimeter_for(lent.delegate, "tableau.lire", lent.valid_to) is None

    def test_it_falls_with_the_delegators_right(self, lent):
        lent.delegator.habilitations.update(valid_to=TODAY)
        assert not can(lent.delegate, "tableau.lire", on=TODAY)

    def test_it_falls_with_the_delegators_account(self, lent):
        lent.delegator.is_active = False
        lent.delegator.save()
        assert not can(lent.delegate, "tableau.lire", on=TODAY)

    def test_it_does_not_pass_on(self, lent):
        second = DelegationFactory(
            delegator=lent.delegate, role=lent.role, organisation=lent.organisation
        )
        assert not can(second.delegate, "tableau.lire", on=TODAY)

    def test_a_region_may_lend_one_of_its_caisses_but_not_another(self):
        regional = person(Role.ADMIN_CAMPAGNE, caisse("061").parent)
        far = OrganisationFactory(code="011", parent=OrganisationFactory(region=True, code="84"))
        near, other = (
            DelegationFactory(delegator=regional, role=Role.ADMIN_CAMPAGNE, organisation=at)
            for at in (caisse("061"), far)
        )
        assert can(near.delegate, "tableau.lire", caisse="061", on=TODAY)
        assert not can(other.delegate, "tableau.lire", on=TODAY)


def test_rights_cost_one_query(django_assert_num_queries):
    user = person(Role.DAM, "061")
    with django_assert_num_queries(1):
        held = rights_of(user, TODAY)
        assert held.can("tableau.lire")
        assert not held.can("administration.comptes")


def test_the_perimeter_cuts_a_queryset_by_any_field():
    caisse("061"), caisse("831")
    local = perimeter_for(person(Role.DAM, "061"), "tableau.lire", TODAY)
    national = perimeter_for(person(Role.DAM), "tableau.lire", TODAY)
    caisses = Organisation.objects.caisses()
    assert [c.code for c in local.filter(caisses, "code")] == ["061"]
    assert [c.code for c in national.filter(caisses, "code")] == ["061", "831"]
