from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from tests.accounts.factories import person


@pytest.fixture(autouse=True)
def routes_of_this_floor(settings):
    settings.ROOT_URLCONF = "tests.accounts.routes"


@pytest.fixture
def count_queries():
    """How many statements an act sends, the transaction and its role apart."""

    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        transaction = ("SAVEPOINT", "RELEASE", "SELECT set_config", "SELECT current_setting")
        return sum(not query["sql"].startswith(transaction) for query in captured)

    return count


@pytest.fixture
def clock():
    """The day of `admin_world.TODAY`, in the morning."""
    with time_machine.travel(datetime(2026, 11, 17, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def admin(db):
    return person(Role.ADMIN_TECHNIQUE, full_name="Loïc Tavernel")


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def local(client, db):
    """An administrator of one caisse, signed in."""
    client.force_login(person(Role.ADMIN_TECHNIQUE, "061"))
    return client
