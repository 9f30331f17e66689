"""Chromium on a live server, with a published run; absent, it fails in CI and skips elsewhere."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.services.night import plan_run
from tests.accounts.factories import caisse, nation, person
from tests.browser import imports_world
from tests.prescribers import night_world


PASSWORD = "un-mot-de-passe-de-test"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("IJPORTAL_CHROMIUM") or shutil.which("chromium")
    if path is None:
        reason = "Chromium absent : apt install chromium, ou IJPORTAL_CHROMIUM=/chemin"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def portal(live_server, settings):
    """The portal open on two caisses; gives its address."""
    settings.SECURE_SSL_REDIRECT = False
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        night_world.build()
        plan_run(as_of=night_world.AS_OF, by=None)
    _run_jobs()
    with database_role(DatabaseRole.GESTION):
        caisse("061", "CPAM des Alpes-Maritimes")
        caisse("831", "CPAM du Var")
        for role, place in (
            (Role.MEDECIN_CONSEIL, "061"),
            (Role.ADMIN_TECHNIQUE, nation()),
            (Role.AUDITEUR, nation()),
            (Role.DIRECTION, nation()),
        ):
            user = person(role, place, email=f"{role}@caisse.example")
            user.set_password(PASSWORD)
            user.save()
        imports_world.build()
    return live_server.url


def _run_jobs() -> None:
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        night_world.run_all()
