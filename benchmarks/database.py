"""The database of a measure: new each time, and put back to its start between two steps."""

import os
import subprocess
import sys

import psycopg
from psycopg import sql


START = "ijportal_depart"


class Database:
    """The embedded server; its superuser logs in by the socket, as the launcher does."""

    def __init__(self, start: str = START) -> None:
        self.start = start
        self.owner_url = os.environ["DATABASE_OWNER_URL"]
        self.name = psycopg.conninfo.conninfo_to_dict(self.owner_url)["dbname"]
        self.admin = psycopg.connect(
            self.owner_url, user="postgres", dbname="postgres", autocommit=True
        )

    @property
    def backend(self) -> int:
        return self.admin.info.backend_pid

    def renew(self) -> None:
        """An empty database with the structure of today."""
        self._replace(self.start, None)
        self._replace(self.name, "template1")
        environment = {**os.environ, "DATABASE_URL": self.owner_url}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=environment, check=True)  # noqa: S603

    def keep_as_start(self, mark: str = "") -> None:
        """`mark` tells a later measure what the start was made from."""
        self._replace(self.start, self.name)
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        self.admin.execute(comment.format(sql.Identifier(self.start), sql.Literal(mark)))

    def start_mark(self) -> str | None:
        """None when there is no start yet."""
        found = self.admin.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
            "  FROM pg_database WHERE datname = %s",
            [self.start],
        ).fetchone()
        return None if found is None else str(found[0])

    def back_to_start(self) -> None:
        self._replace(self.name, self.start)

    def close(self) -> None:
        self.admin.close()

    def settle(self) -> None:
        """What an earlier step left to write is not charged to the next one."""
        self.admin.execute("CHECKPOINT")

    def _replace(self, name: str, model: str | None) -> None:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self.admin.execute(drop.format(sql.Identifier(name)))
        if model is None:
            return
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER ijportal_owner STRATEGY FILE_COPY")
        self.admin.execute(create.format(sql.Identifier(name), sql.Identifier(model)))
