"""A published run on two caisses, and somebody for each role."""

import pytest

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, set_role
from prescribers.services.night import plan_run
from tests.accounts.factories import caisse, nation, person
from tests.prescribers import night_world


@pytest.fixture
def country(db):
    """Forty doctors over caisses 061 and 831, with one published run."""
    people = night_world.build()
    plan_run(as_of=night_world.AS_OF, by=None)
    night_world.run_all()
    set_role(DatabaseRole.MEDICAL, ALL_CAISSES)
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    return people


@pytest.fixture
def actors(country):
    """One person a role: technical and audit roles are national, the others are of caisse 061."""
    national = {Role.ADMIN_TECHNIQUE, Role.AUDITEUR}
    people = {role: person(role, nation() if role in national else "061") for role in Role}
    for user in people.values():  # without a password, the page that asks it again is refused
        user.set_password("un-mot-de-passe-de-test")
        user.save()
    return people
