"""The world of the tests: migrated by the owner, lived in as `ijportal_app`."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

from core.database_role import ALL_CAISSES, DatabaseRole, set_role


OWNER, APP = "ijportal_owner", "ijportal_app"


def _log_in_as(user: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = user


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The owner creates and migrates the test database."""
    _log_in_as(OWNER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test then runs as the application: a superuser or an owner walks through both walls."""
    with django_db_blocker.unblock():
        _log_in_as(APP)
    yield
    with django_db_blocker.unblock():
        _log_in_as(OWNER)


@pytest.fixture(autouse=True)
def medical_role(request):
    """Inside a test's transaction, factories write as the medical role over all caisses.

    Requests made by the test client choose their own, narrower role (core.middleware) and put
    this one back when they end. A transactional test chooses its role itself.
    """
    marker = request.node.get_closest_marker("django_db")
    transactional = "transactional_db" in request.fixturenames or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    if (marker is None and "db" not in request.fixturenames) or transactional:
        return
    request.getfixturevalue("db")
    set_role(DatabaseRole.MEDICAL, ALL_CAISSES)


_teardown = TransactionTestCase._fixture_teardown


def _teardown_as_owner(self):
    """Emptying the tables is the owner's right, and append-only tables refuse it to everyone."""
    import pgtrigger  # noqa: PLC0415 (needs the apps)

    _log_in_as(OWNER)
    try:
        with pgtrigger.ignore():
            _teardown(self)
    finally:
        _log_in_as(APP)


TransactionTestCase._fixture_teardown = _teardown_as_owner
