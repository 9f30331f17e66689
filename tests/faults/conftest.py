"""A durable cluster and a Valkey of their own: the storm may break them, the other tests not."""

import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from core import jobs
from ijportal.celery import app
from ijportal.launcher.places import ROOT, Places
from ijportal.launcher.postgres import APP, OWNER
from ijportal.launcher.services import Services
from tests.faults import kinds
from tests.faults.fleet import Fleet


class World:
    """The servers of the storm, and what one may do to them."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.environment = {
            **services.environment(),
            "IJPORTAL_TESTING": "1",
            # The system checks load every page: a second for each worker that is replaced.
            "CELERY_SKIP_CHECKS": "1",
        }
        self.fleet = Fleet(self.environment, services.where.logs / "workers.log")

    def prepare(self):
        owner = {**self.environment, "DATABASE_URL": self.services.postgres.url(OWNER)}
        for command in (["migrate", "core", "--skip-checks", "-v", "0"], ["shell", "-c", CREATE]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=owner, check=True)

    def wipe(self, how):
        """Lose every message: by FLUSHALL, or by the death of the server."""
        valkey = self.services.valkey
        if how == "flush":
            with app.connection_for_write() as broker:
                broker.default_channel.client.flushall()
        else:
            valkey.stop(9)
            valkey.start()

    @contextmanager
    def reapers(self, number=2, every=0.5):
        """Several reapers at once, as if two Beats were running."""
        stop = threading.Event()
        threads = [threading.Thread(target=_reap_until, args=(stop, every)) for _ in range(number)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()


CREATE = f"""
from django.db import connection
connection.cursor().execute(
    "CREATE TABLE {kinds.TABLE} (id bigserial, job_id bigint, what text, pid int)"
)
"""


def _reap_until(stop, every):
    try:
        while not stop.wait(every):
            jobs.reap(jobs.database_now())
    finally:
        connections.close_all()


@pytest.fixture(scope="session")
def durable_world(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        environment.delenv("REDIS_URL", raising=False)
        services = Services(Places(tmp_path_factory.mktemp("faults")), durable=True)
        try:
            services.start()
            world = World(services)
            world.prepare()
            with world.fleet:
                yield world
        finally:
            services.stop()


@pytest.fixture
def world(durable_world, django_db_blocker, monkeypatch):
    """Point this process at the durable cluster for the time of a test."""
    postgres = durable_world.services.postgres
    connection.close()
    for name, value in {"NAME": "ijportal", "USER": APP, "HOST": str(postgres.socket)}.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    monkeypatch.setattr(app.conf, "broker_url", durable_world.services.valkey.url)
    with django_db_blocker.unblock():
        yield durable_world
        connection.close()


@pytest.fixture(scope="module")
def url(durable_world):
    """The tables of the country in the durable cluster, for whoever owns them."""
    url = durable_world.services.postgres.url(OWNER)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "-v", "0"],
        cwd=ROOT,
        env={**durable_world.environment, "DATABASE_URL": url},
        check=True,
    )
    return url
