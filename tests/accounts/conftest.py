import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


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
