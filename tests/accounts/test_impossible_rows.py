"""What the database refuses, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.enums import Role
from accounts.models import Habilitation, Organisation, OrganisationLabel, Preference
from tests.accounts.factories import (
    DelegationFactory,
    HabilitationFactory,
    OrganisationFactory,
    UserFactory,
    caisse,
)


pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def label(organisation, start, end=None):
    return OrganisationLabel.objects.create(
        organisation=organisation, label="CPAM de Nice", valid_from=start, valid_to=end
    )


def test_labels_of_an_organisation_may_touch_but_not_overlap():
    nice = caisse("061")
    label(nice, date(2020, 1, 1), date(2024, 1, 1))
    label(nice, date(2024, 1, 1))
    label(caisse("831"), date(2020, 1, 1))
    with refused("organisation_label_no_overlap"):
        label(nice, date(2023, 12, 31), date(2024, 1, 1))


def test_label_dates_are_ordered():
    with refused("organisation_label_dates_ordered"):
        label(caisse("061"), date(2024, 1, 1), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "ville"}, "organisation_kind_known"),
        ({"code": ""}, "organisation_code_given"),
        ({"parent": None}, "organisation_caisse_has_parent"),
    ],
)
def test_an_organisation_is_whole(fields, name):
    with refused(name):
        OrganisationFactory(**fields)


def test_an_organisation_is_not_its_own_parent():
    nice = caisse("061")
    with refused("organisation_not_its_parent"):
        Organisation.objects.filter(pk=nice.pk).update(parent=nice)


def test_a_code_is_unique_within_its_kind():
    caisse("061")
    with refused("organisation_code_unique"):
        Organisation.objects.create(kind="caisse", code="061", parent=caisse("831").parent)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, "dates_ordered"),
        ({"role": "ministre"}, "habilitation_role_known"),
    ],
)
def test_a_habilitation_has_a_known_role_and_ordered_dates(fields, name):
    with refused(name):
        HabilitationFactory(**fields)


def test_the_same_open_right_twice_is_refused():
    held = HabilitationFactory()
    with refused("habilitation_open_once"):
        HabilitationFactory(user=held.user, role=held.role, organisation=held.organisation)


def test_a_delegation_goes_to_another_with_ordered_dates_and_a_reason():
    user = UserFactory()
    for fields, name in [
        ({"delegator": user, "delegate": user}, "delegation_to_another"),
        ({"valid_to": date(2023, 1, 1)}, "delegation_dates_ordered"),
        ({"role": "ministre"}, "delegation_role_known"),
        ({"reason": ""}, "delegation_reason_given"),
    ]:
        with refused(name), transaction.atomic():
            DelegationFactory(**fields)


@pytest.mark.parametrize("factory", [HabilitationFactory, DelegationFactory])
def test_a_right_is_never_deleted(factory):
    row = factory()
    with pytest.raises(ProgrammingError, match="Cannot delete"):
        type(row).objects.filter(pk=row.pk).delete()


def test_a_given_right_changes_only_by_its_end():
    held = HabilitationFactory()
    row = Habilitation.objects.filter(pk=held.pk)
    row.update(valid_to=date(2026, 12, 1), end_reason="Mutation")
    with pytest.raises(ProgrammingError, match="Cannot update"):
        row.update(role=Role.DIRECTION)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"email": "Camille@caisse.example"}, "user_email_lower"),
        ({"full_name": ""}, "user_full_name_given"),
    ],
)
def test_an_account_has_a_name_and_a_lower_case_address(fields, name):
    with refused(name):
        UserFactory(**fields)


def test_a_choice_is_kept_once_and_says_what_it_is_about():
    user = UserFactory()
    Preference.objects.create(user=user, key="liste", value=["nom"])
    for key, name in (("liste", "preference_once_per_key"), ("", "preference_key_given")):
        with refused(name), transaction.atomic():
            Preference.objects.create(user=user, key=key, value=[])
