"""PostgreSQL and Valkey together, and the environment that points the product at them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ijportal.launcher.places import LauncherError, Places
from ijportal.launcher.postgres import APP, OWNER, Postgres
from ijportal.launcher.valkey import Valkey


MINIMUM_SERVER = 180000  # the migrations use uuidv7() and casefold(), new in PostgreSQL 18


class Services:
    """What an instance stands on: embedded servers, or those named by the environment."""

    def __init__(self, where: Places, *, durable: bool = True) -> None:
        where.prepare()
        # WhiteNoise warns about a static root that is not there yet, and tests refuse warnings.
        (where.var / "static").mkdir(exist_ok=True)
        self.where = where
        outside = os.environ.get("DATABASE_URL")
        self.postgres = None if outside else Postgres(where, durable=durable)
        self.valkey = None if os.environ.get("REDIS_URL") else Valkey(where)
        self.started: list[Postgres | Valkey] = []

    def start(self) -> None:
        for server in (self.postgres, self.valkey):
            if server is not None and server.start():
                self.started.append(server)
        if self.postgres is None:
            refuse_old_server(os.environ["DATABASE_URL"])

    def stop(self) -> None:
        """Stop what this call of the launcher started, and nothing else."""
        while self.started:
            self.started.pop().stop()

    def environment(self) -> dict[str, str]:
        """Variables for the product, which logs in as `ijportal_app`."""
        settings = {
            **secret_keys(self.where),
            "DJANGO_SETTINGS_MODULE": "ijportal.settings",
            "IJPORTAL_SECURE": os.environ.get("IJPORTAL_SECURE", "0"),
            "IJPORTAL_STATIC_ROOT": str(self.where.var / "static"),
            "IJPORTAL_IMPORT_ROOT": str(self.where.var / "imports"),
            "IJPORTAL_MAIL_DIR": str(self.where.var / "courriels"),
            # numpy must not start a thread a core in each of several processes.
            "OMP_NUM_THREADS": "1",
            # A worker need not check every route at its start: 4 s of CPU, and the web does it.
            "CELERY_SKIP_CHECKS": "1",
        }
        if self.postgres is not None:
            settings["DATABASE_URL"] = self.postgres.url(APP)
            settings["DATABASE_OWNER_URL"] = self.postgres.url(OWNER)
        if self.valkey is not None:
            settings["REDIS_URL"] = self.valkey.url
        return {**os.environ, **settings}

    def owner_environment(self) -> dict[str, str]:
        """The same for migrations, which run as `ijportal_owner`."""
        environment = self.environment()
        if "DATABASE_OWNER_URL" not in environment:
            raise LauncherError(
                "Avec DATABASE_URL, donnez aussi DATABASE_OWNER_URL (compte ijportal_owner) : "
                "les migrations ne tournent pas sous le compte de l’application."
            )
        return {**environment, "DATABASE_URL": environment["DATABASE_OWNER_URL"]}


@contextmanager
def running_services(where: Places, *, durable: bool = True) -> Iterator[Services]:
    services = Services(where, durable=durable)
    try:
        services.start()
        yield services
    finally:
        services.stop()


def refuse_old_server(url: str) -> None:
    import psycopg  # noqa: PLC0415

    try:
        with psycopg.connect(url) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as refused:
        raise LauncherError(
            f"DATABASE_URL est donnée mais le serveur ne répond pas : {refused}"
        ) from refused
    if version < MINIMUM_SERVER:
        raise LauncherError(
            f"PostgreSQL {version // 10000} est trop ancien : il faut la version 18 au moins."
        )


def secret_keys(where: Places) -> dict[str, str]:
    """Keys of this instance, drawn once; outside values win."""
    kept = where.var / "secrets.env"
    if not kept.exists():
        names = ("IJPORTAL_SECRET_KEY", "IJPORTAL_JOURNAL_KEY")
        text = "".join(f"{name}={secrets.token_urlsafe(48)}\n" for name in names)
        _write_private(kept, text)
    pairs = (line.split("=", 1) for line in kept.read_text(encoding="utf-8").splitlines())
    return {name: os.environ.get(name, value) for name, value in pairs}


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
