"""What each verb does, a function each; the demo has a file of its own."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.choices import USAGE, KnownTruth, chosen
from ijportal.launcher.demo import demo, stop_demo
from ijportal.launcher.places import ROOT, LauncherError, places
from ijportal.launcher.services import Services, running_services


__all__ = ["bench", "check", "demo", "manage", "stop", "test"]

# These change or read the structure: they log in as the owner of the tables.
OWNER_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "flush", "dbshell"}
CHECK_ENVIRONMENT = {
    "IJPORTAL_SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "IJPORTAL_JOURNAL_KEY": "check-only",
    "IJPORTAL_SECURE": "1",
    "DATABASE_URL": "postgresql:///ijportal",
    "REDIS_URL": "redis://localhost",
    "DJANGO_SETTINGS_MODULE": "ijportal.settings",
}


def test(arguments: list[str]) -> int:
    """Run pytest on a cluster of its own that promises no durability."""
    with running_services(places("test"), durable=False) as services:
        environment = {**services.environment(), "IJPORTAL_TESTING": "1"}
        # One group of faults owns its cluster and its workers: it stays in one process.
        chosen = arguments or ["-n", "2", "--dist", "loadgroup"]
        return _call([sys.executable, "-m", "pytest", *chosen], environment)


def manage(arguments: list[str]) -> int:
    """Run `manage.py` with the services up; structure commands as the owner."""
    with running_services(places()) as services:
        owner = bool(arguments) and arguments[0] in OWNER_COMMANDS
        environment = services.owner_environment() if owner else services.environment()
        environment.setdefault("IJPORTAL_SYNTHETIC_DATA", "1" if services.postgres else "0")
        return _call([sys.executable, "manage.py", *arguments], environment)


def check(arguments: list[str]) -> int:
    """Formatters, linters, types, contracts, migrations; says every failure, not only the first."""
    del arguments
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    manage_py = [sys.executable, "manage.py"]
    steps = {
        "mise en forme": [_tool("ruff"), "format", "--check", "."],
        "règles": [_tool("ruff"), "check", "."],
        "contrats d’import": [_tool("lint-imports")],
        "types": [_tool("mypy"), "."],
        "gabarits (syntaxe)": [_tool("djade"), "--check", "--target-version", "5.2", *templates],
        "gabarits (règles)": [_tool("djlint"), "--lint", "--quiet", "templates"],
        "migrations": [*manage_py, "makemigrations", "--check", "--dry-run"],
        "déploiement": [*manage_py, "check", "--deploy", "--fail-level", "WARNING"],
    }
    failed = [name for name, command in steps.items() if _step(name, command)]
    verdict = f"échec : {', '.join(failed)}" if failed else "tout est en ordre"
    sys.stdout.write(f"\n./run check : {verdict}\n")
    return 1 if failed else 0


def _tool(name: str) -> str:
    """The program of that name in the environment we run in, whatever PATH says."""
    return str(Path(sys.executable).parent / name)


def _step(name: str, command: list[str]) -> int:
    sys.stdout.write(f"· {name}\n")
    sys.stdout.flush()
    return _call(command, {**os.environ, **CHECK_ENVIRONMENT})


def bench(arguments: list[str]) -> int:
    """Measure speed on a cluster of its own, as durable as in production."""
    measure = chosen(arguments)
    if measure is None:
        sys.stderr.write(USAGE)
        return 2
    with running_services(places("bench")) as services:
        if not isinstance(measure, KnownTruth) and services.postgres is None:
            raise LauncherError(
                "Cette mesure remet une base à neuf et lit le travail du serveur : elle ne prend "
                "que le serveur embarqué. Retirez DATABASE_URL."
            )
        return _call([sys.executable, "-m", "benchmarks", *arguments], services.environment())


def stop(arguments: list[str]) -> int:
    """Stop by pid files: the demo's processes, then the servers of each folder."""
    del arguments
    stop_demo(places())
    for sub in ("", "test", "bench"):
        where = places(sub)
        if not where.var.exists():
            continue
        services = Services(where)
        for server in (services.valkey, services.postgres):
            if server is not None:
                server.stop()
    sys.stdout.write("Tout est arrêté.\n")
    return 0


def _call(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.call(command, cwd=ROOT, env=environment)
